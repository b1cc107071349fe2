"""The newest entries in memory: what nearly every poll is answered from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Final

from appliance.feed.contract import Listener, RoomSummary, Slice, fitting
from appliance.feed.entry import Entry
from appliance.feed.folding import NO_FOLDS, Folds, erased
from appliance.feed.scope import Scope, is_private
from appliance.steady import Steady

CAPACITY: Final = 10_000
"""Entries kept; between this and twice as many are held, then the older half is dropped."""

CAPACITY_BYTES: Final = 16 * 1024 * 1024
"""Bytes of entries kept, by the same rule. A reader from further back is served by the log."""

_number: Final = attrgetter("id")


@dataclass(slots=True)
class _Ear:
    """A listener, and the number up to which it was told: one that fails hears the rest later."""

    listener: Listener
    told: int
    telling: Steady


class Tail:
    """An unbroken stretch at the end of the log, and the list of rooms.

    Numbers only ever grow here: `extend` takes what follows and passes it on to the listeners;
    what is already known is skipped, so it may be fed twice from two sources.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        rooms: Iterable[RoomSummary],
        last: int,
        folds: Folds = NO_FOLDS,
    ) -> None:
        self._folds = folds
        self._entries = list(entries)
        self._bytes = sum(len(entry.json) for entry in entries)
        self._rooms = {room.name: room for room in rooms}
        public = (room.last for room in self._rooms.values() if not is_private(room.name))
        self._last_public = max(public, default=0)
        self._ears: list[_Ear] = []
        self.last = last

    def extend(self, entries: Iterable[Entry], up_to: int = 0) -> None:
        """Take the entries that follow `last`, in order; the caller vouches for no gap, nor after
        the last of them up to a number: those that had the numbers between are gone already.
        """
        new = [entry for entry in entries if entry.id > self.last]
        if new or up_to > self.last:
            self._take(new, max(up_to, new[-1].id if new else 0))
        for ear in self._ears:
            if ear.told < self.last:
                ear.telling.step(ear)
        self._trim()

    def listen(self, listener: Listener) -> None:
        name = "Telling a part of the program what was said"
        self._ears.append(_Ear(listener, self.last, Steady(name, self._tell)))

    def since(self, cursor: int, scope: Scope, limit: int) -> Slice | None:
        """As Feed.recent: None where `cursor` is outside of what is held."""
        if cursor >= self.last:
            return Slice((), self.last) if cursor == self.last else None
        if not self._entries or cursor < self._entries[0].id - 1:
            return None
        found = self._after(cursor, scope, limit + 1)
        count = fitting(found, limit)
        more = len(found) > count
        return Slice(tuple(found[:count]), found[count - 1].id if more else self.last, more)

    def _after(self, cursor: int, scope: Scope, limit: int) -> list[Entry]:
        start = bisect_right(self._entries, cursor, key=_number)
        if scope.whole:
            return self._entries[start : start + limit]
        if not self._newer(cursor, scope):
            return []
        later = (self._entries[at] for at in range(start, len(self._entries)))
        return list(islice((entry for entry in later if scope.holds(entry.room)), limit))

    def rooms(self, scope: Scope) -> list[RoomSummary]:
        """Every room of `scope` that has an entry, by name."""
        held = (room for room in self._rooms.values() if scope.holds(room.name))
        return sorted(held, key=attrgetter("name"))

    def has_room(self, name: str, scope: Scope) -> bool:
        return name in self._rooms and scope.holds(name)

    def _newer(self, cursor: int, scope: Scope) -> bool:
        if scope.public and self._last_public > cursor:
            return True
        known = (self._rooms.get(room) for room in scope.rooms)
        return any(room is not None and room.last > cursor for room in known)

    def _take(self, new: list[Entry], last: int) -> None:
        """In this order, so that it may fail anywhere (for want of memory) and be done again."""
        size = self._bytes + sum(len(entry.json) for entry in new)
        for entry in new:
            self._count(entry)
        for erasing in [entry for entry in new if entry.kind in self._folds.erasing]:
            self._erase(erasing, self._entries)
            self._erase(erasing, new)
        self._entries += new
        self._bytes = size
        self.last = last

    def _erase(self, by: Entry, entries: list[Entry]) -> None:
        """Leave nothing in `entries` of the words that `by` takes away, as on disk."""
        said = by.record
        target, room = said["target"], by.room
        for at in range(bisect_left(entries, target, key=_number), len(entries)):
            entry = entries[at]
            changes = entry.kind in self._folds.wordy and entry.room == room
            if entry.id == target or (changes and entry.record["target"] == target):
                entries[at] = erased(entry, said["by"])

    def _count(self, entry: Entry) -> None:
        known = self._rooms.get(entry.room)
        if known is None or entry.id > known.last:
            messages = (known.messages if known else 0) + (entry.kind == "message")
            self._rooms[entry.room] = RoomSummary(entry.room, messages, entry.id, entry.time)
            if not is_private(entry.room):
                self._last_public = max(self._last_public, entry.id)

    def _tell(self, ear: _Ear) -> None:
        last = self.last
        news = self._entries[bisect_right(self._entries, ear.told, key=_number) :]
        if news:
            ear.listener(news)
        ear.told = last

    def _trim(self) -> None:
        while len(self._entries) > 2 * CAPACITY or self._bytes > 2 * CAPACITY_BYTES:
            # Rounded up: a single entry that is too large goes as well.
            del self._entries[: (len(self._entries) + 1) // 2]
            self._bytes = sum(len(entry.json) for entry in self._entries)
