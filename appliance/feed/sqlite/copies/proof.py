"""Whether a copy is a log that this program can go on with, all of it: looked at before anything is
replaced by it.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from appliance.errors import StorageUnusable
from appliance.feed.contract import SLICE_BYTES
from appliance.feed.numbers import HIGHEST
from appliance.feed.sqlite import history
from appliance.feed.sqlite.database import Connection, Error, bare, in_memory
from appliance.feed.sqlite.fact_rows import facts_after
from appliance.feed.sqlite.rows import ALL, LAST, Rows
from appliance.feed.sqlite.schema import migrate, steps
from appliance.feed.sqlite.spoilt import Spoilt

MOST: Final = HIGHEST // 2
"""A log with a number beyond this would soon have none left to give."""

STEP: Final = 1_000
"""Entries read at once."""

_KNOWN: Final = (
    (1, "identity", r"[0-9a-f]{32}"),
    (1, "secret", r"[0-9a-f]{64}"),
    (1, "checked", r".*"),
    (2, "last", r"[0-9]{1,16}"),
    (4, "history", r"-?[0-9]{1,19}"),
)
"""What a log knows of itself, since which form, and what it looks like."""

# Rooms are in the list with at least what the log has of them; entries that were taken out later
# are still counted.
_UNLISTED: Final = """
    SELECT count(*) FROM (SELECT room, max(id) AS last FROM log GROUP BY room) AS said
    LEFT JOIN room ON room.name = said.room
    WHERE typeof(room.messages) IS NOT 'integer' OR room.messages < 0
       OR typeof(room.last) IS NOT 'integer' OR room.last < said.last
       OR typeof(room.time) IS NOT 'text'
"""


# What stands is in the history, and nothing else; what is there about it is an object.
_UNKEPT: Final = """
    SELECT (SELECT count(*) FROM log WHERE target IS NULL AND NOT EXISTS
               (SELECT 1 FROM history WHERE history.room = log.room AND history.id = log.id))
         + (SELECT count(*) FROM history WHERE NOT EXISTS
               (SELECT 1 FROM log WHERE log.id = history.id AND log.room = history.room
                AND target IS NULL))
         + (SELECT count(*) FROM history WHERE now IS NOT NULL
               AND CASE WHEN json_valid(now) THEN json_type(now) IS NOT 'object' ELSE 1 END)
"""


def check_length(path: Path) -> None:
    """Raise StorageUnusable if the file was cut: SQLite would read zeros for what is missing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(100)
    page = int.from_bytes(head[16:18], "big") or 512
    page = 65_536 if page == 1 else page
    if len(head) == 100 and head.startswith(b"SQLite format 3\0") and size % page:
        raise StorageUnusable("copy-not-whole", name=path.name)


def prove(path: Path, name: str) -> None:
    """Raise StorageUnusable, with `name` in its sentence, unless each part of the log is such as
    this program makes them: its tables, what it knows of itself, its rooms and all entries.
    """
    with closing(bare(path, "rw")) as connection:
        try:
            if connection.execute("PRAGMA integrity_check(1)").get != "ok":
                raise StorageUnusable("copy-unusable", name=name)
            _prove_form(connection, name)
            _prove_content(connection, name)
        except (Error, TypeError, ValueError):  # of the last two: what is no text, or no UTF-8
            raise StorageUnusable("copy-unusable", name=name) from None


def _prove_form(connection: Connection, name: str) -> None:
    # SQLite turns other encodings over as it reads, but not what it is asked for as bytes.
    if connection.execute("PRAGMA encoding").get != "UTF-8":
        raise StorageUnusable("copy-encoding", name=name)
    form = connection.execute("PRAGMA user_version").get
    if _schema(connection) != _schema_of(form):
        raise StorageUnusable("copy-tables", name=name)


def _prove_content(connection: Connection, name: str) -> None:
    form = connection.execute("PRAGMA user_version").get
    for about, shape in [(about, shape) for since, about, shape in _KNOWN if since <= form]:
        value = connection.execute("SELECT value FROM about WHERE name = ?", (about,)).get
        if value is None or not re.fullmatch(shape, value):
            raise StorageUnusable("copy-lacks", name=name, what=about)
    count, lowest = connection.execute("SELECT count(*), coalesce(min(id), 1) FROM log").get
    if lowest < 1 or connection.execute(LAST, (2**63 - 1,)).get > MOST:
        raise StorageUnusable("copy-numbers", name=name)
    if connection.execute(_UNLISTED).get:
        raise StorageUnusable("copy-rooms", name=name)
    if form >= history.SINCE and connection.execute(_UNKEPT).get:
        raise StorageUnusable("copy-history", name=name)
    _prove_facts(connection, name)
    connection.execute("BEGIN IMMEDIATE; UPDATE about SET value = value; ROLLBACK")
    if bad := count - _readable(connection):
        raise StorageUnusable("copy-entries", name=name, bad=bad, count=count)


def _prove_facts(connection: Connection, name: str) -> None:
    """All of them, those with numbers that no entry has included: who may what hangs on them."""
    try:
        known = facts_after(connection, -(2**63))
    except StorageUnusable:
        raise StorageUnusable("copy-facts", name=name) from None
    last = connection.execute(LAST, (HIGHEST,)).get
    if any(not 1 <= entry <= last for _, entry in known):
        raise StorageUnusable("copy-facts", name=name)


def _schema(connection: Connection) -> list[Any]:
    """Everything that is defined, but for what SQLite keeps for itself; spaces do not count."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")
    return [
        (*names, " ".join(sql.split()) if sql else None)
        for *names, sql in rows
        if not str(names[1]).startswith("sqlite_stat")
    ]


def _schema_of(form: int) -> list[Any]:
    with closing(in_memory()) as fresh:
        migrate(fresh, [step for step in steps() if step[0] <= form])
        return _schema(fresh)


def _readable(connection: Connection) -> int:
    rows = Rows(connection, Spoilt(said=0))
    readable, cursor, more = 0, 0, True
    while more:
        found = rows.read(ALL, cursor, HIGHEST, STEP, most=SLICE_BYTES)
        readable += len(found.entries)
        more = bool(found.numbers)
        cursor = found.numbers[-1] if more else cursor
    return readable
