"""The data folder: it is the whole chat, and one process has it at a time."""

from __future__ import annotations

import errno
import getpass
import os
from pathlib import Path
from typing import IO, Final

from appliance.errors import Starting

DATABASE: Final = "chat.db"
_LOCK: Final = "chat.lock"

NOT_WRITABLE: Final = (
    "The data folder {folder} cannot be written to: {reason}. Make it writable for user {user}, "
    "or choose another folder with --data."
)


class DataFolder:
    """Holds the folder until `close`; the lock goes with the process however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            _check_writable(path, self.database)
            self._lock = (path / _LOCK).open("a")
        except (FileExistsError, NotADirectoryError):
            raise Starting(
                f"The data folder {path} is a file, or is inside of one. Choose another folder "
                "with --data."
            ) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise Starting(NOT_WRITABLE.format(folder=path, reason=reason, user=_user())) from None
        if not _locked(self._lock):
            self._lock.close()
            raise Starting(
                f"Another chat is running with the data folder {path}. Stop it, or choose another "
                "folder with --data."
            )

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    def close(self) -> None:
        self._lock.close()


def _check_writable(*paths: Path) -> None:
    """Raise OSError for what is there and cannot be written to: SQLite would notice later, and
    could not say whose fault it is.
    """
    for path in paths:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, f"{path.name} is not writable")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()


def _locked(file: IO[str]) -> bool:
    """Take the lock, if nobody has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
