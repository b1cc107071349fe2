"""The file that the index is in: opened, and made anew where it is none of this program and log."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from appliance.errors import StorageFull
from appliance.feed.sqlite.database import Connection, Error, connect, is_spoilt
from appliance.feed.sqlite.index.index import Index

LEFT_BYTES: Final = 64 * 1024 * 1024
"""What an index that is being made leaves of the disk: messages are to be taken as long as there is
room for any. It goes on by itself once there is more."""

CACHE_KILOBYTES: Final = 1_024
"""Pages of each connection in memory, half of what SQLite keeps: there are three."""


class IndexFile:
    """Of the log `identity`, at `path`."""

    def __init__(self, path: Path, identity: str) -> None:
        self.path = path
        self._identity = identity

    def open(self, last: int, *, anew: bool = False) -> Index:
        """To be written to; `last` is how far the log is. Raises StorageFull where a new one is
        needed and there is little room.
        """
        index = None if anew else self._there(last)
        if index is None:
            self.check_room()
            self._remove()
            index = Index.made(_connection(self.path, create=True), self._identity, last)
        return index

    def open_to_read(self) -> Index:
        return Index(_connection(self.path, create=False))

    def check_room(self) -> None:
        """Raise StorageFull where there is less than an index is to leave."""
        if shutil.disk_usage(self.path.parent).free < LEFT_BYTES:
            raise StorageFull("index-without-room", megabytes=LEFT_BYTES // 1024**2)

    def _there(self, last: int) -> Index | None:
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        try:
            index = Index(_connection(self.path, create=False))
        except Error as error:
            if not is_spoilt(error):
                raise
            return None
        try:
            if index.is_of(self._identity, last):
                return index
        except (Error, ValueError) as error:
            if isinstance(error, Error) and not is_spoilt(error):
                index.close()
                raise
        index.close()
        return None

    def _remove(self) -> None:
        """What is in it, not the file, which keeps its mode. Killed on the way it is found to be
        none again.
        """
        for more in ("-wal", "-shm"):
            self.path.with_name(self.path.name + more).unlink(missing_ok=True)
        if self.path.exists():
            os.truncate(self.path, 0)


def _connection(path: Path, *, create: bool) -> Connection:
    connection = connect(path, create=create)
    # The log is what must survive a power cut. After one the index is where it was a moment before,
    # and follows again: no sync of its own at each commit, which the log's would have to wait for.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    return connection
