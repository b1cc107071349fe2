"""The log's SQL: plain calls on one connection, no threads and no waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from appliance.errors import KeyTaken, StorageUnusable
from appliance.feed.contract import (
    SLICE_BYTES,
    Calling,
    Receipt,
    RoomSummary,
    Slice,
    Vicinity,
    fitting,
)
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Known
from appliance.feed.folding import NO_FOLDS, Folds
from appliance.feed.numbers import HIGHEST
from appliance.feed.scope import Scope
from appliance.feed.sqlite import callings, history
from appliance.feed.sqlite.attached import attached
from appliance.feed.sqlite.batch import Batch, receipt_of, stored
from appliance.feed.sqlite.database import BUSY_SECONDS, WAL_BYTES, Connection
from appliance.feed.sqlite.fact_rows import facts_after
from appliance.feed.sqlite.history import Changes
from appliance.feed.sqlite.open_files import OpenFiles
from appliance.feed.sqlite.pages import Pages
from appliance.feed.sqlite.rows import (
    ALL,
    FAR,
    LAST,
    NEWEST,
    OF_ROOM,
    OF_ROOMS,
    OF_SCOPE,
    PASSED_OVER,
    Rows,
    Stretch,
)
from appliance.feed.sqlite.schema import form_of
from appliance.feed.sqlite.spoilt import Spoilt

T = TypeVar("T")

# What has another type is no room. A name that is no UTF-8 must not hide the others.
_ROOMS: Final = """
    SELECT CAST(name AS BLOB), messages, last, CAST(time AS BLOB) FROM room
    WHERE typeof(name) = 'text' AND typeof(messages) = 'integer' AND typeof(last) = 'integer'
      AND typeof(time) = 'text'
    ORDER BY name
