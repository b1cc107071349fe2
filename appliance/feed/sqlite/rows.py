"""Rows of the log as entries: a slice in one statement, and what is no entry left out.

What one slice takes from disk is bounded in bytes: first its numbers are found (in an index), then
the sizes of their texts (which stand at the beginning of a row), then the texts, if they fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from appliance.feed.entry import Draft, Entry
from appliance.feed.sqlite.database import MISTAKE, Connection, Error, code_of
from appliance.feed.sqlite.spoilt import Spoilt

_NO_ENTRY: Final = (TypeError, ValueError, RecursionError)
"""What reading raises for a row that is none: no text, no UTF-8, no JSON, JSON too deep or with
numbers that have no end."""

_COLUMNS: Final = ("id", "room", "kind", "nick", "member", "time", "key", "fields")

# One row for the whole slice: a busy loop would get the interpreter after each (measured). Its
# text is taken as bytes: one row that is no UTF-8 must not spoil the slice.
_SLICE: Final = """
    WITH chosen (id) AS MATERIALIZED ({numbers}),
    sized AS MATERIALIZED (
        SELECT chosen.id AS id, {size} AS size, sum({size})
               OVER (ORDER BY chosen.id {order} ROWS UNBOUNDED PRECEDING) AS total
        FROM chosen CROSS JOIN {source}
    )
    SELECT (SELECT count(*) FROM chosen), {content}
"""
_VALUES: Final = ", ".join([*(f"log.{name}" for name in _COLUMNS[:-1]), "json(log.fields)"])
_ENTRIES: Final = f"""
           (SELECT CAST(json_group_array(json_array({_VALUES}, {{now}})) AS BLOB)
            FROM sized CROSS JOIN {{source}} WHERE total - size < ?)
"""
_NUMBERS: Final = "(SELECT json_group_array(id) FROM sized WHERE total - size < ?)"
_ROW: Final = f"""
    SELECT {", ".join(f"log.{name}" for name in _COLUMNS)}, {{now}}
    FROM (SELECT ? AS id) AS chosen CROSS JOIN {{source}}
"""

_SAID: Final = {"source": "log USING (id)", "size": "octet_length(fields)", "now": "NULL"}
_IS_NOW: Final = {
    "source": "log USING (id) LEFT JOIN history ON history.room = log.room AND history.id = log.id",
    "size": "octet_length(fields) + coalesce(octet_length(history.now), 0)",
    "now": "json(history.now)",
}
"""What a query asks of a row: as it was said, or as it is now."""

LAST: Final = """
    SELECT max(
        coalesce((SELECT id FROM log WHERE id <= ?1 ORDER BY id DESC LIMIT 1), 0),
        coalesce((SELECT CAST(value AS INTEGER) FROM about
                  WHERE name = 'last' AND CAST(value AS INTEGER) <= ?1), 0))
"""
"""The last number that the log gave, up to another: the newest row's, or what was noted as that was
taken out (since form 2)."""


class Query(NamedTuple):
    """Finds `numbers`; those of `order` "DESC" newest first. With `now` entries are as they are
    now, else as they were said.
    """

    numbers: str
    order: str = ""
    now: bool = False

    def sql(self, content: str) -> str:
        parts = _IS_NOW if self.now else _SAID
        return _SLICE.format(
            numbers=self.numbers, order=self.order, content=content.format(**parts), **parts
        )

    def row(self) -> str:
        """Of a single number."""
        parts = _IS_NOW if self.now else _SAID
        return _ROW.format(**parts)


ALL: Final = Query("SELECT id FROM log WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
"""Numbers after one, up to another."""

NEWEST: Final = Query("SELECT id FROM log WHERE id <= ? ORDER BY id DESC LIMIT ?", "DESC")

OF_ROOM: Final = Query(
    "SELECT id FROM log WHERE room = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?"
)

BEFORE: Final = Query(
    "SELECT id FROM log WHERE room = ? AND id < ? ORDER BY id DESC LIMIT ?", "DESC"
)

# Each room's next number waits in the queue that SQLite keeps for ORDER BY in a recursion; the
# lowest is taken, and its room's next put in. So many steps as entries, whatever the rooms hold:
# one look into the index each (measured: 100 rooms far back took 523 ms with a query for each room,
# and take 5).
OF_ROOMS: Final = Query("""
    WITH RECURSIVE following (id, room) AS (
        SELECT log.id, log.room FROM json_each(?) AS wanted
        CROSS JOIN log ON log.id = (SELECT min(id) FROM log WHERE room = wanted.value AND id > ?)
        UNION ALL
        SELECT log.id, log.room FROM following CROSS JOIN log
        ON log.id = (SELECT min(id) FROM log WHERE room = following.room AND id > following.id)
        ORDER BY 1 LIMIT ?
    )
    SELECT id FROM following
