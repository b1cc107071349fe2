"""A room's history in pages, each read within one transaction of somebody else's."""

from __future__ import annotations

from typing import Any, Final

from appliance.feed.contract import SLICE_BYTES, Slice, Vicinity, fitting
from appliance.feed.sqlite import history, rows
from appliance.feed.sqlite.rows import Rows, Stretch

HALF_BYTES: Final = SLICE_BYTES // 2
"""Of what stands around a number, before it and after it; what does not fit comes with the next."""


class Pages:
    """Those of `room`, in a log whose last number is `last`; without `rows` nothing of it may be
    read. `folded` says whether the log has a history; in an older one nothing changes anything.
    """

    def __init__(self, rows: Rows | None, room: str, last: int, *, folded: bool) -> None:
        self._rows = rows
        self._room = room
        self._last = last
        self._folded = folded

    def before(self, cursor: int | None, limit: int, most: int = SLICE_BYTES) -> Slice:
        """The `limit` entries before `cursor`, and no more than `most` bytes of them."""
        end = self._last + 1 if cursor is None else min(cursor, self._last + 1)
        found = self._before(end, limit, most)
        while found.numbers and not found.entries:
            # All of them were left out: without an entry nobody could ask for what is before.
            end = min(found.numbers)
            found = self._before(end, limit, most)
        count = fitting(found.entries[::-1], limit, most)
        entries = tuple(found.entries[len(found.entries) - count :])
        more = found.cut or len(found.numbers) > limit or count < len(found.entries)
        return Slice(entries, self._last, more)

    def after(self, cursor: int, limit: int, most: int = SLICE_BYTES) -> Slice:
        """The `limit` entries after `cursor`, and no more than `most` bytes of them."""
        begin = min(cursor, self._last)
        found = self._after(begin, limit, most)
        count = min(limit, fitting(found.entries, limit, most))
        entries = tuple(found.entries[:count])
        if count < len(found.entries):
            return Slice(entries, entries[-1].id if entries else begin, more=True)
        more = found.cut or len(found.numbers) > limit
        return Slice(entries, found.numbers[-1] if more else self._last, more)

    def around(self, number: int, limit: int) -> Vicinity:
        """As `contract.History` has it."""
        later = limit // 2
        older = self.before(number + 1, limit - later, HALF_BYTES)
        return Vicinity(older, self.after(number, later, HALF_BYTES))

    def _before(self, end: int, limit: int, most: int) -> Stretch:
        query = history.BEFORE if self._folded else rows.BEFORE
        return self._read(query, self._room, end, limit + 1, most=most)

    def _after(self, begin: int, limit: int, most: int) -> Stretch:
        query = history.AFTER if self._folded else rows.OF_ROOM
        return self._read(query, self._room, begin, self._last, limit + 1, most=most)

    def _read(self, query: rows.Query, *values: Any, most: int) -> Stretch:
        if self._rows is None:
            return Stretch([], [], cut=False)
        return self._rows.read(query, *values, most=most)
