"""Who is here: whoever holds a poll, on whichever device.

That is looked at from time to time, and nobody says it. Whoever is here is so in every room that
they may read: who has another room open hears what is said in this one all the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from time import time
from typing import Any, Final, NamedTuple

from appliance.chat.moment import moment
from appliance.chat.names import ACTS, EVERY_ROOM
from appliance.chat.people import People
from appliance.chat.standing.membership import Membership, membership_of
from appliance.chat.standing.person import Person
from appliance.chat.standing.registry import Registry
from appliance.chat.typing import Typing
from appliance.feed.entry import Entry
from appliance.feed.facts import Fact
from appliance.feed.scope import is_private

MOST_NAMED: Final = 100
"""Of so many here each is named; more are a crowd, which is a number."""

GRACE_SECONDS: Final = 6.0
"""Who is away for less was not away: between two polls, on another network, reloading the page."""

MOST_GONE: Final = 16_384
"""Of so many it is known when they were here last; beyond it the one who left first is forgotten.
Some 3 MB."""

HERE: Final = "here"
AWAY: Final = "away"
GONE: Final = "gone"


class _Seen(NamedTuple):
    away: bool
    at: float


class Presence:
    """Asked without waiting. It tells of rooms by their names; `*` is what all public ones have in
    common.
    """

    def __init__(
        self,
        people: People,
        registry: Registry,
        is_shown: Callable[[str], bool] = lambda member: True,
        clock: Callable[[], float] = time,
    ) -> None:
        """Who is not shown is here for nobody. `clock` gives seconds since 1970."""
        self._is_shown = is_shown
        self._people = people
        self._registry = registry
        self._clock = clock
        self.typing = Typing()
        self._here: dict[str, _Seen] = {}
        self._gone: OrderedDict[str, float] = OrderedDict()

    def come(self, member: str | None) -> Collection[str]:
        """A member is here from now on; the rooms that are another by that."""
        if member is None or member in self._here or not self._is_shown(member):
            return ()
        self._here[member] = _Seen(away=False, at=self._clock())
        return self._rooms_of([member])

    def hide(self, member: str) -> Collection[str]:
        """A member is not shown from now on; the rooms that are another by that."""
        typed = self.typing.of(member)
        for room in typed:
            self.typing.stop(member, room)
        self._gone.pop(member, None)
        here = self._here.pop(member, None) is not None
        return {*typed, *(self._rooms_of([member]) if here else ())}

    def look(self, everybody: Mapping[str, bool]) -> Collection[str]:
        """These hold polls just now, who are away where it is true; the rooms that are another by
        that.
        """
        now = self._clock()
        held = {one: away for one, away in everybody.items() if self._is_shown(one)}
        before = self._here
        other = [
            member
            for member, away in held.items()
            if (seen := before.get(member)) is None or seen.away != away
        ]
        self._here = before | {member: _Seen(away, now) for member, away in held.items()}
        # A clock that was put back must keep nobody here for ever.
        left = [
            member for member, seen in self._here.items() if not 0 <= now - seen.at <= GRACE_SECONDS
        ]
        for member in left:
            self._leave(member)
        return self._rooms_of([*other, *left])

    def rooms_changed_by(self, facts: Collection[Fact]) -> Collection[str]:
        """The rooms that are another where these are true now: in which somebody who is here has
        another name, or in which somebody is who was not.
        """
        named = [fact.name for fact in facts if fact.noun == Person.noun]
        moved = [membership_of(fact.name)[0] for fact in facts if fact.noun == Membership.noun]
        return {*self._rooms_of([one for one in named if one in self._here]), *moved}

    def is_crowded(self, room: str) -> bool:
        """Whether there are more than can be named."""
        return len(self._in(room)) > MOST_NAMED

    def types(self, member: str, room: str) -> bool:
        """`member` types in `room`; whether that is to be known for a while from now on."""
        shown = self._is_shown(member)
        return shown and self.typing.types(member, room, len(self._in(room)))

    def said(self, entries: Collection[Entry]) -> Collection[str]:
        """These are said just now; the rooms in which somebody who typed does no more."""
        typed = [entry for entry in entries if self.typing.who(entry.room)]
        said = [(entry.record["member"], entry.room) for entry in typed if entry.kind == "message"]
        return [room for member, room in said if self.typing.stop(member, room)]

    def present(self, room: str) -> Collection[str]:
        """Those who are in `room`, as others are told."""
        return self._in(room)

    def told(self, room: str, whole: bool = True) -> dict[str, Any]:
        """Who is in `room`, as those who may read it are told; in brief how many that are, and of
        those in a public one who types.
        """
        if room == ACTS:  # a book, in which nobody is
            return {}
        people = self._in(room)
        told: dict[str, Any] = {"here": len(people)}
        typing = self._typing(room)
        if whole and len(people) <= MOST_NAMED:
            told["people"] = [
                self._told(room, member) for member in dict.fromkeys([*people, *typing])
            ]
        elif not whole and not is_private(room):
            told["people"] = [self._told(room, member) for member in typing]
        return told

    def _typing(self, room: str) -> Collection[str]:
        """Not who was taken out of it meanwhile."""
        typing = self.typing.who(room)
        if not typing or not is_private(room):
            return typing
        return [member for member in typing if member in self._registry.members(room)]

    def _told(self, room: str, member: str) -> dict[str, Any]:
        seen = self._here.get(member)
        state = AWAY if seen is not None and seen.away else HERE
        types = {"typing": True} if member in self.typing.who(room) else {}
        return self.named(member) | {"state": state} | types

    def gone(self, room: str) -> list[dict[str, Any]]:
        """Who was in `room` and is not now, who left last first; no more than are named."""
        inside = self._registry.members(room) if is_private(room) else self._gone
        known = (member for member in reversed(self._gone) if member in inside)
        left = [member for member in known if member not in self._here]
        return [
            self.named(member) | {"state": GONE, "last": moment(self._gone[member], "seconds")}
            for member in left[:MOST_NAMED]
        ]

    def last(self) -> Mapping[str, float]:
        """When each was here last of whom it is known, those who are here included."""
        return self._gone | {member: seen.at for member, seen in self._here.items()}

    def recall(self, last: Mapping[str, float]) -> None:
        """As `last` said in a process before this one."""
        for member, at in sorted(last.items(), key=lambda seen: seen[1])[-MOST_GONE:]:
            if self._is_shown(member):
                self._gone[member] = at

    def named(self, member: str) -> dict[str, Any]:
        """A member as a list shows them; without a name where none is known."""
        bot = self._registry.bots.all.get(member)
        if bot is not None:
            return {"member": member, "nick": bot.name, "bot": True}
        person = self._people.person(member)
        return {"member": member, "nick": "" if person is None else person.nick}

    def _in(self, room: str) -> Mapping[str, _Seen]:
        if not is_private(room):
            return self._here
        here = self._here
        return {one: here[one] for one in self._registry.members(room) if one in here}

    def _rooms_of(self, members: Collection[str]) -> set[str]:
        own = {room for member in members for room in self._registry.rooms_of(member)}
        return own | {EVERY_ROOM} if members else own

    def _leave(self, member: str) -> None:
        self._gone[member] = self._here.pop(member).at
        self._gone.move_to_end(member)
        if len(self._gone) > MOST_GONE:
            self._gone.popitem(last=False)
