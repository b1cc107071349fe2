"""A log as it is at one moment, read without touching it, and what can be said about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from appliance.errors import StorageUnusable
from appliance.feed.numbers import HIGHEST
from appliance.feed.sqlite.database import Connection, Error, bare, plainly
from appliance.feed.sqlite.rows import LAST
from appliance.feed.sqlite.schema import check_known, steps

_TABLES: Final = frozenset({"log", "room", "about"})


class Summary(NamedTuple):
    """What a log holds: messages, the last number given, whose log, in which form."""

    messages: int
    last: int
    identity: str
    form: int


@contextmanager
def snapshot(path: Path) -> Iterator[Connection]:
    """A connection that sees the log at `path` as it is now, to the end of the block.

    With WAL nobody waits for it. Raises StorageProblem.
    """
    with plainly():
        connection = _opened(path)
        try:
            yield connection
        finally:
            connection.close()


def summary(connection: Connection, name: str) -> Summary:
    """What the log behind `connection` holds.

    Raises StorageUnusable, with `name` in its sentence, unless it is a log in a form known here.
    """
    form = connection.execute("PRAGMA user_version").get
    check_known(form, steps(), name)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if form < 1 or not {found for (found,) in tables} >= _TABLES:
        raise StorageUnusable("not-a-log", name=name)
    last = connection.execute(LAST, (HIGHEST,)).get
    messages, identity = connection.execute(
        "SELECT (SELECT coalesce(sum(messages), 0) FROM room), "
        "(SELECT value FROM about WHERE name = 'identity')"
    ).get
    return Summary(messages, last, identity, form)


def check_sound(connection: Connection, name: str) -> None:
    """Read all of it; raises StorageUnusable if something in it is damaged."""
    try:
        verdict = connection.execute("PRAGMA quick_check(1)").get
    except Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise StorageUnusable("copy-damaged", name=name)


def _opened(path: Path) -> Connection:
    try:
        return _begun(path, "ro")
    except Error:
        wal = path.with_name(f"{path.name}-wal")
        if not path.is_file() or (wal.exists() and wal.stat().st_size):
            raise
        # Nobody has it open, and what SQLite wants to make beside it cannot be made: a disk
        # that can only be read.
        return _begun(path, "ro&immutable=1")


def _begun(path: Path, mode: str) -> Connection:
    connection = bare(path, mode)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Error:
        connection.close()
        raise
    return connection
