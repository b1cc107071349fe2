"""A onefile executable is two processes: the bootloader that unpacked it, and this one."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Final

from appliance.window import unpacked

_PR_SET_PDEATHSIG: Final = 1


def follow() -> None:
    """End as with SIGTERM when the bootloader is killed: it could not tell us.

    Linux can do that; elsewhere, and where this process has no bootloader, nothing happens.
    """
    if unpacked.folder() is None or sys.platform != "linux":
        return
    parent = os.getppid()
    if not _is_this_program(parent):
        return  # a server in its window's folder, whose parent is the window; stdin tells it
    end_with(parent)


def end_with(parent: int) -> None:
    """Have the kernel send SIGTERM when `parent` ends; at once if it did already."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _is_this_program(number: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/exe").samefile("/proc/self/exe")
    return False
