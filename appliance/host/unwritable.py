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

from appliance.errors import Starting
from appliance.files import FULL
from appliance.host import volume
from appliance.network.system import is_contained

_MOUNTS: Final = Path("/proc/self/mountinfo")

_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})
"""What network and user-space file systems say to flock(2)."""


def problem(folder: Path, error: OSError) -> Starting:
    """Names the folder, the reason, the user, and the command that mends it."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Starting("data-is-file", folder=folder)
    if error.errno in FULL:
        return Starting("data-full", folder=folder)
    reason = error.strerror or str(error)
    if error.errno in _NO_LOCKS:
        return Starting("data-without-locks", folder=folder, reason=reason)
    if error.errno == errno.EROFS:
        return Starting("data-readonly", folder=folder, reason=reason, user=_user())
    return _closed(folder, reason)


def _closed(folder: Path, reason: str) -> Starting:
    user = _user()
    outside = mounted(folder, _mounts()) if is_contained() else None
    if outside and (who := volume.inside()):
        name, values = volume.mend(folder, outside, who, volume.owned(folder))
        return Starting(name, folder=folder, reason=reason, user=user, **values)
    if not hasattr(os, "getuid"):
        if not user:
            return Starting("data-not-theirs", folder=folder, reason=reason)
        return Starting("data-not-ours", folder=folder, reason=reason, user=user)
    mend = f"sudo chown -R {user} {shlex.quote(str(folder))}"
    return Starting("data-to-be-owned", folder=folder, reason=reason, user=user, mend=mend)


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
        return ""
