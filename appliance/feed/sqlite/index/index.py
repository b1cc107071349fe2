"""The index's SQL: plain calls on one connection, no threads and no waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from time import monotonic
from typing import Any, Final, NamedTuple

from appliance.feed.search.alike import SHORT
from appliance.feed.search.wanted import Found, Wanted
from appliance.feed.sqlite.database import Connection
from appliance.feed.sqlite.index.postings import Posted, grams_wanted, near_wanted
from appliance.feed.sqlite.index.source import Spoken

VERSION: Final = 2
"""Of what the tables are and of what is written there, `alike` and `short` included. An index of
another version is made anew."""

SECONDS: Final = 0.1
"""How long one search looks, about: then it is told how far it came, and is asked to go on. Two
look at a time, so that is what somebody waits for each of those before them."""

FIRST_STRETCH: Final = 5_000
LONGEST_STRETCH: Final = 50_000
"""Numbers looked at between two looks at the clock: twice as many each time, as long as that takes
less than a tenth of all."""

SCHEMA: Final = """
    CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE room (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE said (
        id     INTEGER PRIMARY KEY,
        room   INTEGER NOT NULL,
        member TEXT NOT NULL,
        nick   TEXT NOT NULL,
        time   TEXT NOT NULL,
        text   TEXT NOT NULL
    );
    -- The first and the last number of each day, so that a search for some days looks at no others;
    -- true also where a clock was set back.
    CREATE TABLE day (name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)
        WITHOUT ROWID;
    CREATE VIRTUAL TABLE grams USING fts5(
        text, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');
    CREATE VIRTUAL TABLE near USING fts5(
        text, content='', detail=none, columnsize=0, tokenize='ascii');
    -- What is taken out leaves its pages, not only a note that it is gone.
    INSERT INTO grams (grams, rank) VALUES ('secure-delete', 1);
    INSERT INTO near (near, rank) VALUES ('secure-delete', 1);
"""

_ALL_TABLES: Final = "SELECT 1 FROM about, room, said, day, grams, near LIMIT 0"

_KNOWN: Final = """
    SELECT id, room, member, nick, time, text FROM said WHERE id IN (SELECT value FROM json_each(?))
"""

_ADD_ROOMS: Final = "INSERT OR IGNORE INTO room (name) SELECT value FROM json_each(?)"
_ROOMS: Final = "SELECT name, number FROM room WHERE name IN (SELECT value FROM json_each(?))"

_PUT: Final = tuple(
    f"INSERT INTO {table} SELECT {values} FROM json_each(?)"
    for table, values in (
        (
            "said (id, room, member, nick, time, text)",
            ", ".join(f"json_extract(value, '$[{at}]')" for at in range(6)),
        ),
        ("grams (rowid, text)", "json_extract(value, '$[0]'), json_extract(value, '$[5]')"),
        ("near (rowid, text)", "json_extract(value, '$[0]'), json_extract(value, '$[6]')"),
    )
)

# Without contents of its own FTS5 is told what it had of a row that is taken out.
_TAKE_GRAMS: Final = "INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?, ?)"
_TAKE_NEAR: Final = "INSERT INTO near (near, rowid, text) VALUES ('delete', ?, ?)"
_TAKE_SAID: Final = "DELETE FROM said WHERE id = ?"

_DAYS: Final = """
    INSERT INTO day SELECT substr(json_extract(value, '$[4]'), 1, 10),
        min(json_extract(value, '$[0]')), max(json_extract(value, '$[0]'))
    FROM json_each(?) WHERE true GROUP BY 1
    ON CONFLICT (name) DO UPDATE SET first = min(first, excluded.first),
        last = max(last, excluded.last)
"""

# Both in one would go through the whole table.
_ENDS: Final = "SELECT (SELECT min(id) FROM said), (SELECT max(id) FROM said)"

_SPAN: Final = """
    SELECT min(first), max(last) FROM day
    WHERE name >= substr(?1, 1, 10) AND (?2 = '' OR name <= substr(?2, 1, 10))
"""

_FOUND: Final = """
    SELECT said.id FROM {source} WHERE {conditions}
      AND said.id BETWEEN :lowest AND :highest
      AND said.room IN (SELECT value FROM json_each(:rooms))
      AND (:since = '' OR time >= :since) AND (:until = '' OR time < :until)
    ORDER BY {order} DESC LIMIT :limit
"""

# The plus keeps SQLite from asking `grams` anew for each row of `near`, as it would for an index
# (measured at 20,000 messages: 40 s, and 10 ms so).
_IN_NEAR: Final = (
    "+grams.rowid IN (SELECT rowid FROM near WHERE near MATCH :near"
    " AND rowid BETWEEN :lowest AND :highest)"
)

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Advance(NamedTuple):
    """How far an index has come: forwards up to `live`, and backwards from `begin` down to what is
    not read yet, `back`. It is read backwards, so that what was said last is found first.
    """

    live: int
    back: int
    begin: int

    @property
    def share(self) -> float:
        return 1 - self.back / self.begin if self.begin else 1.0


class Index:
    """What was said, behind one connection, which this object owns."""

    def __init__(self, connection: Connection, clock: Callable[[], float] = monotonic) -> None:
        self._connection = connection
        self._clock = clock

    @classmethod
    def made(cls, connection: Connection, identity: str, last: int) -> Index:
        """A new one in an empty database, of the log `identity`, which has come to `last`."""
        index = cls(connection)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(SCHEMA)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            index._note("identity", identity)
            index._go(Advance(last, last, last))
            connection.execute("COMMIT")
        except BaseException:
            connection.close()  # which takes back what was begun
            raise
        return index

    def is_of(self, identity: str, last: int) -> bool:
        """Whether it is of this program, with all of its tables, and of that log, and not ahead of
        it.
        """
        if self._connection.execute("PRAGMA user_version").get != VERSION:
            return False
        self._connection.execute(_ALL_TABLES)
        return self._noted("identity") == identity and self.advance().live <= last

    def advance(self) -> Advance:
        return Advance._make(json.loads(self._noted("advance")))

    def take(self, said: Sequence[Spoken], advance: Advance) -> bool:
        """Have these messages as they are now, and go on to `advance`: in one commit. Whether words
        were taken out.
        """
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            rooms = self._numbers({one.room for one in said})
            now = [Posted.of(one, rooms[one.room]) for one in said]
            known = self._known([one.id for one in now])
            old = [known[one.id] for one in now if known.get(one.id, one) != one]
            for was in old:
                self._take_out(was)
            self._put([one for one in now if one.text and known.get(one.id) != one])
            self._go(advance)
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise
        return bool(old)

    def find(self, wanted: Wanted, limit: int) -> Found:
        """As `Searching.find`."""
        rooms = self._rooms(wanted)
        lowest, highest = self._span(wanted)
        search = _Search(wanted, rooms, next(iter(rooms)) if len(rooms) == 1 else None)
        numbers: list[int] = []
        stretch, began = FIRST_STRETCH, self._clock()
        while rooms and highest >= lowest:
            begin = max(lowest, highest - stretch + 1)
            at = self._clock()
            numbers += self._look(search, begin, highest, limit + 1 - len(numbers))
            if len(numbers) > limit:
                return Found(numbers[:limit], numbers[limit - 1])
            highest, now = begin - 1, self._clock()
            if now - at < SECONDS / 10:
                stretch = min(2 * stretch, LONGEST_STRETCH)
            if now - began > SECONDS and highest >= lowest:
                return Found(numbers, highest + 1)
        return Found(numbers, 0)

    def leaves(self) -> int:
        """Bring what is in the WAL into the database and cut it; how much could not be."""
        busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
        return int(busy)

    def close(self) -> None:
        self._connection.close()

    def _take_out(self, was: Posted) -> None:
        self._connection.execute(_TAKE_GRAMS, (was.id, was.text))
        self._connection.execute(_TAKE_NEAR, (was.id, was.near))
        self._connection.execute(_TAKE_SAID, (was.id,))

    def _put(self, posted: Sequence[Posted]) -> None:
        rows = _encode([(*one, one.near) for one in posted])
        for statement in (*_PUT, _DAYS) if posted else ():
            self._connection.execute(statement, (rows,))

    def _look(self, search: _Search, lowest: int, highest: int, limit: int) -> list[int]:
        values = {**search.values, "lowest": lowest, "highest": highest, "limit": limit}
        rows: list[Any] = self._connection.execute(search.sql, values).fetchall()
        return [number for (number,) in rows]

    def _known(self, numbers: Sequence[int]) -> dict[int, Posted]:
        rows: list[Any] = self._connection.execute(_KNOWN, (_encode(numbers),)).fetchall()
        return {row[0]: Posted._make(row) for row in rows}

    def _rooms(self, wanted: Wanted) -> list[int]:
        known: list[Any] = self._connection.execute("SELECT number, name FROM room").fetchall()
        return [number for number, name in known if wanted.scope.holds(name)]

    def _span(self, wanted: Wanted) -> tuple[int, int]:
        """The numbers among which something may be."""
        low, high = self._connection.execute(_ENDS).get
        if low is None:
            return 1, 0
        if wanted.since or wanted.until:
            first, last = self._connection.execute(_SPAN, (wanted.since, wanted.until)).get
            low, high = (1, 0) if first is None else (max(low, first), min(high, last))
        return low, min(high, wanted.below - 1)

    def _numbers(self, rooms: Collection[str]) -> dict[str, int]:
        """Of these, which get one if they have none yet. In two statements for all: after each this
        thread waits for the interpreter, and others for it.
        """
        names = (_encode(sorted(rooms)),)
        self._connection.execute(_ADD_ROOMS, names)
        found: list[Any] = self._connection.execute(_ROOMS, names).fetchall()
        return dict(found)

    def _go(self, advance: Advance) -> None:
        self._note("advance", _encode(list(advance)))

    def _note(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def _noted(self, name: str) -> str:
        return str(self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).get)


class _Search:
    """One search as a statement, and its values."""

    def __init__(self, wanted: Wanted, rooms: Iterable[int], only: int | None) -> None:
        grams, near = grams_wanted(wanted), near_wanted(wanted, only)
        long = [term for term in wanted.terms if len(term) > SHORT]
        conditions = [f"instr(said.text, :term{at})" for at in range(len(long))]
        table = "grams" if grams else "near" if near else ""
        conditions += [f"{table} MATCH :{table}"] if table else []
        conditions += [f"{table}.rowid BETWEEN :lowest AND :highest"] if table else []
        conditions += [_IN_NEAR] if grams and near else []
        source = f"{table} CROSS JOIN said ON said.id = {table}.rowid" if table else "said"
        order = f"{table}.rowid" if table else "said.id"
        # What is not in the statement needs no value, but must not be there either.
        self.sql = _FOUND.format(
            source=source, conditions=" AND ".join(conditions or ["true"]), order=order
        )
        self.values: dict[str, Any] = {f"term{at}": term for at, term in enumerate(long)}
        self.values |= {"rooms": _encode(list(rooms)), "since": wanted.since, "until": wanted.until}
        self.values |= {name: asked for name, asked in (("grams", grams), ("near", near)) if asked}
