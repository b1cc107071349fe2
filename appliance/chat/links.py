"""Invitation links to private rooms: making them, taking them back, coming in by one."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Final, NamedTuple

from gevent import sleep

from appliance.chat.actor import Actor
from appliance.chat.guesses import Guesses
from appliance.chat.private_rooms import PrivateRooms, check_member
from appliance.chat.senders import Maker
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.private_link import PrivateLink, hash_of, link_id, new_secret
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, KeyTaken, Problem, Refused, StorageBusy
from appliance.feed.contract import Feed
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact

USUAL_SECONDS: Final = 7 * 24 * 3600
"""How long a link is open if nobody says: who is on holiday finds it shut, and asks for another."""

SHORTEST: Final = 60
LONGEST: Final = 30 * 24 * 3600
"""Seconds that a link may be open."""

MOST: Final = 50
"""Open links of one room; who makes one more is told to take one back."""

_TURNS: Final = 50
"""How often one who comes in by a link gives way to others who do at the same moment."""

_TURN_SECONDS: Final = 0.02
"""Between two: who was the first at one is heard of meanwhile, also where the bus has lost it."""


class LinkUnknown(Problem):
    """A secret that opens nothing (any more), or a link that is not there."""

    status = 404
    title = "No such invitation"


class TooManyLinks(Problem):
    """A room has as many open links as it may."""

    status = 409
    title = "Too many invitations"


class NewLink(NamedTuple):
    """What only who made it is told: the secret is kept nowhere."""

    id: str
    secret: str
    link: PrivateLink
    entry: int
    new: bool


class Links:
    """What may be done with links, by whom. `clock` gives seconds since 1970."""

    def __init__(
        self,
        feed: Feed,
        registry: Registry,
        rooms: PrivateRooms,
        clock: Callable[[], float] = time,
        guesses: Guesses | None = None,
    ) -> None:
        self._feed = feed
        self._registry = registry
        self._rooms = rooms
        self._clock = clock
        self._guesses = guesses or Guesses()

    def make(
        self,
        person: Actor,
        room: str,
        *,
        once: bool = False,
        seconds: float = USUAL_SECONDS,
        key: str | None = None,
    ) -> NewLink:
        """Raises RoomUnknown, Refused, BadInput, TooManyLinks, KeyTaken or StorageProblem."""
        self._rooms.open_room(person, room)
        if not SHORTEST <= seconds <= LONGEST:
            raise BadInput("link-seconds", shortest=SHORTEST, longest=LONGEST)
        secret = new_secret(person.token, key)
        id_, known = link_id(secret), self._registry.link(link_id(secret))
        if known is None and len(self.open(person, room)) >= MOST:
            raise TooManyLinks("links-full", most=MOST)
        link = PrivateLink(room, person.member, self._clock() + seconds, once, hash=hash_of(secret))
        said = {"what": "link", "link": id_, "once": once, "seconds": seconds}
        facts = (link.fact(id_), *self._expired(room), *person.named)
        receipt = self._feed.append(
            Draft(room, "room", person.nick, person.member, said, key, facts=facts)
        )
        return NewLink(id_, secret, self._registry.link(id_) or link, receipt.id, receipt.new)

    def open(self, person: Actor, room: str) -> dict[str, PrivateLink]:
        """The links by which somebody may still come in, by their ids. Raises RoomUnknown or
        Refused.
        """
        self._rooms.open_room(person, room)
        now = self._clock()
        return {id_: link for id_, link in self._registry.links(room).items() if link.open(now)}

    def take_back(self, person: Actor, room: str, id_: str) -> int:
        """Who made a link takes it back, or who made the room; the entry's number. Raises
        RoomUnknown, LinkUnknown or Refused.
        """
        found = self._rooms.open_room(person, room)
        link = self.open(person, room).get(id_)
        if link is None:
            raise LinkUnknown("link-unknown")
        if person.member not in {found.maker, link.by}:
            raise Refused("not-your-link")
        said = {"what": "unlink", "link": id_}
        return self._feed.append(
            Draft(room, "room", person.nick, person.member, said, facts=(PrivateLink.gone(id_),))
        ).id

    def join(self, person: Actor, secret: object, guesser: Maker | None = None) -> tuple[str, int]:
        """Come into the room that `secret` opens; the room, and the number of the entry, 0 for who
        was in it. Raises LinkUnknown for a secret that opens nothing, whatever the reason,
        TooManyGuesses, TooManyPeople, BadInput, Refused or StorageProblem.
        """
        check_member(person)
        if not isinstance(secret, str):
            raise BadInput("secret-not-text")
        self._guesses.check(guesser)
        for _ in range(_TURNS):
            id_, link = self._opened(person, secret, guesser)
            if person.member in self._registry.members(link.room):
                return link.room, 0
            self._rooms.check_space(link.room)
            try:
                return link.room, self._feed.append(_use(person, id_, link)).id
            except KeyTaken:
                # Somebody else was the first at this turn; of a link for one that was the only.
                if link.once:
                    raise self._unknown(guesser) from None
            sleep(_TURN_SECONDS)
        raise StorageBusy("storage-busy")

    def _opened(self, person: Actor, secret: str, guesser: Maker | None) -> tuple[str, PrivateLink]:
        id_ = link_id(secret) if secret.isascii() else ""
        link = self._registry.link(id_)
        if link is None or not link.opened_by(secret):
            raise self._unknown(guesser)
        # Who sends again what was not answered is in by now, and the link may be used up by that.
        inside = person.member in self._registry.members(link.room)
        if not inside and not link.open(self._clock()):
            raise self._unknown(guesser)
        return id_, link

    def _unknown(self, guesser: Maker | None) -> LinkUnknown:
        self._guesses.wrong(guesser)
        return LinkUnknown("link-unknown")

    def _expired(self, room: str) -> list[Fact]:
        """They are looked for where one more is made, so that they do not pile up."""
        now = self._clock()
        links = self._registry.links(room).items()
        return [PrivateLink.gone(id_) for id_, link in links if not link.open(now)]


def _use(person: Actor, id_: str, link: PrivateLink) -> Draft:
    """The next use of a link. Its key is nobody's own and has the number of the use, so that of all
    who come at once, by whichever process, one has it.
    """
    said = {"who": person.member, "what": "joined", "link": id_}
    inside = Membership(link.by).fact(membership_name(link.room, person.member))
    used = PrivateLink.of({**link.fact(id_).value, "uses": link.uses + 1}).fact(id_)
    key = f"link {id_} {link.uses}"
    return Draft(
        link.room, "member", person.nick, "", said, key, facts=(inside, used, *person.named)
    )
