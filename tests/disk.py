"""Disks that are small, full or failing."""

from __future__ import annotations

import errno
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import unavailable

BLOCK = 4096


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A disk at `folder`, as in "size=10m"; everybody may write to it."""
    words = ("mount", "-t", "tmpfs", "-o", f"mode=777,{options}", "tmpfs")
    made = shutil.which("mount") and subprocess.run(
        [*words, folder], capture_output=True, check=False
    )
    if not made or made.returncode != 0:
        unavailable("a small disk cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(path: Path) -> None:
    """Make a file as large as the disk lets it be."""
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(BLOCK))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """The disk of `folder` has no room meanwhile."""
    filler = folder / "filler"
    fill(filler)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def failing(process: int, most: int = 16 * BLOCK) -> Iterator[None]:
    """A limit on the size of its files stands for it: what a process writes ends with an error."""
    if not hasattr(resource, "prlimit"):
        unavailable("another process's limits cannot be set here")
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