"""

_TOUCH: Final = "UPDATE about SET value = ? WHERE name = 'checked'"

TRIAL_BYTES: Final = 64 * 1024
"""Room on the disk without which it counts as full: a short message takes 16 KB in most cases, one
of 4,000 characters 56 KB in the worst. It is also what each look at the health writes, at most once
a second: asked every ten seconds, half a gigabyte a day."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Log:
    """The entries behind one connection, which this object owns.

    `files` must still be where they were when something is written, `spoilt` is told of what
    is no entry, `folds` knows what entries do to others.
    """

    def __init__(
        self,
        connection: Connection,
        files: OpenFiles | None = None,
        spoilt: Spoilt | None = None,
        folds: Folds = NO_FOLDS,
    ) -> None:
        self._connection = connection
        self._folds = folds
        self.leaves_words = True
        """Whether words that were erased may still be in its WAL: that of a connection before this
        one, too, which may have ended before it was emptied."""
        self.has_erased = False
        """Whether this connection did that, and has them in memory."""
        self._rows = Rows(connection, Spoilt() if spoilt is None else spoilt)
        self._files = files or OpenFiles()

    def append(self, drafts: Sequence[Draft], time: str) -> Batch:
        """Store all drafts in one transaction; after it returns they are on disk."""
        self._files.check()
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            changes = Changes(self._connection, self._folds)
            known = stored(self._connection, drafts)
            batch = Batch.of(drafts, time, self.last(), known, changes)
            batch.insert(self._connection)
            execute("COMMIT")
        except BaseException:
            # SQLite may have rolled back by itself (a full disk does that).
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise
        self.leaves_words = self.leaves_words or changes.erases
        self.has_erased = self.has_erased or changes.erases
        return batch

    def find(self, draft: Draft) -> Receipt | KeyTaken | None:
        """What is told to who sends `draft` again, None if its key was not used."""
        found = stored(self._connection, [draft]).get(0)
        return None if found is None else receipt_of(*found, draft)

    def last(self) -> int:
        """The highest number that was ever given, 0 for a log in which nothing was said."""
        return int(self._connection.execute(LAST, (HIGHEST,)).get)

    def first(self) -> int:
        """The lowest number that is still there, the next one where nothing is."""
        lowest = self._connection.execute("SELECT min(id) FROM log").get
        return self.last() + 1 if lowest is None else int(lowest)

    def newest(self, limit: int, most: int) -> list[Entry]:
        """The last entries, as many as come to `most` bytes, without a gap up to the end."""
        return self._rows.read(NEWEST, HIGHEST, limit, most=most).entries

    def since(self, cursor: int, scope: Scope, limit: int) -> Slice:
        """Entries after `cursor` in the rooms of `scope`, read in one glance at the log."""
        self._connection.execute("BEGIN")
        try:
            last = self.last()
            first = self.first()
            truncated = cursor > last or cursor < first - 1
            cursor = first - 1 if truncated else cursor
            end = self._end(cursor, scope, last)
            found = self._after(cursor, scope, end, limit + 1)
        finally:
            self._connection.execute("ROLLBACK")
        count = fitting(found.entries, limit)
        entries = tuple(found.entries[:count])
        if count < len(found.entries):
            return Slice(entries, entries[-1].id, more=True, truncated=truncated)
        # Rows and not entries tell whether there is more: some may be left out.
        more = found.cut or len(found.numbers) > limit
        if more:
            return Slice(entries, found.numbers[-1], more=True, truncated=truncated)
        return Slice(entries, end, end < last, truncated)

    def _end(self, cursor: int, scope: Scope, last: int) -> int:
        """How far to look at once: where a scope is no matter of an index, others' private rooms
        may have millions of rows to pass over.
        """
        if scope.whole or not scope.public:
            return last
        end = self._connection.execute(FAR, (cursor, last, PASSED_OVER)).get
        return last if end is None else int(end)

    def _after(self, cursor: int, scope: Scope, end: int, limit: int) -> Stretch:
        if scope.whole:
            return self._rows.read(ALL, cursor, end, limit, most=SLICE_BYTES)
        names = _encode(list(scope.rooms))
        if scope.public:
            less = _encode(list(scope.without))
            return self._rows.read(OF_SCOPE, cursor, end, names, less, limit, most=SLICE_BYTES)
        if len(scope.rooms) == 1:
            (room,) = scope.rooms
            return self._rows.read(OF_ROOM, room, cursor, end, limit, most=SLICE_BYTES)
        return self._rows.read(OF_ROOMS, names, cursor, limit, most=SLICE_BYTES)

    def before(self, room: str, cursor: int | None, limit: int, scope: Scope) -> Slice:
        """What stands in `room` before `cursor`, `limit` of it, oldest first, as it is now."""
        return self._glance(room, scope, lambda pages: pages.before(cursor, limit))

    def after(self, room: str, cursor: int, limit: int, scope: Scope) -> Slice:
        """What stands in `room` after `cursor`, as `before` has it."""
        return self._glance(room, scope, lambda pages: pages.after(cursor, limit))

    def around(self, room: str, number: int, limit: int, scope: Scope) -> Vicinity:
        """What stands in `room` around `number`, as `before` has it."""
        return self._glance(room, scope, lambda pages: pages.around(number, limit))

    def _glance(self, room: str, scope: Scope, read: Callable[[Pages], T]) -> T:
        """What is read of a room's history as it is at one moment; of a room outside of `scope`
        nothing.
        """
        self._connection.execute("BEGIN")
        try:
            rows = self._rows if scope.holds(room) else None
            return read(Pages(rows, room, self.last(), folded=self._has_history()))
        finally:
            self._connection.execute("ROLLBACK")

    def entry(self, number: int, scope: Scope) -> Entry | None:
        """What stands under this number, as it is now."""
        if not self._has_history():
            return None
        found = self._rows.read(history.ONE, number, 1, most=SLICE_BYTES).entries
        return found[0] if found and scope.holds(found[0].room) else None

    def entries(self, numbers: Sequence[int], scope: Scope) -> list[Entry]:
        """As `contract.History` has it."""
        if not self._has_history():
            return []
        wanted = _encode(list(numbers))
        found = self._rows.read(history.SOME, wanted, most=SLICE_BYTES).entries
        return [entry for entry in reversed(found) if scope.holds(entry.room)]

    def versions(self, number: int, kind: str, limit: int, scope: Scope) -> list[Entry]:
        """The entry of this number as it was said, and the first of that kind that changed it."""
        if not self._has_history():
            return []
        found = self._rows.read(history.VERSIONS, number, kind, limit, most=SLICE_BYTES).entries
        return [entry for entry in found if scope.holds(entry.room)]

    def callings(self, member: str, below: int, limit: int, scope: Scope) -> list[Calling]:
        """As `contract.History` has it."""
        if form_of(self._connection) < callings.SINCE:
            return []
        return callings.of(self._connection, member, below, limit, scope)

    def files(self, wanted: Sequence[str], scope: Scope) -> dict[str, bool]:
        """As `contract.History` has it."""
        return attached(self._connection, wanted, scope)

    def _has_history(self) -> bool:
        return form_of(self._connection) >= history.SINCE

    def facts_after(self, number: int) -> list[Known]:
        """As `contract.Reading` has it."""
        return facts_after(self._connection, number)

    def rooms(self) -> list[RoomSummary]:
        """Every room that has an entry, by name."""
        rows = self._connection.execute(_ROOMS)
        return [
            RoomSummary(_text(name), messages, last, _text(time))
            for name, messages, last, time in rows
        ]

    def about(self, name: str) -> str:
        """One of the things the log knows of itself: `identity` or `secret`."""
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise StorageUnusable("log-damaged")
        return str(row[0])

    def touch(self, time: str) -> None:
        """Commit something harmless: shows that the log can be written, with room for a message."""
        self._files.check()
        self._find_room()
        self._connection.execute(_TOUCH, (time,))

    def _find_room(self) -> None:
        """Write as much as a message may need, and take it back. What was written stays in the
        WAL's file until the next commit is written over it: no log grows by looking, and who
        looked has room.
        """
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            execute(_TOUCH, (bytes(TRIAL_BYTES),))
            self._connection.cache_flush()
        finally:
            if self._connection.in_transaction:
                execute("ROLLBACK")

    def has_grown(self) -> bool:
        """Whether its WAL is larger than it should stay."""
        return self._files.size() > WAL_BYTES

    def empty_wal(self, patience: float = 0) -> None:
        """Bring what is in the WAL into the database and cut it, unless somebody still reads from
        there after `patience` (seconds).
        """
        self._connection.set_busy_timeout(int(patience * 1000))
        try:
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
            self.leaves_words = self.leaves_words and bool(busy)
        finally:
            self._connection.set_busy_timeout(int(BUSY_SECONDS * 1000))

    def close(self) -> None:
        self._connection.close()


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
