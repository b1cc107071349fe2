"""Files that are there whole or not at all: the one way in which this program puts one in place.

What is written goes to a part beside the target first. A part is removed however its writing
ended; one whose process was killed, by the next with the same target.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Self

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where there is no room."""

DEAD_SECONDS: Final = 3_600.0
"""A part that nobody wrote to for so long was left by a process that was killed."""

_BEGIN: Final = 2
"""SYNC_FILE_RANGE_WRITE, see sync_file_range(2)."""

_HOW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class NotKept(OSError):
    """What was written to a file is not on the disk. What is read of it may say otherwise, and the
    next time so does the system.
    """


class Part:
    """The file on its way to `target`, in the same folder; by default its owner's only.

    A context: what was not settled at its end is removed. Raises OSError.
    """

    def __init__(self, target: Path, mode: int = 0o600) -> None:
        self.target = target
        self.path = _free(target)
        self.file = os.fdopen(os.open(self.path, _HOW, mode), "r+b")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what waits to be written has no room either
            self.file.close()
        self.path.unlink(missing_ok=True)

    def sync(self) -> None:
        """Wait until what is written is on disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def settle(self, *, replace: bool = True, synced: bool = True) -> None:
        """Give it its name; `synced`, for good. Raises FileExistsError for a file of that name,
        unless it is to `replace` it.
        """
        if synced:
            self.sync()
        self.file.close()  # Windows renames no open file
        if replace:
            self.path.replace(self.target)
        else:
            rename(self.path, self.target)
        if synced:
            sync_folder(self.target.parent)


def link(target: Path, to: str) -> None:
    """Make `target` a link, in one step whatever was there. Raises OSError."""
    part = _free(target)
    try:
        part.symlink_to(to)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def rename(path: Path, target: Path) -> None:
    """Let `path` be called `target`. Raises FileExistsError if something has that name."""
    if also_call(path, target):
        path.unlink()


def also_call(path: Path, target: Path) -> bool:
    """Let `path` be called `target` as well, so that it is there at every moment; or where the
    file system knows no second names, instead: then False. Raises FileExistsError.
    """
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError as error:
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it exists") from error
        path.rename(target)
        return False
    return True


def sync(opened: int) -> None:
    """Wait until what was written to a file, by its number, is on disk. Raises NotKept."""
    try:
        getattr(os, "fdatasync", os.fsync)(opened)
    except OSError as error:
        raise NotKept(error.errno, error.strerror) from error


def begin_sync(opened: int, at: int, size: int) -> None:
    """Let so many bytes of a file from `at` on begin to go to disk, where the system can be asked
    for that: who syncs it later waits for less. What goes wrong with them `sync` says.
    """
    if sys.platform == "linux":
        _sync_file_range()(opened, at, size, _BEGIN)


@cache
def _sync_file_range() -> Callable[[int, int, int, int], int]:
    import ctypes

    function = ctypes.CDLL(None).sync_file_range
    function.argtypes = ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint
    found: Callable[[int, int, int, int], int] = function
    return found


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _free(target: Path) -> Path:
    """A name for a part of `target`; what dead ones left is swept."""
    start = f".{target.name}-"
    _sweep(target.parent, start)
    return target.with_name(f"{start}{secrets.token_hex(4)}.part")


def _sweep(folder: Path, start: str) -> None:
    """What cannot be removed or listed keeps nothing from being written: another's, or a folder."""
    before = time.time() - DEAD_SECONDS
    with suppress(OSError):
        for left in folder.iterdir():
            if left.name.startswith(start) and ".part" in left.suffix:
                with suppress(OSError):
                    _remove_older(left, before)


def _remove_older(left: Path, before: float) -> None:
    if left.lstat().st_mtime < before:
        left.unlink()
