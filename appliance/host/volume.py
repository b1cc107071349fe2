"""What gives a container's user a right to its volume: that depends on who runs the container."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

_SELF: Final = Path("/proc/self")
_PODMAN: Final = Path("/run/.containerenv")

_CONFINED: Final = ":container_t:"
"""In what SELinux calls a process in a container."""

_RIGHTS: Final = 0o3
"""Writing and going in: what a folder is good for."""


class Inside(NamedTuple):
    """Whom the container runs as; the maps are lines as of Linux's /proc/self/uid_map."""

    user: int
    group: int
    groups: Collection[int]
    users: Iterable[str] = ()
    all_groups: Iterable[str] = ()
    label: str = ""
    podman: bool = False


class Owned(NamedTuple):
    """What the folder is, as seen from inside."""

    user: int
    group: int
    mode: int


def mend(
    folder: Path, outside: str, who: Inside, owned: Owned | None
) -> tuple[str, dict[str, Any]]:
    """The name of what to tell, and its values: how `outside`, which is mounted as `folder`, comes
    to be the user's. `owned` is None where that cannot be seen.
    """
    mount = f"-v {shlex.quote(f'{outside}:{folder}')}:"
    user, group = _outer(who.user, who.users), _outer(who.group, who.all_groups)
    owner = f"sudo chown -R {user}:{group} {shlex.quote(outside)}"
    if owned is not None and _CONFINED in who.label and _may(who, owned):
        return "data-volume-label", {"option": f"{mount}Z"}
    if owned is not None and owned.mode >> 3 & _RIGHTS == _RIGHTS and owned.group not in who.groups:
        return "data-volume-group", {"group": str(owned.group), "mend": owner}
    if who.podman and (user, group) != (who.user, who.group):
        return "data-volume-mapped", {"option": f"{mount}U"}
    return "data-volume", {"mend": owner}


def _may(who: Inside, owned: Owned) -> bool:
    """Whether its mode lets them write."""
    shift = 6 if who.user == owned.user else 3 if owned.group in who.groups else 0
    return who.user == 0 or owned.mode >> shift & _RIGHTS == _RIGHTS


def _outer(number: int, lines: Iterable[str]) -> int:
    """Which number a user, or a group, has outside of the container."""
    for line in lines:
        inside, outside, count = map(int, line.split())
        if inside <= number < inside + count:
            return outside + number - inside
    return number


def inside() -> Inside | None:
    """Read from the system; None where users have no numbers."""
    if not hasattr(os, "getuid"):
        return None
    group = os.getgid()
    return Inside(
        os.getuid(),
        group,
        {group, *os.getgroups()},
        _lines("uid_map"),
        _lines("gid_map"),
        "".join(_lines("attr/current")),
        _PODMAN.exists(),
    )


def owned(folder: Path) -> Owned | None:
    """Read from the system."""
    with suppress(OSError):
        found = folder.stat()
        return Owned(found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode))
    return None


def _lines(name: str) -> list[str]:
    try:
        return (_SELF / name).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
