"""The web view's libraries are read before they are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appliance.window import ahead
from tests.conftest import unavailable

SIZE = 5_000_000


def in_memory(path: Path) -> bool:
    """Whether all of it is in the page cache."""
    with path.open("rb") as file:
        try:
            return all(
                os.preadv(file.fileno(), [bytearray(4096)], at, os.RWF_NOWAIT)
                for at in range(0, SIZE, 4096)
            )
        except BlockingIOError:
            return False


@pytest.fixture
def forgotten(tmp_path: Path) -> Path:
    """A file that is on disk only."""
    path = tmp_path / "libview.so.0"
    path.write_bytes(os.urandom(SIZE))
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        if in_memory(path):
            unavailable("the temporary folder is in memory: name another one with --basetemp")
    except OSError as error:
        unavailable(f"the temporary folder's file system cannot say what is in memory: {error}")
    return path


def test_what_is_there_is_read_and_what_is_not_there_is_no_trouble(forgotten: Path) -> None:
    names = ("libnever.so.1", forgotten.name)
    ahead.read([forgotten.parent / "nowhere", forgotten.parent], names)
    assert in_memory(forgotten)
