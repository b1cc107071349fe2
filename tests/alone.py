"""What there is once on a machine, for one test at a time, whichever session it belongs to."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LOCKS: Final = Path("/tmp")
"""Not the folder for temporary files: another session may have another one."""


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Nobody else has what is called so, to the end of the block."""
    with (LOCKS / f"chat-appliance-tests-{os.getuid()}-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
