"""The data folder: it is the whole chat, and one process has it at a time."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import IO, Final

from appliance.errors import Starting
from appliance.host import privacy, unwritable
from appliance.host.lock import take

DATABASE: Final = "chat.db"
INDEX: Final = "search.db"
MARKS: Final = "marks.db"
DEPOT: Final = "files.db"
FILES: Final = "files"
LOCK: Final = "chat.lock"

PATIENCE_SECONDS: Final = 0.2
"""Who only looks whether the folder is in use has the lock for a moment."""


class DataFolder:
    """Holds the folder until `close`; the lock goes with the process however it ends.

    Waits up to `patience` seconds for another process that has it to end.
    """

    def __init__(self, path: Path, patience: float = PATIENCE_SECONDS) -> None:
        self.path = path
        try:
            path.mkdir(privacy.FOLDER, parents=True, exist_ok=True)
            _check_writable(path, self.database)
            privacy.keep(path)
            lock = _taken(path / LOCK, patience)
        except OSError as error:
            raise unwritable.problem(path, error) from None
        if lock is None:
            raise Starting("folder-in-use", path=path)
        self._lock = lock

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    @property
    def index(self) -> Path:
        """What a search looks at. It is made of the log, and made again where it is missing: no
        copy needs it.
        """
        return self.path / INDEX

    @property
    def marks(self) -> Path:
        """What members keep for themselves, such as how far they have read."""
        return self.path / MARKS

    @property
    def depot(self) -> Path:
        """What is known of files."""
        return self.path / DEPOT

    @property
    def files(self) -> Path:
        """The folder that files are in."""
        return self.path / FILES

    def is_whole(self) -> bool:
        """Whether it is still there, and the same: else what was said went with it."""
        try:
            there = (self.path / LOCK).stat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._lock.fileno())) and self.database.exists()

    def close(self) -> None:
        self._lock.close()


def _taken(path: Path, patience: float) -> IO[str] | None:
    deadline = time.monotonic() + patience
    while (lock := take(path)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return lock


def _check_writable(*paths: Path) -> None:
    """Raise OSError for what is there and cannot be written to: SQLite would notice later, and
    could not say whose fault it is.
    """
    for path in paths:
        if path.exists() and not os.access(path, os.W_OK):
            if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            raise PermissionError(errno.EACCES, f"{path.name} is not writable")
