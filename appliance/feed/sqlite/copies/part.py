"""A file that appears under its name only once it is whole and on disk."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

from appliance.errors import NotWritten

DEAD_SECONDS: Final = 3_600.0
"""A part that nobody wrote to for so long was left by a process that was killed; the next one
with the same target removes it."""


class Part:
    """The file on its way to `target`, in the same folder, readable by its owner only.

    A context: what was not settled at its end is removed. Raises NotWritten.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._prefix = f".{target.name}-"
        with telling(target):
            self._sweep()
            file, name = tempfile.mkstemp(".part", self._prefix, target.parent)
        self._file = os.fdopen(file, "rb")
        self.path = Path(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)

    def sync(self) -> None:
        """Wait until what is written is on disk."""
        with telling(self.target):
            os.fsync(self._file.fileno())

    def settle(self, *, replace: bool) -> None:
        """Give it its name, at once and for good; a file of that name stays unless `replace`."""
        self.sync()
        self._file.close()  # Windows renames no open file
        with telling(self.target):
            if replace:
                self.path.replace(self.target)
            else:
                name_new(self.path, self.target)
            sync_folder(self.target.parent)

    def _sweep(self) -> None:
        before = time.time() - DEAD_SECONDS
        for left in self.target.parent.iterdir():
            with suppress(FileNotFoundError):
                ours = left.name.startswith(self._prefix) and ".part" in left.suffix
                if ours and left.stat().st_mtime < before:
                    left.unlink()


def name_new(path: Path, target: Path) -> None:
    """Let `path` be called `target`. Raises FileExistsError if something has that name."""
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it exists") from error
        path.rename(target)
    else:
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def telling(target: Path) -> Iterator[None]:
    """Within this block the system's refusals come out as NotWritten."""
    try:
        yield
    except FileExistsError:
        raise NotWritten(f"{target} exists already. Choose another name.") from None
    except OSError as error:
        raise refused(target, error.errno, error.strerror or str(error)) from None


def refused(target: Path, number: int | None, reason: str) -> NotWritten:
    """The sentence for a `target` that cannot be written."""
    if number in (errno.ENOSPC, errno.EDQUOT):
        return NotWritten(
            f"There is no space left for {target}. Free some space, or choose another place."
        )
    return NotWritten(f"{target} cannot be written: {reason}. Choose another place.")
