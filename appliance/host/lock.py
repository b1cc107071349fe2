"""A lock that goes with the process however it ends: the system lets go of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO


def take(path: Path) -> IO[str] | None:
    """The lock on `path`, held until the file is closed; None if somebody has it.

    The file is made where it is missing, and stays. Raises OSError where it cannot be opened.
    """
    file = path.open("a")
    if _locked(file):
        return file
    file.close()
    return None


def held(path: Path) -> bool:
    """Whether somebody has the lock on `path` at this moment."""
    try:
        file = take(path) if path.exists() else None
    except OSError:
        return False
    if file is not None:
        file.close()
        return False
    return path.exists()


def share(folder: Path) -> int:
    """A lock on the folder itself that others may have as well; the descriptor that holds it.

    Raises OSError where there is none to be had, as on Windows, where no folder can be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    if os.name != "nt":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return descriptor


def _locked(file: IO[str]) -> bool:
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
