"""Databases beside the log: no message waits for them, nor for their disk syncs, and no chat hangs
on them. One that is damaged is emptied and made anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from appliance.errors import StorageFull, StorageProblem
from appliance.feed.sqlite.database import NO_ROOM, Connection, Error, code_of, connect, is_spoilt


class Names(NamedTuple):
    """Of what may be told of one; `unusable` has a `reason`. `kind` has the title of both it and
    `damaged`: the chat can store messages all the same.
    """

    kind: type[StorageProblem]
    no_room: str
    damaged: str
    unusable: str


class Beside:
    """The file at `path`. Its problems have `names` of their own, for they are not the log's: to
    move chat.db away would help nobody.
    """

    pragmas: tuple[str, ...] = ("synchronous = NORMAL",)
    """After a power cut it is where it was a moment before. No sync at each commit, for which the
    log's would have to wait."""

    def __init__(self, path: Path, names: Names) -> None:
        self.path: Final = path
        self._names = names

    def connect(self, *, create: bool) -> Connection:
        """As `database.connect`."""
        connection = connect(self.path, create=create)
        try:
            for pragma in self.pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def empty(self) -> None:
        """Take away what is in it, not the file, which keeps its mode. Raises OSError."""
        for more in ("-wal", "-shm"):
            self.path.with_name(self.path.name + more).unlink(missing_ok=True)
        if self.path.exists():
            os.truncate(self.path, 0)

    def problem_of(self, error: Exception) -> StorageProblem:
        """What to tell of it."""
        if isinstance(error, MemoryError):
            return StorageProblem("storage-memory")
        if isinstance(error, Error) and code_of(error) in NO_ROOM:
            return StorageFull(self._names.no_room)
        if isinstance(error, Error) and is_spoilt(error):
            return self._names.kind(self._names.damaged)
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        return self._names.kind(self._names.unusable, reason=reason)
