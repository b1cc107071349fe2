"""The SHA-256 of a file that is coming, taken behind whoever writes it."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path
from typing import Any, Final

from gevent import monkey

STEP: Final = 512 * 1024
"""Bytes that are read at once."""

TURN: Final = 8 * 1024 * 1024
"""Bytes that are hashed of one file before it is another's turn."""


class Digest:
    """Of the file at `path`, as far as `end`. Any thread may take it further, one at a time: it
    reads what was written, which the system still has in memory. So nothing is handed over, what is
    hashed is what is there, and whoever writes does not wait for it; `of` and `forget` do, for a
    turn at most.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: Any = monkey.get_original("_thread", "allocate_lock")()
        self._sha256 = hashlib.sha256()
        self._at = 0
        self.end = 0
        """So many bytes are there for good: of those it may be taken."""

    @property
    def behind(self) -> int:
        """Bytes that are not in it yet."""
        return self.end - self._at

    def go_on(self) -> bool:
        """Take in more, at most so many that others have their turn; whether as much is left.
        Nothing where another thread is at it. Raises OSError.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            before = self._at
            self._take(min(self.end, before + TURN))
            return self._at > before and self.behind >= TURN
        finally:
            self._lock.release()

    def of(self, size: int) -> str:
        """That of so many bytes, which are all. Raises OSError."""
        with self._lock:
            if self._at > size:
                self._begin()
            self._take(size)
            if self._at < size:
                raise OSError(errno.EIO, "A file became shorter while it was hashed")
            return self._sha256.hexdigest()

    def forget(self, end: int) -> None:
        """What is there is not what was: only `end` bytes of it are."""
        with self._lock:
            self.end = end
            self._begin()

    def _begin(self) -> None:
        self._sha256, self._at = hashlib.sha256(), 0

    def _take(self, end: int) -> None:
        if self._at >= end:
            return
        room = memoryview(bytearray(min(STEP, end - self._at)))
        with self._path.open("rb", buffering=0) as file:
            file.seek(self._at)
            while size := file.readinto(room[: end - self._at]):
                self._sha256.update(room[:size])
                self._at += size
