from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from appliance.host.lock import take
from appliance.window.unpacked import MARK, UNPACK_SECONDS, sweep

LONG_AGO = time.time() - 2 * UNPACK_SECONDS


def unpack(temporary: Path, name: str, *, lock: bool = True, old: bool = True) -> Path:
    """A folder as the bootloader makes it, with the lock file of a process if it came so far."""
    folder = temporary / name
    (folder / MARK).mkdir(parents=True)
    if lock:
        (folder / "in-use-1.lock").touch()
    if old:
        for path in (folder, *folder.glob("*.lock")):
            os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def test_what_nobody_uses_is_removed(tmp_path: Path) -> None:
    left = [unpack(tmp_path, "_MEIa"), unpack(tmp_path, "_MEIb", lock=False)]
    assert sweep(tmp_path) == left
    assert list(tmp_path.iterdir()) == []


def test_what_one_of_its_processes_still_uses_stays(tmp_path: Path) -> None:
    used = unpack(tmp_path, "_MEIa")
    held = take(used / "in-use-2.lock")
    assert held is not None
    os.utime(used / "in-use-2.lock", (LONG_AGO, LONG_AGO))
    assert sweep(tmp_path) == []
    held.close()
    assert sweep(tmp_path) == [used]


@pytest.mark.parametrize("lock", [True, False])
def test_what_is_just_being_unpacked_or_locked_stays(tmp_path: Path, lock: bool) -> None:
    unpack(tmp_path, "_MEIa", lock=lock, old=False)
    assert sweep(tmp_path) == []


def test_its_own_folder_stays(tmp_path: Path) -> None:
    own = unpack(tmp_path, "_MEIa")
    assert sweep(tmp_path, keep=own) == []


def test_other_programs_keep_theirs(tmp_path: Path) -> None:
    other = tmp_path / "_MEIa"
    (other / "something").mkdir(parents=True)
    os.utime(other, (LONG_AGO, LONG_AGO))
    (tmp_path / "_MEIfile").touch()
    elsewhere = unpack(tmp_path, "elsewhere")
    (tmp_path / "_MEIlink").symlink_to(elsewhere)
    assert sweep(tmp_path) == []
    assert elsewhere.exists()


def test_a_sweep_that_was_cut_short_is_ended_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "_MEIa.chat-appliance-swept" / "rest").mkdir(parents=True)
    assert sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give away")
def test_another_users_folder_stays(tmp_path: Path) -> None:
    theirs = unpack(tmp_path, "_MEIa")
    os.chown(theirs, 12_345, 12_345)
    assert sweep(tmp_path) == []
