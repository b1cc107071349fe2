"""Whether files are still what they were opened as: somebody may move them away under us, or
take the right to write to them.

What is written to a file that was moved or removed is lost with the process, and SQLite does
not notice while it keeps a log (WAL). Looking costs a few microseconds for each file.
"""

from __future__ import annotations

import os
from pathlib import Path

from appliance.errors import StorageUnusable


class OpenFiles:
    """Remembers which files were at `paths` when it was made."""

    def __init__(self, *paths: Path) -> None:
        self._paths = [str(path) for path in paths]
        self._were = self._look()

    def check(self) -> None:
        """Raise StorageUnusable unless the same files are there."""
        if not self.same:
            raise StorageUnusable("log-moved")

    @property
    def same(self) -> bool:
        return self._look() == self._were

    def size(self) -> int:
        """Bytes of the last of the files, 0 if it is not there."""
        try:
            return os.stat(self._paths[-1]).st_size if self._paths else 0  # noqa: PTH116
        except OSError:
            return 0

    def _look(self) -> list[tuple[int, int] | None]:
        return [_file_at(path) for path in self._paths]


def check_writable(path: Path) -> None:
    """Raise StorageUnusable unless `path` and its folder could be opened for writing now. SQLite
    has them open and goes on, until the chat starts again and cannot.
    """
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise StorageUnusable("folder-unwritable")


def _file_at(path: str) -> tuple[int, int] | None:
    try:
        seen = os.stat(path)  # noqa: PTH116 - a Path would double the time
    except OSError:
        return None
    return seen.st_dev, seen.st_ino
