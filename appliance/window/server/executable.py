"""The file of the program that runs: it may be moved or replaced meanwhile, as by an update."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from appliance.files import Part
from appliance.window import unpacked

RUNNING: Final = Path("/proc/self/exe")
"""What runs, whatever its name is by now; on Linux only."""

GONE: Final = (
    "the program's file was moved or replaced while it ran. Close the window, and start the "
    "program again"
)


def command() -> list[str]:
    """What starts this very program again: the executable, or Python with the package.

    Asked anew for each start. Raises OSError where that is not possible any more.
    """
    if getattr(sys, "frozen", False):
        return [str(_present(Path(sys.executable), unpacked.folder()))]
    return [sys.executable, "-m", "appliance"]


def _present(named: Path, folder: Path | None) -> Path:
    """A file with what runs now: another version could not go on with what this one unpacked."""
    known = RUNNING.exists()
    if named.exists() and (not known or _runs(named)):
        return named
    if folder is None or not known:
        raise FileNotFoundError(errno.ENOENT, GONE)
    return _copied(folder / f"again-{named.name}")


def _runs(named: Path) -> bool:
    """Whether this is the file that runs. Opened, not asked for its state: under an emulator of
    another processor that would be the emulator's.
    """
    with RUNNING.open("rb") as running:
        return os.path.samestat(named.stat(), os.fstat(running.fileno()))


def _copied(copy: Path) -> Path:
    """What runs, once more; the kernel has kept the file."""
    if not copy.exists():
        with RUNNING.open("rb") as running, Part(copy, 0o700) as part:
            shutil.copyfileobj(running, part.file, 2**20)
            part.settle(synced=False)
    return copy
