"""The database: opening its file, and saying plainly why something failed.

SQLite comes with us (in APSW), the same in every form of the program: versions 3.7.0 to 3.51.2,
which most systems have, can lose what was committed when several connections use a WAL
(https://www.sqlite.org/wal.html, "the WAL-reset bug"). No other module knows the library.

SQLite calls nothing of ours, its own log (SQLITE_CONFIG_LOG) included: it would do so holding locks
that another thread waits for, which in turn has the interpreter. Five threads that opened a log on
a full disk stood still for ever within a second.

WAL lets readers go on while one writer commits; synchronous=FULL syncs the WAL on every
commit, which is what makes an acknowledged message survive `kill -9` and a power cut
(https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from appliance.errors import StorageBusy, StorageFull, StorageProblem, StorageUnusable

Connection = apsw.Connection
Error = apsw.Error

_BY_URI: Final = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI

BUSY_SECONDS: Final = 2.0
"""How long a statement waits for another program's lock before it gives up (503)."""

WAL_BYTES: Final = 16 * 1024 * 1024
"""What the WAL keeps of the disk. It grows beyond while somebody reads from far back, as a backup
does, and comes back to this when it starts anew after that."""

STATEMENTS: Final = 16
"""Prepared statements that a connection keeps, which are more than it is ever asked; beyond that
the one that was not used for longest is prepared anew."""

_NAMES: Final[dict[int, tuple[type[StorageProblem], str]]] = {
    apsw.SQLITE_FULL: (StorageFull, "log-full"),
    apsw.SQLITE_BUSY: (StorageBusy, "log-locked"),
    apsw.SQLITE_LOCKED: (StorageBusy, "log-locked"),
    apsw.SQLITE_READONLY: (StorageUnusable, "log-readonly"),
    apsw.SQLITE_CANTOPEN: (StorageUnusable, "log-not-opened"),
    apsw.SQLITE_PERM: (StorageUnusable, "log-not-ours"),
    apsw.SQLITE_IOERR: (StorageProblem, "log-failed"),
    apsw.SQLITE_CORRUPT: (StorageUnusable, "log-damaged"),
    apsw.SQLITE_NOTADB: (StorageUnusable, "log-is-none"),
}
MISTAKE: Final = apsw.SQLITE_ERROR
"""What SQLite reports for values that are not what a statement needs, as text that is no JSON; for
a search that FTS5 cannot read; and where a table is not there."""

FULL: Final = apsw.SQLITE_FULL
WRITING: Final = frozenset(
    {apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_FSYNC, apsw.SQLITE_IOERR_TRUNCATE}
)
"""What SQLite reports when a disk takes no more, and when it fails."""

NO_ROOM: Final = frozenset({apsw.SQLITE_FULL, apsw.SQLITE_IOERR_SHMSIZE})
"""What SQLite reports when there is no space for what it wants to make beside the file."""

_SPOILT: Final = frozenset({apsw.SQLITE_CORRUPT, apsw.SQLITE_NOTADB})

_NOT_HERE: Final = (StorageUnusable, "log-not-shared")
_DETAILED: Final[dict[int, tuple[type[StorageProblem], str]]] = {
    apsw.SQLITE_IOERR_SHMSIZE: _NAMES[apsw.SQLITE_FULL],
    **dict.fromkeys(
        (
            *(apsw.SQLITE_IOERR_SHMMAP, apsw.SQLITE_IOERR_SHMOPEN, apsw.SQLITE_IOERR_SHMLOCK),
            *(apsw.SQLITE_IOERR_LOCK, apsw.SQLITE_IOERR_RDLOCK, apsw.SQLITE_PROTOCOL),
        ),
        _NOT_HERE,
    ),
}
"""Reports whose details tell more."""

_PRIMARY_CODE: Final = 0xFF  # SQLite keeps details of an error in the higher bits


def engine() -> str:
    """Which SQLite this is, as `3.54.1`."""
    return apsw.sqlite_lib_version()


def code_of(error: Error) -> int:
    """SQLite's number for what happened, details included; 0 for what the library says itself."""
    return int(getattr(error, "extendedresult", 0))


def problem_of(error: Error) -> StorageProblem:
    """What SQLite reported; an unknown report keeps SQLite's own words."""
    code = code_of(error)
    known = _DETAILED.get(code) or _NAMES.get(code & _PRIMARY_CODE)
    if known is None:
        return StorageProblem("log-unknown", reason=error)
    kind, name = known
    return kind(name)


def is_spoilt(error: Error) -> bool:
    """Whether SQLite says that the file is damaged, or none of its own: trying again is in vain."""
    return code_of(error) & _PRIMARY_CODE in _SPOILT


def is_none_of_ours(error: Error) -> bool:
    """The same, or the file lacks what this program makes in it, as a table. Only of statements
    without values from outside: what is wrong with those, SQLite reports in the same way.
    """
    return is_spoilt(error) or code_of(error) & _PRIMARY_CODE == MISTAKE


@contextmanager
def plainly() -> Iterator[None]:
    """Within this block SQLite's errors come out as StorageProblem, and so does text that is none:
    Python's own error for it would hold the words.
    """
    try:
        yield
    except Error as error:
        raise problem_of(error) from error
    except UnicodeDecodeError as error:
        raise StorageUnusable("log-damaged") from error


def connect(path: Path, *, create: bool) -> Connection:
    """A connection that survives crashes and changes threads, but serves one at a time.

    Without `create` the file must be there.
    """
    connection = bare(path, "rwc" if create else "rw")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What is erased is overwritten, also in pages that are free then.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")
    except Error:
        connection.close()
        raise
    return connection


def connect_alone(path: Path) -> Connection:
    """A connection that makes no file beside, so that it reads a log on a full disk; meanwhile no
    other one can.
    """
    connection = bare(path, "rw")
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except Error:
        connection.close()
        raise
    return connection


def connect_unchanging(path: Path) -> Connection | None:
    """A connection for reading that needs no file beside, for one moment: it would not see what
    is written meanwhile. None if there is a WAL, in which there may be more.
    """
    wal = path.with_name(f"{path.name}-wal")
    return None if wal.exists() and wal.stat().st_size else bare(path, "ro&immutable=1")


def in_memory() -> Connection:
    """An empty database that is gone when it is closed."""
    return Connection(":memory:")


def bare(path: Path, mode: str) -> Connection:
    """A connection as SQLite makes it: every statement commits by itself unless it says BEGIN.

    `mode` is SQLite's: `ro`, `rw` or `rwc`, and what may follow (`ro&immutable=1`).
    """
    connection = Connection(_named(path, mode), _BY_URI, statementcachesize=STATEMENTS)
    connection.set_busy_timeout(int(BUSY_SECONDS * 1000))
    return connection


def attach(connection: Connection, path: Path, name: str) -> None:
    """Let the database at `path`, which is there, be read by that name as well."""
    connection.execute(f"ATTACH ? AS {name}", (_named(path, "ro"),))


def _named(path: Path, mode: str) -> str:
    """As a URI, because a path may hold bytes that are no text."""
    return f"{path.absolute().as_uri()}?mode={mode}"
