from __future__ import annotations

import json
import socket
from pathlib import Path
from queue import Queue

import pytest

from appliance.errors import Starting
from appliance.host.lock import take
from appliance.window.instance import CHOOSE, FOCUS, Instance, claim
from tests.disk import fill


def first(folder: Path) -> tuple[Instance, Queue[str]]:
    asked: Queue[str] = Queue()
    instance = claim(folder, FOCUS)
    assert instance is not None
    instance.listen(asked.put)
    return instance, asked


def test_a_further_start_is_heard_and_has_no_right_of_its_own(tmp_path: Path) -> None:
    instance, asked = first(tmp_path)
    assert claim(tmp_path, FOCUS) is None
    assert claim(tmp_path, CHOOSE) is None
    assert (asked.get(timeout=30), asked.get(timeout=30)) == (FOCUS, CHOOSE)
    instance.close()


def test_only_the_same_user_can_read_the_token(tmp_path: Path) -> None:
    instance, _ = first(tmp_path)
    assert (tmp_path / "instance.json").stat().st_mode & 0o777 == 0o600
    instance.close()
    assert not (tmp_path / "instance.json").exists()


def test_without_the_token_nothing_happens(tmp_path: Path) -> None:
    instance, asked = first(tmp_path)
    port = json.loads((tmp_path / "instance.json").read_text())["port"]
    for line in (b"focus\n", b"0000 focus\n", b"\xff\xff focus\n", b"x" * 10_000):
        with socket.create_connection(("127.0.0.1", port), 5) as stranger:
            stranger.sendall(line)
            assert _answer(stranger) == b""
    assert claim(tmp_path, FOCUS) is None
    assert asked.get(timeout=30) == FOCUS
    assert asked.empty()
    instance.close()


def _answer(connection: socket.socket) -> bytes:
    try:
        return connection.recv(10)
    except ConnectionResetError:
        return b""


def test_what_a_killed_window_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text('{"port": 1, "token": "x", "pid": 1}')
    (tmp_path / "window.lock").touch()
    instance, _ = first(tmp_path)
    instance.close()


@pytest.mark.parametrize("left", ["{}", "[]", "nonsense", '{"port": 99999, "token": "x"}'])
def test_one_that_does_not_answer_is_named(tmp_path: Path, left: str) -> None:
    lock = take(tmp_path / "window.lock")
    assert lock is not None
    (tmp_path / "instance.json").write_text(left)
    with pytest.raises(Starting, match="does not answer"):
        claim(tmp_path, FOCUS, seconds=0.1)
    lock.close()


def test_one_that_is_ending_is_waited_for(tmp_path: Path) -> None:
    instance, _ = first(tmp_path)
    instance.leave()
    with pytest.raises(Starting):
        claim(tmp_path, FOCUS, seconds=0.1)
    instance.close()
    second, _ = first(tmp_path)
    second.close()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Starting, match="is inside of one"):
        claim(tmp_path / "file" / "data", FOCUS)


def test_a_full_disk_does_not_keep_the_window_from_opening(small_disk: Path) -> None:
    fill(small_disk / "filler")
    instance = claim(small_disk, FOCUS)
    assert instance is not None
    instance.close()
