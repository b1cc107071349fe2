"""Sets the door, and lets people in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from gevent.lock import BoundedSemaphore

from appliance.chat import passcode as passcodes
from appliance.chat.actor import Actor
from appliance.chat.done import done
from appliance.chat.names import ACTS
from appliance.chat.regulars import Regulars
from appliance.chat.senders import Maker
from appliance.chat.standing.door import APPROVE, MODES, PASSCODE, Door, Past, Waiting
from appliance.chat.standing.registry import Registry
from appliance.chat.tries import Tries
from appliance.errors import BadInput, Problem, Refused
from appliance.feed.contract import Feed, Receipt
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact

MOST_WAITING: Final = 200
"""People who wait, with those who were refused; who comes then is told to come back."""

Slowly = Callable[[Callable[[], Any]], Any]
"""Does what takes long without holding up others."""


class NobodyWaits(Problem):
    """Who is to be let in does not wait there."""

    status = 404
    title = "Nobody by that name"


class DoorFull(Problem):
    """More people wait than somebody could look at."""

    status = 503
    title = "Too many wait"
    retry_after = 60


class Doorkeeper:
    """Each act is an entry in the room `ACTS`, which says nothing of passcodes."""

    def __init__(
        self,
        feed: Feed,
        registry: Registry,
        now: Callable[[], str],
        regulars: Regulars,
        slowly: Slowly = lambda work: work(),
    ) -> None:
        self._feed = feed
        self._registry = registry
        self._now = now
        self._regulars = regulars
        self._slowly = slowly
        self._tries = Tries()
        self._one = BoundedSemaphore()

    def set(self, by: Actor, mode: object, passcode: object = None, *, drop: bool = False) -> int:
        """Let the door stand so; who is here stays, unless they are to be dropped: then only `by`
        is past it. Its entry's number. Raises BadInput.
        """
        if mode not in MODES:
            raise BadInput("door-mode")
        with self._one:  # or two who set it at once would each take the other's for what was
            known = self._known(by, "set", mode=mode, dropped=drop)
            return self._set(by, str(mode), passcode, drop=drop) if known is None else known

    def _set(self, by: Actor, mode: str, passcode: object, *, drop: bool) -> int:
        was = self._registry.door
        door = Door(mode, was.salt, was.passcode)
        if passcode is not None:
            kept = self._slowly(partial(passcodes.keep, passcodes.read(passcode)))
            door = Door(door.mode, kept.salt, kept.digest)
        if door.mode == PASSCODE and not door.passcode:
            raise BadInput("door-without-passcode")
        closes = was.open and not door.open
        people = self._dropped() if drop else self._regulars.keep() if closes else ()
        own = (Past().fact(by.member),) if by.member else ()
        waiting = () if mode == APPROVE else map(Waiting.gone, self._registry.waiting())
        facts = (door.set(), *people, *own, *waiting)
        return self._tell(by, "set", facts, mode=mode, dropped=drop).id

    def begin(self, mode: str, passcode: str) -> None:
        """Let it stand as the settings say, where it does not yet. Raises BadInput."""
        door = self._registry.door
        known = passcodes.Kept(door.salt, door.passcode)
        same = not passcode or (bool(door.passcode) and passcodes.fits(passcode, known))
        wanted = mode or (PASSCODE if passcode else door.mode)
        if not same or wanted != door.mode:
            self.set(Actor("", ""), wanted, None if same else passcode)

    def enter(self, who: Actor, passcode: object, sender: Maker) -> None:
        """`who` wants to come in, and is past the door or waits before it then. Raises Refused,
        TooOften or DoorFull, BadInput for a passcode that is none.
        """
        door = self._registry.door
        if self._registry.is_past(who.member):
            return
        if door.mode == PASSCODE:
            self._try(who, passcode, sender, door)
        elif door.mode == APPROVE:
            self._ask(who, sender)
        else:
            raise Refused("door-locked")

    def answer(self, by: Actor, member: str, *, admit: bool) -> int:
        """Let in who waits, or refuse them; who was refused can be let in, too. The number of its
        entry. Raises NobodyWaits.
        """
        what = "admitted" if admit else "refused"
        waiting = self._registry.waiting().get(member)
        name = self._registry.let_in_as(member) if waiting is None else waiting.nick
        known = self._known(by, what, of=member, name=name)
        if known is not None:
            return known
        if waiting is None:
            raise NobodyWaits("door-nobody-waits")
        refused = Waiting(name, waiting.since, refused=True).fact(member)
        let_in = [Waiting.gone(member), Past(by.member, name).fact(member)]
        facts = let_in if admit else [refused]
        return self._tell(by, what, facts, of=member, name=name).id

    def opens_for(self, passcode: str) -> str | None:
        """As it is compared, where the door opens for it now; else None. For the host only: it
        is tried as often as one likes.
        """
        door = self._registry.door
        kept = passcodes.Kept(door.salt, door.passcode)
        asked = door.mode == PASSCODE and self._slowly(partial(passcodes.fits, passcode, kept))
        return passcodes.meant(passcode) if asked else None

    def _try(self, who: Actor, passcode: object, sender: Maker, door: Door) -> None:
        if not isinstance(passcode, str):
            raise BadInput("passcode-missing")
        self._tries.take(sender)
        kept = passcodes.Kept(door.salt, door.passcode)
        if not self._slowly(partial(passcodes.fits, passcode, kept)):
            raise Refused("passcode-wrong")
        if self._registry.door != door:  # while it was looked at
            raise Refused("passcode-wrong")
        self._tries.give_back(sender)
        self._tell(who, "came", (Past().fact(who.member),))

    def _ask(self, who: Actor, sender: Maker) -> None:
        waiting = self._registry.waiting()
        if who.member in waiting:
            return  # also who was refused: the host is not asked again and again
        self._tries.take(sender)
        if len(waiting) >= MOST_WAITING:
            raise DoorFull("door-full")
        asks = Waiting(who.nick, self._now())
        self._tell(who, "asked", (asks.fact(who.member),))

    def _dropped(self) -> Iterable[Fact]:
        return map(Past.gone, list(self._registry.people_past()))

    def _tell(self, by: Actor, what: str, facts: Iterable[Fact], **fields: Any) -> Receipt:
        return self._feed.append(_act(by, what, fields)._replace(facts=tuple(facts)))

    def _known(self, by: Actor, what: str, **fields: Any) -> int | None:
        """The number of the entry of what was done under the same key before."""
        return done(self._feed, _act(by, what, fields))


def _act(by: Actor, what: str, fields: Mapping[str, Any]) -> Draft:
    return by.act(ACTS, "door", {"what": what, **fields})
