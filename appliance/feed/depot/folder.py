"""The folder that files are in: those that are coming, and whole ones under random names."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from appliance.files import also_call, rename, sync_folder

_MODE: Final = 0o660

_FLAGS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class DepotFolder:
    """At `path`. Raises OSError.

    Who may read it is a matter of the process's umask. Where the folder's group may write, the
    files are the group's, too, whoever made them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._half = path / "half"
        self._whole = path / "whole"

    def make(self) -> None:
        for folder in (self.path, self._half, self._whole):
            folder.mkdir(exist_ok=True)

    def half(self, id_: str) -> Path:
        """Where a file is while it comes."""
        return self._half / id_

    def whole(self, place: str) -> Path:
        """Where a content is."""
        return self._whole / place

    def begin(self, id_: str) -> None:
        """An empty one that is to come."""
        os.close(os.open(self.half(id_), os.O_CREAT | os.O_EXCL | os.O_WRONLY | _FLAGS, _MODE))

    def open_half(self, id_: str) -> int:
        """To be written to; of which nothing is there, from its beginning."""
        return os.open(self.half(id_), os.O_CREAT | os.O_RDWR | _FLAGS, _MODE)

    @contextmanager
    def second(self, id_: str) -> Iterator[str]:
        """A second name of what came, meanwhile: another file that is put there leaves the first
        as it was. Where the file system knows no second names it is the first.
        """
        half, name = self.half(id_), new_place()
        os.utime(half)  # what is old and nobody knows is taken for what a crash left
        if not also_call(half, self.half(name)):
            rename(self.half(name), half)
            yield id_
            return
        try:
            yield name
        finally:
            with suppress(OSError):  # then it lies there until the next start
                self.remove(self.half(name))

    def place(self, id_: str, place: str) -> None:
        """Let what came be that content, for good. It is still there as half a file until that is
        removed: who is killed in between has the one or both.
        """
        half, mode = self.half(id_), self.path.stat().st_mode & _MODE
        if os.name != "nt" and half.stat().st_mode & 0o777 != mode:
            half.chmod(mode)
        also_call(half, self.whole(place))
        sync_folder(self._whole)

    def take_out(self, id_: str, place: str) -> None:
        """Undo `place`: it is half a file again, and nothing else."""
        half, whole = self.half(id_), self.whole(place)
        if half.exists():
            whole.unlink(missing_ok=True)
        else:
            rename(whole, half)

    def remove(self, *paths: Path) -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    def halves(self) -> Iterator[Path]:
        """What lies where files are while they come."""
        return self._half.iterdir()

    def wholes(self) -> Iterator[Path]:
        """What lies where contents are."""
        return self._whole.iterdir()


def new_place() -> str:
    """A name for a content."""
    return secrets.token_hex(16)
