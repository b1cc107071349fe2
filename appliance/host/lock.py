"""A lock that goes with the process however it ends: the system lets go of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO, Final

_HELD: Final = frozenset(
    {*(errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES), getattr(errno, "EDEADLOCK", errno.EAGAIN)}
)
"""How systems say that somebody else has it. Whatever else they say, nobody knows."""


def take(path: Path) -> IO[str] | None:
    """The lock on `path`, held until the file is closed; None if somebody has it.

    The file is made where it is missing, and stays. Raises OSError where it cannot be opened, or
    where the file system has no locks.
    """
    file = path.open("a")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        if error.errno in _HELD:
            return None
        raise
    return file


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

        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
    return descriptor


def _lock(file: IO[str]) -> None:
    """Raises OSError where it cannot be had at once."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
