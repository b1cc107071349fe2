"""What to do about a data folder that cannot be written to: in a container, mostly a volume that
belongs to somebody else.
"""

from __future__ import annotations

import errno
import getpass
import os
import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from appliance.files import FULL
from appliance.network.system import is_contained

_MOUNTS: Final = Path("/proc/self/mountinfo")

_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})
"""What network and user-space file systems say to flock(2)."""


def sentence(folder: Path, error: OSError) -> str:
    """Names the folder, the reason, the user, and the command that mends it."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return (
            f"The data folder {folder} is a file, or is inside of one. Choose another folder with "
            "--data."
        )
    if error.errno in FULL:
        return (
            f"The disk of the data folder {folder} is full: no space is left to write to it. Free "
            "some, or choose another folder with --data."
        )
    if error.errno in _NO_LOCKS:
        return (
            f"Nothing can be locked in the data folder {folder}: {error.strerror}. A second chat "
            "could spoil the log; choose a folder on a disk of this computer with --data."
        )
    user = _user()
    said = f"The data folder {folder} cannot be written to: {error.strerror or error}."
    if error.errno == errno.EROFS:
        return f"{said} Mount it writable for user {user}, or choose another folder with --data."
    if is_contained() and (outside := mounted(folder, _mounts())):
        group = os.getgid() if hasattr(os, "getgid") else ""
        return (
            f"{said} This container runs as user {user}. Where it was started, make the volume "
            f"that user's: sudo chown -R {user}:{group} {shlex.quote(outside)}"
        )
    mend = f" (sudo chown -R {user} {shlex.quote(str(folder))})" if hasattr(os, "getuid") else ""
    return f"{said} Make it writable for user {user}{mend}, or choose another folder with --data."


def mounted(folder: Path, mounts: Iterable[str]) -> str | None:
    """Which folder of its file system is mounted as `folder`, if one is: on the computer around a
    container that is its path, as long as it is not on a disk of its own.

    `mounts` are lines as in Linux's /proc/self/mountinfo, see proc(5).
    """
    for line in mounts:
        fields = line.split(" ")
        if len(fields) > 4 and _plain(fields[4]) == str(folder):
            return _plain(fields[3])
    return None


def _plain(escaped: str) -> str:
    """The kernel writes blanks and backslashes as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), escaped)


def _mounts() -> list[str]:
    try:
        return _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def _user() -> str:
    if hasattr(os, "getuid"):
        return str(os.getuid())
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # Windows, and no variable that says it
        return "of this program"
