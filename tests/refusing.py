"""A system whose kernel says no to one call: for errors that no file system here has.

`python tests/refusing.py CALL ERROR COMMAND…` runs the command so (Linux's seccomp).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from typing import Final

CALLS: Final = {
    "x86_64": {"chmod": 90, "flock": 73},
    "aarch64": {"chmod": 53, "flock": 32},
}

_NO_NEW_PRIVILEGES: Final = 38
_SECCOMP: Final = 22
_FILTER: Final = 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW: Final = 0x7FFF0000
_ERROR: Final = 0x00050000


def refuse(call: str, error: str) -> None:
    """From now on, in this process and its children, `call` fails with `error`."""
    number = CALLS[platform.machine()][call]
    steps = (
        (_LOAD, 0, 0, 0),  # the call's number
        (_IF_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _ERROR | getattr(errno, error)),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if kernel.prctl(_SECCOMP, _FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


if __name__ == "__main__":
    refuse(sys.argv[1], sys.argv[2])
    os.execvp(sys.argv[3], sys.argv[3:])
