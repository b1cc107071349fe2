"""The data folder: it is the whole chat, and one process has it at a time."""

from __future__ import annotations

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
            self._lock = (path / _LOCK).open("a")
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


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "?")


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
