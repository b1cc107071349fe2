"""What is so only now: who is here, who types. A state for each room, with a version.

It is in no log and no queue: of each room only the last state counts, and losing one does no harm,
for the next says it all. Nothing but names and versions is kept here; what a state says is asked of
whoever knows it, when somebody is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, Protocol

from appliance.chat.names import EVERY_ROOM
from appliance.feed.scope import Scope, is_private
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.polls.form import News

REST_SECONDS: Final = 2.0
"""For a room nobody is woken more often than this, whatever becomes of it meanwhile."""

CROWD_SECONDS: Final = 15.0
"""Who waits in a crowd is told so late, or with the next message: it is not woken for one."""

MOST_ROOMS: Final = 4_096
"""Rooms of which a version is kept, 200 bytes each; beyond it the one that changed longest ago is
forgotten, and who was not told of that hears the next."""

MOST_BYTES: Final = 256 * 1024
"""Of states in one answer; beyond it rooms are told of in brief. Also of states that are ready to
be told again: beyond it these are made again."""

MOST_OWN: Final = 1_024
"""Members of whose own versions are kept; beyond it the one for whom something changed longest ago
is forgotten: what their devices were not told by then, they learn when they come back."""

EACH_BYTES: Final = 256
"""What keeping one of those takes beside its words."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_NONE: Final[dict[str, int]] = {}


class Company(Protocol):
    """Who knows what is so in a room. Asked without waiting."""

    def told(self, room: str, whole: bool) -> Mapping[str, Any]:
        """What is so; `whole`, or in brief."""

    def is_crowded(self, room: str) -> bool:
        """Whether nobody is to be woken for one of those who are there."""


class Belongings(Protocol):
    """Who knows what of a room is a member's own. Asked without waiting."""

    def rooms(self, member: str) -> Collection[str]:
        """Those of which something is."""

    def told(self, member: str, room: str) -> Mapping[str, Any]:
        """What that is."""


