"""How much room there is for files: shares, and what the disk must keep for the log."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from gevent import monkey

from appliance.feed.depot.stored import FilesFull, FileTooLarge

LEAST_FREE: Final = 1024**3
LEAST_SHARE: Final = 0.05
"""Of the disk this is left free, or that share of it, whichever is more: what is said is to be kept
also while files come."""

MEGABYTE: Final = 1024**2


class DepotLimits(NamedTuple):
    """Bytes of one file, of all files of a member, and of all files."""

    file: int
    member: int
    all: int


class DiskUsage(NamedTuple):
    """A disk: bytes that are free, and those that must stay so."""

    free: int
    kept: int

    @classmethod
    def of(cls, folder: Path) -> DiskUsage:
        """Raises OSError."""
        disk = shutil.disk_usage(folder)
        return cls(disk.free, max(LEAST_FREE, int(disk.total * LEAST_SHARE)))

    @property
    def left(self) -> int:
        return self.free - self.kept


class Quota:
    """Counts what is kept, and says where more is too much. `usage` looks at the disk."""

    def __init__(self, limits: DepotLimits, usage: Callable[[], DiskUsage]) -> None:
        self.limits = limits
        self.usage = usage
        # Of its own: who writes counts each piece, and waits for nobody who looks something up.
        self._lock: Any = monkey.get_original("threading", "RLock")()
        self.all = 0
        self.members: dict[str, int] = {}
        """Bytes of each one's files: of a content that others have too as much as if they had
        not, or one's share would tell that.
        """

    def check_size(self, name: str, size: int) -> None:
        """Raise FileTooLarge."""
        if size > self.limits.file:
            raise FileTooLarge(
                "file-too-large",
                name=name,
                megabytes=megabytes(size),
                most=megabytes(self.limits.file),
            )

    def check(self, member: str, more: int) -> None:
        """Raise FilesFull where there is no room for so many bytes more of a member's."""
        if self.members.get(member, 0) + more > self.limits.member:
            raise FilesFull("files-share-full", most=megabytes(self.limits.member))
        if self.all + more > self.limits.all:
            raise FilesFull("files-full", most=megabytes(self.limits.all))
        usage = self.usage()
        if more > usage.left:
            raise FilesFull("files-disk-low", megabytes=megabytes(usage.kept))

    def begin(self, size: int) -> None:
        """So many bytes are on the disk, and nobody's yet."""
        with self._lock:
            self.all, self.members = size, {}

    def count(self, member: str, size: int) -> None:
        """As `take`; raises FilesFull where that is too much."""
        with self._lock:
            if size > 0:
                self.check(member, size)
            self.take(member, size)

    def take(self, member: str, size: int, fresh: int | None = None) -> None:
        """Count so many bytes for a member, negative ones as given back; of them `fresh` (None: all
        of them) are on the disk.
        """
        with self._lock:
            left = self.members.get(member, 0) + size
            if left > 0:
                self.members[member] = left
            else:
                self.members.pop(member, None)
            self.all += size if fresh is None else fresh


def megabytes(size: int) -> int:
    """So many, the last one begun."""
    return -(-size // MEGABYTE)
