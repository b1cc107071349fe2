"""The log's SQL: plain calls on one connection, no threads and no waiting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from appliance.errors import StorageUnusable
from appliance.feed.contract import Page, Receipt, Rooms, RoomSummary
from appliance.feed.database import DAMAGED, Connection
from appliance.feed.entry import Draft, Entry
from appliance.feed.place import Place

_COLUMNS: Final = "id, room, kind, nick, member, time, key, fields"

_SAME_KEYS: Final = """
    SELECT wanted.key, log.id, log.room FROM json_each(?) AS wanted
    JOIN log ON log.member = json_extract(wanted.value, '$[0]')
            AND log.key = json_extract(wanted.value, '$[1]')
"""

# All rows in one statement. Between two statements the thread gives up the interpreter and, on a
# busy server, waits to get it back: with `executemany` once for each row (measured: twice the
# messages a second this way).
_INSERT: Final = f"""
    INSERT INTO log ({_COLUMNS})
    SELECT {", ".join(f"json_extract(value, '$[{column}]')" for column in range(8))}
    FROM json_each(?)
"""

# A whole page in one row, for the same reason: a busy loop would get the interpreter after each.
_PAGE: Final = f"""
    SELECT json_group_array(json_array({_COLUMNS}))
    FROM (SELECT {_COLUMNS} FROM log {{tail}})
"""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Batch:
    """What one commit did: a receipt for each draft, and the entries that are new.

    `after` is the number of the entry before the first new one.
    """

    receipts: list[Receipt]
    after: int
    entries: list[Entry]


class Log:
    """The entries behind one connection, which this object owns.

    `place` says where its files must still be when something is written.
    """

    def __init__(self, connection: Connection, place: Place | None = None) -> None:
        self._connection = connection
        self._place = place or Place()

    def append(self, drafts: Sequence[Draft], time: str) -> Batch:
        """Store all drafts in one transaction; after it returns they are on disk."""
        self._place.check()
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            batch = self._number(drafts, time)
            self._insert(batch.entries, drafts, batch.receipts)
            execute("COMMIT")
        except BaseException:
            # SQLite may have rolled back by itself (a full disk does that).
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise
        return batch

    def _number(self, drafts: Sequence[Draft], time: str) -> Batch:
        stored = self._stored(drafts)
        after = number = self.last()
        receipts: list[Receipt] = []
        entries: list[Entry] = []
        for position, draft in enumerate(drafts):
            known = stored.get(position) or stored.get((draft.member, draft.key))
            if known is not None:
                receipts.append(Receipt(*known, new=False))
                continue
            number += 1
            if draft.key is not None:
                stored[draft.member, draft.key] = (number, draft.room)
            receipts.append(Receipt(number, draft.room, new=True))
            entries.append(Entry.of(number, time, draft))
        return Batch(receipts, after, entries)

    def _stored(self, drafts: Sequence[Draft]) -> dict[Any, tuple[int, str]]:
        """Which drafts (by position) the log already holds under the same member and key."""
        keys = [None if draft.key is None else (draft.member, draft.key) for draft in drafts]
        if not any(keys):
            return {}
        rows = self._connection.execute(_SAME_KEYS, (json.dumps(keys),))
        return {position: (number, room) for position, number, room in rows}

    def _insert(
        self, entries: Iterable[Entry], drafts: Sequence[Draft], receipts: Sequence[Receipt]
    ) -> None:
        new = (draft for draft, receipt in zip(drafts, receipts, strict=True) if receipt.new)
        rows = [
            (
                entry.id,
                draft.room,
                draft.kind,
                draft.nick,
                draft.member,
                entry.time,
                draft.key,
                _encode(draft.fields),
            )
            for entry, draft in zip(entries, new, strict=True)
        ]
        self._connection.execute(_INSERT, (_encode(rows),))

    def last(self) -> int:
        """The highest number, 0 for an empty log."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM log").get)

    def first(self) -> int:
        """The lowest number that is still there, 1 for an empty log."""
        return int(self._connection.execute("SELECT coalesce(min(id), 1) FROM log").get)

    def newest(self) -> Page:
        """The last entry, read as any other."""
        return self.since(max(self.last(), self.first()) - 1, None, 1)

    def since(self, cursor: int, rooms: Rooms, limit: int) -> Page:
        """Entries after `cursor` in these rooms, read in one glance at the log."""
        self._connection.execute("BEGIN")
        try:
            last = self.last()
            first = self.first()
            truncated = cursor > last or cursor < first - 1
            start = first - 1 if truncated else cursor
            entries = self._after(start, rooms, limit + 1)
        finally:
            self._connection.execute("ROLLBACK")
        more = len(entries) > limit
        del entries[limit:]
        return Page(tuple(entries), entries[-1].id if more else last, more, truncated)

    def _after(self, cursor: int, rooms: Rooms, limit: int) -> list[Entry]:
        if rooms is None:
            return self._read("WHERE id > ? ORDER BY id LIMIT ?", cursor, limit)
        if not rooms:
            return []
        if len(rooms) == 1:
            (room,) = rooms
            return self._read("WHERE room = ? AND id > ? ORDER BY id LIMIT ?", room, cursor, limit)
        # One walk of the index for each room, then the lowest numbers of all of them: rooms
        # that are rarely written to must not make the reader walk the others' entries.
        each = [entry for room in rooms for entry in self._after(cursor, frozenset({room}), limit)]
        return sorted(each, key=lambda entry: entry.id)[:limit]

    def before(self, room: str, cursor: int | None, limit: int) -> Page:
        """The `limit` entries of `room` before `cursor`, oldest first."""
        self._connection.execute("BEGIN")
        try:
            last = self.last()
            entries = self._read(
                "WHERE room = ? AND id < ? ORDER BY id DESC LIMIT ?",
                room,
                last + 1 if cursor is None else cursor,
                limit + 1,
            )
        finally:
            self._connection.execute("ROLLBACK")
        return Page(tuple(entries[-limit:]), last, more=len(entries) > limit)

    def _read(self, tail: str, *values: Any) -> list[Entry]:
        """The entries that `tail` selects, lowest number first."""
        text = self._connection.execute(_PAGE.format(tail=tail), values).get
        try:
            entries = [
                Entry.of(number, time, Draft(room, kind, nick, member, json.loads(fields), key))
                for number, room, kind, nick, member, time, key, fields in json.loads(text)
            ]
        except (TypeError, ValueError) as error:
            raise StorageUnusable(DAMAGED) from error
        return sorted(entries, key=attrgetter("id"))

    def rooms(self) -> list[RoomSummary]:
        """Every room that has an entry, by name."""
        rows = self._connection.execute("SELECT name, messages, last, time FROM room ORDER BY name")
        return [RoomSummary(*row) for row in rows]

    def about(self, name: str) -> str:
        """One of the things the log knows of itself: `identity` or `secret`."""
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise StorageUnusable(DAMAGED)
        return str(row[0])

    def touch(self, time: str) -> None:
        """Commit something harmless: shows that the log can still be written."""
        self._place.check()
        self._connection.execute("UPDATE about SET value = ? WHERE name = 'checked'", (time,))

    def close(self) -> None:
        self._connection.close()