""")


OF_SCOPE: Final = Query("""
    SELECT id FROM log
    WHERE id > ? AND id <= ?
      AND (room NOT GLOB '@*' OR room IN (SELECT value FROM json_each(?)))
      AND room NOT IN (SELECT value FROM json_each(?))
    ORDER BY id LIMIT ?
""")
"""Of all public rooms and some others, without a few, by what `scope.is_private` goes by."""

PASSED_OVER: Final = 10_000
"""Rows that one such read looks at; where that brings nothing, the next goes on behind them."""

FAR: Final = "SELECT id FROM log WHERE id > ? AND id <= ? ORDER BY id LIMIT 1 OFFSET ? - 1"
"""The number of the row that is so many further on; none where there are fewer."""


class Stretch(NamedTuple):
    """Entries, lowest number first; `numbers` of all rows looked at, in the order of the query;
    `cut` says that there were more rows than fitted.
    """

    entries: list[Entry]
    numbers: list[int]
    cut: bool


class Rows:
    """Reads through one connection; what is no entry goes to `spoilt`."""

    def __init__(self, connection: Connection, spoilt: Spoilt) -> None:
        self._connection = connection
        self._spoilt = spoilt

    def read(self, query: Query, *values: Any, most: int) -> Stretch:
        """The entries with the numbers that `query` (one of those above, asked with `values`)
        finds, as many as come to `most` bytes of text, and the one that goes beyond.
        """
        try:
            count, text = self._connection.execute(query.sql(_ENTRIES), (*values, most)).get
            entries = [_entry(row) for row in json.loads(text)]
        except Error as error:
            if code_of(error) != MISTAKE:
                raise
            return self._one_by_one(query, values, most)
        except _NO_ENTRY:
            return self._one_by_one(query, values, most)
        numbers = [entry.id for entry in entries]
        return Stretch(sorted(entries, key=itemgetter(0)), numbers, count > len(numbers))

    def _one_by_one(self, query: Query, values: Iterable[Any], most: int) -> Stretch:
        count, listed = self._connection.execute(query.sql(_NUMBERS), (*values, most)).get
        found = json.loads(listed)
        entries = [entry for number in sorted(found) for entry in self._row(query, number)]
        return Stretch(entries, found, count > len(found))

    def _row(self, query: Query, number: int) -> Iterator[Entry]:
        try:
            *columns, fields, now = self._connection.execute(query.row(), (number,)).get
            changed = None if now is None else json.loads(now)
            entry = _entry([*columns, json.loads(fields), changed])
        except _NO_ENTRY:
            self._spoilt.note(number)
        else:
            yield entry


def _entry(row: Sequence[Any]) -> Entry:
    """Raises one of _NO_ENTRY for what no entry is made of."""
    number, room, kind, nick, member, time, key, fields, now = row
    texts = (room, kind, nick, member, time, "" if key is None else key)
    if not all(type(text) is str for text in texts) or type(fields) is not dict:
        raise TypeError
    if now is not None:
        fields = fields | now
    if not fields.keys().isdisjoint(_COLUMNS[:-1]):
        raise ValueError  # on the wire it would stand in the place of what the column says
    if kind == "message" and type(fields.get("message")) is not str:
        raise TypeError
    return Entry.of(number, time, Draft(room, kind, nick, member, fields, key))
