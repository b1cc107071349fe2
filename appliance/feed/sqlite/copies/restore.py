"""A log put back from a copy of it; the one that was there is kept beside.

Whoever calls has made sure that no chat uses the log meanwhile.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from appliance.errors import BadInput, StorageBusy, StorageProblem, StorageUnusable
from appliance.feed.sqlite.copies.backup import Progress, copy
from appliance.feed.sqlite.copies.proof import check_length, prove
from appliance.feed.sqlite.copies.refusal import telling
from appliance.feed.sqlite.copies.snapshot import Summary, snapshot
from appliance.feed.sqlite.database import Error, bare, plainly
from appliance.files import Part, also_call, rename, sync_folder


class Restored(NamedTuple):
    """What is in the log now, and where the former one is, if there was one."""

    summary: Summary
    kept: Path | None


def check_copy(copied: Path, database: Path) -> None:
    """Raise BadInput if there is no file `copied` to read, or if it is `database` itself."""
    if not copied.is_file():
        raise BadInput("copy-missing", copied=copied)
    if not os.access(copied, os.R_OK):
        raise BadInput("copy-unreadable", copied=copied)
    if copied.resolve() == database.resolve():
        raise BadInput("copy-is-log", copied=copied)


def restore(copied: Path, database: Path, moment: str, progress: Progress) -> Restored:
    """Put the log in the file `copied` in the place of `database`.

    The former log is called `….before-restore-{moment}` from then on. The restored log has a new
    identity: its next numbers were given out before, so whoever read those begins anew. Raises
    BadInput for `copied`, NotWritten or StorageProblem for `database`; then nothing has changed.
    """
    with telling(database):
        part = Part(database)
    with part:
        try:
            check_length(copied)
            found = copy(copied, part, progress)
            prove(part.path, str(copied))
        except StorageProblem as problem:
            # What SQLite says itself is worded for the chat's own log.
            foreign = isinstance(problem.__cause__, Error | UnicodeDecodeError)
            if foreign:
                raise BadInput("copy-is-none", copied=copied) from problem
            raise BadInput(problem.name, **problem.values) from problem
        with telling(database):
            _finish(part.path, database)
        kept = _put_aside(database, moment)
        with telling(database):
            part.settle()
    return Restored(found, kept)


def _finish(path: Path, database: Path) -> None:
    """Give the new log its identity, and to whom the former one (or the folder) belongs."""
    with closing(bare(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute(
            "UPDATE about SET value = lower(hex(randomblob(16))) WHERE name = 'identity'"
        )
    former = database if database.exists() else database.parent
    if os.name != "nt":
        path.chmod(0o666 & former.stat().st_mode)
        if os.geteuid() == 0:
            os.chown(path, former.stat().st_uid, former.stat().st_gid)


def _put_aside(database: Path, moment: str) -> Path | None:
    """Keep the former log under another name, with everything that is in its WAL."""
    wal, shm = (database.with_name(f"{database.name}-{end}") for end in ("wal", "shm"))
    if not database.exists() and not wal.exists():
        return None
    with suppress(StorageUnusable):  # damaged: then it is kept as it is, its WAL beside it
        with snapshot(database):
            pass
        _empty_wal(database)
    kept = _free(database.with_name(f"{database.name}.before-restore-{moment}"))
    with telling(kept):
        if wal.exists():
            rename(wal, kept.with_name(f"{kept.name}-wal"))
            shm.unlink(missing_ok=True)
        if database.exists():
            also_call(database, kept)
        sync_folder(database.parent)
    return kept


def _empty_wal(database: Path) -> None:
    with plainly(), closing(bare(database, "rw")) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
    if busy:
        raise StorageBusy("log-in-use", name=database.name)


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
