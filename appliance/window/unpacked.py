"""The folders that onefile executables unpack themselves into, and those nobody uses any more.

PyInstaller's bootloader unpacks into `_MEI*` in the temporary folder and removes that at the end;
when it is killed, the folder stays. Whoever runs from such a folder holds a lock on a file of its
own in there, so that a later start can tell: ours, and in use or not. That holds for several
versions side by side, and for a temporary folder that is shared with other users and programs.

The folder itself is locked as well, together with the others who run from it: systemd-tmpfiles
removes what is older than ten days from /tmp, file by file, but passes over a folder with a lock.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import threading
import time
from pathlib import Path
from typing import IO, Final

from appliance.host.lock import held, share, take

MARK: Final = "appliance/feed/sqlite/migrations"
"""What every bundle of ours holds, before its process has come so far as to lock anything."""

SETTLE_SECONDS: Final = 3.0
"""A lock file younger than this may be just about to be locked."""

UNPACK_SECONDS: Final = 60.0
"""A folder of ours without any lock file and younger than this may be just being unpacked."""

SWEEPS: Final = (0.0, SETTLE_SECONDS + 1, UNPACK_SECONDS + 1)
"""Seconds after the start; the later ones for what was too young before."""

_LOCKS: Final = "in-use-*.lock"
_ASIDE: Final = ".chat-appliance-swept"

_kept: list[IO[str] | int] = []
"""This process's own locks, held until the very end."""


def folder() -> Path | None:
    """What this process was unpacked into; None if it was not."""
    path = Path(getattr(sys, "_MEIPASS", ""))
    return path if getattr(sys, "frozen", False) and path.name.startswith("_MEI") else None


def hold(unpacked: Path | None) -> None:
    """Mark the folder as in use by this process."""
    if unpacked is None:
        return
    with contextlib.suppress(OSError):
        lock = take(unpacked / f"in-use-{os.getpid()}.lock")
        if lock is not None:
            _kept.append(lock)
        _kept.append(share(unpacked))


def sweep_in_background(unpacked: Path | None) -> None:
    """Remove what others left beside the folder this process was unpacked into."""
    if unpacked is None:
        return

    def work() -> None:
        begun = time.monotonic()
        for moment in SWEEPS:
            time.sleep(max(0.0, begun + moment - time.monotonic()))
            sweep(unpacked.parent, keep=unpacked)

    threading.Thread(target=work, name="sweep", daemon=True).start()


def sweep(temporary: Path, keep: Path | None = None) -> list[Path]:
    """Remove the abandoned folders of ours in `temporary` but `keep`; returns which."""
    swept = []
    for path in sorted(temporary.glob("_MEI*")):
        with contextlib.suppress(OSError):
            if path != keep and _is_own_folder(path) and _abandoned(path):
                shutil.rmtree(_set_aside(path), ignore_errors=True)
                swept.append(path)
    return swept


def _is_own_folder(path: Path) -> bool:
    """Whether this user made it: in a temporary folder anybody may put anything."""
    found = path.lstat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine


def _abandoned(path: Path) -> bool:
    """Whether it is of this program and nobody uses it."""
    if path.name.endswith(_ASIDE):
        return True
    locks = list(path.glob(_LOCKS))
    if not locks:
        return (path / MARK).is_dir() and _age(path) > UNPACK_SECONDS
    return all(_age(lock) > SETTLE_SECONDS and not held(lock) for lock in locks)


def _set_aside(path: Path) -> Path:
    """Give it a name that says what is to happen to it, should we not come to the end of that."""
    return path if path.name.endswith(_ASIDE) else path.rename(path.with_name(path.name + _ASIDE))


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime
