"""Keeps the executable's file open, so that what is imported later comes from the same file.

PyInstaller opens the file by its name for every module that it reads. Once it was moved, the first
import ends the process; once it was replaced, as by an update, the import reads whatever lies at
that place of another file. Here the file is opened once, before anything of ours is imported.
"""

from __future__ import annotations

import os
import sys

# No other module of the standard library: it would be read before the file is held.

RUNNING = "/proc/self/exe"
"""What runs, whatever its name is by now; on Linux only."""


class Held:
    """What PyInstaller sees of the file: each reading has a place of its own, in any thread."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._place = 0

    def __enter__(self) -> Held:  # noqa: PYI034  Self would have to be imported
        return self

    def __exit__(self, *_: object) -> None:
        """It stays open."""

    def seek(self, place: int, whence: int = os.SEEK_SET) -> None:
        self._place = place

    def read(self, length: int) -> bytes:
        return os.pread(self._descriptor, length, self._place)


def hold() -> None:
    """Have all modules read from the file that is open now.

    Not on Windows, where an open file could not be renamed: there that is how it is replaced.
    """
    if os.name == "nt":
        return
    reader = sys.modules["pyimod01_archive"]
    archive = sys.modules["pyimod02_importers"].pyz_archive
    name = archive._filename  # noqa: SLF001  there is no other way to know
    running = RUNNING if os.path.exists(RUNNING) else name  # noqa: PTH110  pathlib is not there yet
    descriptor = os.open(running, os.O_RDONLY | os.O_CLOEXEC)

    def opened(wanted: str, mode: str = "r") -> object:
        return Held(descriptor) if wanted == name else open(wanted, mode)  # noqa: PTH123

    reader.open = opened
