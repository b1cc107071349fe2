"""Reads the system's web view into memory while Python is still busy with other things.

After a start of the computer that is what a window waits for longest: WebKitGTK is 120 MB, and the
loader would ask for them piece by piece.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

FOLDERS: Final = tuple(
    Path(folder)
    for folder in (f"/usr/lib/{getattr(sys.implementation, '_multiarch', '')}", "/usr/lib64")
)
"""Where Debian and Fedora, and what comes from them, keep libraries."""

LIBRARIES: Final = ("libwebkit2gtk-4.1.so.0", "libjavascriptcoregtk-4.1.so.0")
"""The largest, in the order in which they are wanted."""


def read_in_background() -> None:
    """Begin. Nothing waits for it, and nothing depends on it."""
    if sys.platform == "linux" and importlib.util.find_spec("gi") is not None:
        threading.Thread(target=read, name="ahead", daemon=True).start()


def read(folders: Iterable[Path] = FOLDERS, names: Iterable[str] = LIBRARIES) -> None:
    """Read those of the files `names` that are in the first of `folders` that has any of them."""
    for folder in folders:
        found = [folder / name for name in names if (folder / name).is_file()]
        for path in found:
            with contextlib.suppress(OSError):
                _read(path)
        if found:
            return


def _read(path: Path) -> None:
    """One call of the kernel, which Python does not wait for in other threads: from the page cache
    to nowhere is not even a copy.
    """
    with path.open("rb") as file, Path(os.devnull).open("wb") as nowhere:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
        left = os.fstat(file.fileno()).st_size
        while left > 0 and (done := os.sendfile(nowhere.fileno(), file.fileno(), None, left)):
            left -= done
