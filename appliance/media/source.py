"""A file as it is read here: a little at a time, at any place, and not for ever."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Self

from appliance.files import sync

WINDOW: Final = 16_384
"""Bytes that are read at once: what lies beside a small thing is asked for next."""

BLOCK: Final = 1 << 18
"""Bytes that are copied or overwritten at once."""

BUDGET: Final = 20_000_000
"""What may be spent on one file: some seconds. A PNG of 4 GiB, as libpng writes it, takes half."""

READ: Final = 20
"""What a read costs of that; a step through bytes that are in memory costs 1."""

_BINARY: Final = getattr(os, "O_BINARY", 0)


class Unsure(Exception):
    """A file does not keep to its own format, or is made to take for ever."""


class SourceFile:
    """The file at `path`, open for reading, or for overwriting too. Raises OSError."""

    def __init__(self, path: Path, *, change: bool = False, budget: int = BUDGET) -> None:
        self.path = path
        self._file = os.open(path, (os.O_RDWR if change else os.O_RDONLY) | _BINARY)
        self.size = os.fstat(self._file).st_size
        self._budget = budget
        self._window = b""
        self._begin = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def spend(self, steps: int) -> None:
        """Raises Unsure when the budget is used up."""
        self._budget -= steps
        if self._budget < 0:
            raise Unsure

    def read(self, at: int, count: int) -> bytes:
        """`count` bytes from `at`, or fewer where the file ends before."""
        self.spend(READ)
        begin = at - self._begin
        if begin < 0 or begin + count > len(self._window):
            self._window = self._at(at, max(count, WINDOW))
            self._begin, begin = at, 0
        return self._window[begin : begin + count]

    def exactly(self, at: int, count: int) -> bytes:
        """`count` bytes from `at`; raises Unsure where there are not so many."""
        found = self.read(at, count)
        if len(found) < count:
            raise Unsure
        return found

    def number(self, at: int, count: int) -> int:
        """The number there, its great end first; raises Unsure where the file ends before."""
        return int.from_bytes(self.exactly(at, count), "big")

    def block(self, at: int, count: int) -> bytes:
        """The same for what is copied: nothing of it is kept, or counted."""
        return self._at(at, count)

    def overwrite(self, at: int, data: bytes) -> None:
        """Change the file; what was read before is forgotten."""
        self._window = b""
        os.lseek(self._file, at, os.SEEK_SET)
        while data:
            data = data[os.write(self._file, data) :]

    def sync(self) -> None:
        """Wait until what was changed is on disk."""
        sync(self._file)

    def _at(self, at: int, count: int) -> bytes:
        # Not pread, which Windows has not.
        os.lseek(self._file, at, os.SEEK_SET)
        pieces: list[bytes] = []
        while count > 0 and (piece := os.read(self._file, count)):
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)
