"""The oldest glibc that what is built runs with: an older one refuses what names a newer one."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from typing import Final

NAMED: Final = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


def needed(sources: Iterable[str]) -> str:
    """The newest version that any of these files names, as in "2.36"; empty where none does, as
    on a system without glibc.
    """
    found = [(int(major), int(minor)) for path in sources for major, minor in _named(path)]
    return ".".join(map(str, max(found))) if found else ""


def _named(path: str) -> list[tuple[str, str]]:
    """The versions of glibc in the list of what the file refers to."""
    command = ["objdump", "--private-headers", path]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []  # not on this system, or no file that a loader loads
    return NAMED.findall(said.partition("Version References:")[2])
