"""Who waits to read: in turn between those who ask, however much each of them asks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from appliance.errors import StorageBusy

T = TypeVar("T")

MAX_WAITING: Final = 1_000
"""Reads that wait. One more is refused (StorageBusy), or puts out the last one of whoever has most
of them waiting, if that is somebody else."""

MAX_EACH: Final = 100
"""Of these by one who asks; one more is refused. Otherwise ten could keep out everybody."""


class Line(Generic[T]):
    """Reads in the order in which they are begun. `refuse` is called with one that is put out.

    Whoever asks is `name`; None, the program itself, is always next. The others take turns, so
    that one with a hundred reads delays another's by one of them.
    """

    def __init__(self, refuse: Callable[[T, StorageBusy], object]) -> None:
        self._refuse = refuse
        self._lines: dict[Hashable, deque[T]] = {}  # in the order of their turns
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def join(self, name: Hashable, read: T) -> None:
        """Raises StorageBusy where there is no room for it."""
        line = self._lines.get(name, ())
        if name is not None:
            if len(line) >= MAX_EACH:
                raise StorageBusy("readers-busy")
            if self._count >= MAX_WAITING:
                self._put_out(len(line))
        self._lines.setdefault(name, deque()).append(read)
        self._count += 1

    def next(self) -> T | None:
        """The read whose turn it is, which leaves the line."""
        if not self._count:
            return None
        name = None if None in self._lines else next(iter(self._lines))
        line = self._lines.pop(name)
        read = line.popleft()
        self._count -= 1
        if line:
            self._lines[name] = line  # behind all others
        return read

    def _put_out(self, fewer: int) -> None:
        name = max(self._lines, key=lambda name: len(self._lines[name]))
        line = self._lines[name]
        if len(line) <= max(fewer, 1):
            raise StorageBusy("readers-busy")
        self._count -= 1
        self._refuse(line.pop(), StorageBusy("readers-busy"))
