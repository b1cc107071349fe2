"""The lock, and a file system that has none."""

from __future__ import annotations

import fcntl
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.host.lock import held, share, take
from tests.conftest import unavailable
from tests.refusing import CALLS
from tests.running import ROOT

REFUSING = (sys.executable, "tests/refusing.py", "flock")


def test_one_has_it_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not held(path)
    assert not path.exists()
    lock = take(path)
    assert lock is not None
    assert take(path) is None
    assert held(path)
    lock.close()
    assert not held(path)


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["restore"]])
@pytest.mark.parametrize("error", ["ENOLCK", "EOPNOTSUPP"])
def test_no_locks_is_not_another_chat(tmp_path: Path, command: list[str], error: str) -> None:
    if platform.machine() not in CALLS:
        unavailable("the numbers of this processor's system calls are not known here")
    if command == ["restore"]:
        command = ["restore", str(tmp_path / "copy.db")]
        (tmp_path / "copy.db").touch()
    options = [*command, "--data", str(tmp_path / "data")]
    ended = subprocess.run(
        [*REFUSING, error, sys.executable, "-m", "appliance", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 78
    assert "Another chat" not in ended.stderr
    assert "Nothing can be locked in the data folder" in ended.stderr
    assert "--data" in ended.stderr


def test_a_folder_that_cannot_be_shared_is_let_go_of(tmp_path: Path) -> None:
    def opened() -> list[Path]:
        return [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]

    alone = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(alone, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            share(tmp_path)
        assert opened().count(tmp_path) == 1
    finally:
        os.close(alone)