class Now:
    """Versions of what is so in rooms. Those who wait are called by `call` with the names of rooms
    that are another now; the name `*` stands for what all public ones have in common.
    """

    def __init__(
        self,
        timetable: Timetable,
        first: int,
        company: Company,
        belongings: Belongings,
        call: Callable[[Collection[str]], object],
    ) -> None:
        """Versions begin at `first`, beyond all of the process before this one."""
        self._company = company
        self._belongings = belongings
        self._call = call
        self._own: dict[str, dict[str, int]] = {}
        self._first = first
        self.version = first
        # In the order of their versions: what changed, and of what those who wait were called.
        self._changed: dict[str, int] = {}
        self._called: dict[str, int] = {}
        self._resting: set[str] = set()
        self._rests = Deadlines(timetable, REST_SECONDS, self._rested)
        self._waits = Deadlines(timetable, CROWD_SECONDS, self._rested)
        self._ready: dict[tuple[str, bool] | tuple[int, Scope], bytes] = {}
        self._bytes = 0
        timetable.watch(self._rests)
        timetable.watch(self._waits)

    def known(self, version: int) -> int:
        """`version` as somebody says it; 0, by which all is told, for one that is not of ours."""
        return version if self._first <= version <= self.version else 0

    def change(self, names: Collection[str]) -> None:
        """These rooms are in another state: who waits is told at once, or once they have rested."""
        if not names:
            return
        self.note(names)
        idle = [name for name in names if name not in self._resting]
        self._tell_changed([name for name in idle if not self._rest(name)])

    def note(self, names: Collection[str]) -> None:
        """As `change`, of rooms of which all who wait are told something just now anyway."""
        if not names:
            return
        self.version += 1
        self._ready.clear()
        self._bytes = 0
        for name in names:
            _put(self._changed, name, self.version)

    def change_own(self, member: str, room: str) -> None:
        """Something of `room` that is a member's own is another; nobody is called for it here."""
        self.version += 1
        rooms = self._own.pop(member, {})
        self._own[member] = rooms
        _put(rooms, room, self.version)
        if len(self._own) > MOST_OWN:
            del self._own[next(iter(self._own))]

    def calls(self, version: int, scope: Scope, member: str | None = None) -> bool:
        """Whether somebody who was told up to `version` is not to wait any longer."""
        return (
            version == 0
            or any(_concerns(name, scope) for name in _since(self._called, version))
            or any(_is_told(room, scope) for room in _since(self._own_of(member), version))
        )

    def told(self, version: int, scope: Scope, member: str | None = None) -> News:
        """What somebody is told who was told up to `version`."""
        if version >= self.version:
            return News(self.version, b"")
        own = self._own_rooms(version, scope, member)
        if own and member is not None:
            return News(self.version, self._tell(version, scope, own, member), all=version == 0)
        states = self._ready.get((version, scope))
        if states is None:
            states = self._keep((version, scope), self._tell(version, scope))
        return News(self.version, states, all=version == 0)

    def _own_of(self, member: str | None) -> dict[str, int]:
        return _NONE if member is None else self._own.get(member, _NONE)

    def _own_rooms(self, version: int, scope: Scope, member: str | None) -> list[str]:
        if member is None:
            return []
        rooms = (
            self._belongings.rooms(member)
            if version == 0
            else _since(self._own_of(member), version)
        )
        return [room for room in rooms if _is_told(room, scope)]

    def _tell(
        self, version: int, scope: Scope, own: Collection[str] = (), member: str = ""
    ) -> bytes:
        told: dict[str, bytes] = {}
        size = 0
        for room in self._rooms(version, scope):
            whole = room in scope.rooms or room == EVERY_ROOM or is_private(room)
            state = self._state(room, whole and size < MOST_BYTES)
            if state != b"{}":
                told[room] = state
                size += len(state)
        for room in own:
            mine = _encode(self._belongings.told(member, room)).encode()
            told[room] = b"%b,%b" % (told[room][:-1], mine[1:]) if room in told else mine
        return b",".join(b"%b:%b" % (_encode(room).encode(), told[room]) for room in told)

    def _rooms(self, version: int, scope: Scope) -> dict[str, None]:
        """Of which somebody is to be told, each once."""
        names: list[str] = list(_since(self._changed, version))
        if version == 0:
            names = [EVERY_ROOM, *names, *scope.rooms]
        rooms = dict.fromkeys(room for room in names if room != EVERY_ROOM and scope.holds(room))
        if EVERY_ROOM in names:
            rooms |= dict.fromkeys(
                (EVERY_ROOM,)
                if scope.public
                else (room for room in scope.rooms if not is_private(room))
            )
        return rooms

    def _state(self, room: str, whole: bool) -> bytes:
        state = self._ready.get((room, whole))
        if state is None:
            state = self._keep((room, whole), _encode(self._company.told(room, whole)).encode())
        return state

    def _keep(self, key: tuple[str, bool] | tuple[int, Scope], words: bytes) -> bytes:
        size = EACH_BYTES + len(words)
        if self._bytes + size > MOST_BYTES:
            self._ready.clear()
            self._bytes = 0
        self._ready[key] = words
        self._bytes += size
        return words

    def _rest(self, name: str) -> bool:
        """Let nobody be called for it for a while; whether that is for a crowd's sake."""
        crowded = self._company.is_crowded(name)
        self._resting.add(name)
        (self._waits if crowded else self._rests).add(name)
        return crowded

    def _tell_changed(self, names: Collection[str]) -> None:
        for name in names:
            _put(self._called, name, self.version)
        if names:
            self._call(names)

    def _rested(self, name: str) -> None:
        self._resting.discard(name)
        if self._changed.get(name, 0) > self._called.get(name, 0):
            self._rest(name)
            self._tell_changed([name])


def _put(versions: dict[str, int], name: str, version: int) -> None:
    versions.pop(name, None)
    versions[name] = version
    if len(versions) > MOST_ROOMS:
        del versions[next(iter(versions))]


def _since(versions: dict[str, int], version: int) -> Iterator[str]:
    for name in reversed(versions):
        if versions[name] <= version:
            return
        yield name


def _is_told(room: str, scope: Scope) -> bool:
    """Whether somebody who reads that much is told what of `room` is their own."""
    return room == EVERY_ROOM or scope.holds(room)


def _concerns(name: str, scope: Scope) -> bool:
    """Whether somebody who reads that much is told when `name` is another."""
    if name == EVERY_ROOM:
        return scope.public or any(not is_private(room) for room in scope.rooms)
    return scope.holds(name)
