"""Opening the SQLite file, bringing it up to date, and saying plainly why that failed.

WAL lets readers go on while one writer commits; synchronous=FULL syncs the WAL on every
commit, which is what makes an acknowledged message survive `kill -9` and a power cut
(https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from appliance.errors import StorageBusy, StorageFull, StorageProblem, StorageUnusable

BUSY_SECONDS: Final = 2.0
"""How long a statement waits for another program's lock before it gives up (503)."""

DAMAGED: Final = (
    "The chat's log is damaged. Move chat.db away (keep it) or put a backup in its place."
)

_SENTENCES: Final[dict[int, tuple[type[StorageProblem], str]]] = {
    sqlite3.SQLITE_FULL: (
        StorageFull,
        "There is no space left for the chat's log. Free some space; sending works again at once.",
    ),
    sqlite3.SQLITE_BUSY: (
        StorageBusy,
        "Another program holds the chat's log locked. Try again in a moment.",
    ),
    sqlite3.SQLITE_LOCKED: (
        StorageBusy,
        "Another program holds the chat's log locked. Try again in a moment.",
    ),
    sqlite3.SQLITE_READONLY: (
        StorageUnusable,
        "The chat's log is on a folder that cannot be written to. Make it writable.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StorageUnusable,
        "The chat's log cannot be opened. Check that its folder exists and can be written to.",
    ),
    sqlite3.SQLITE_PERM: (
        StorageUnusable,
        "The chat's log may not be opened. Check who owns its folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        StorageProblem,
        "Reading or writing the chat's log failed. Check the disk it is on.",
    ),
    sqlite3.SQLITE_CORRUPT: (StorageUnusable, DAMAGED),
    sqlite3.SQLITE_NOTADB: (
        StorageUnusable,
        "chat.db is damaged or not a chat's log. Move it away or put a backup in its place.",
    ),
}
_PRIMARY_CODE: Final = 0xFF  # SQLite keeps details of an error in the higher bits


Step = tuple[int, str]
"""The number of a form of the database, and the SQL that makes it from the one before."""


def problem_of(error: sqlite3.Error) -> StorageProblem:
    """The sentence for what SQLite reported; an unknown report keeps SQLite's own words."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    kind, sentence = _SENTENCES.get(
        code, (StorageProblem, f"The chat's log cannot be used just now: {error}.")
    )
    return kind(sentence)


@contextmanager
def plainly() -> Iterator[None]:
    """Within this block SQLite's errors come out as StorageProblem."""
    try:
        yield
    except sqlite3.Error as error:
        raise problem_of(error) from error


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection that survives crashes and changes threads, but serves one at a time.

    Without `create` the file must be there.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def steps() -> list[Step]:
    """The migrations this program knows, in order."""
    folder = resources.files("appliance.feed.migrations")
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return [(int(name.partition("-")[0]), folder.joinpath(name).read_text()) for name in files]


def check_known(form: int, known: Sequence[Step], name: str = "chat.db") -> None:
    """Raise StorageUnusable for a database that a newer program wrote: its rules are not known
    here, so touching it could lose what they protect.
    """
    newest = known[-1][0]
    if form > newest:
        raise StorageUnusable(
            f"{name} was written by a newer version of this program (its form is {form}, "
            f"known here is {newest}). Start the newer version."
        )


def migrate(
    connection: sqlite3.Connection,
    known: Sequence[Step] | None = None,
    before: Callable[[int], object] = lambda newest: None,
) -> None:
    """Apply the steps the database has not seen, each in a transaction of its own.

    `known` are all steps (None: this program's). `before` is called with the number of the
    newest one while an older log is still as it was; if it raises, the log stays so. Raises
    StorageUnusable for a database of a newer program, and for one that is no log.
    """
    known = known or steps()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    check_known(form, known)
    if form == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StorageUnusable("chat.db is not a chat's log. Move it away.")
    if 0 < form < known[-1][0]:
        before(known[-1][0])
    for number, statements in known:
        if number > form:
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE;\n{statements}\nPRAGMA user_version = {number};\nCOMMIT;"
                )
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
