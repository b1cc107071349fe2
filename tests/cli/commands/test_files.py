"""`files check`: what a crash left is found and removed, what is missing is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.running import RunningServer
from tests.server.uploader import Uploader


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Of a chat with two files, one sent and one not, which was killed."""
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        ada.say(ada.put(b"it was sent"))
        ada.put(b"not yet")
        server.kill()
    return tmp_path / "data"


def test_all_is_well(data: Path) -> None:
    ended = run("files", "check", "--data", str(data))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "2 files are there (18 bytes).\n"


def test_what_is_nobodys_is_removed_and_what_is_missing_is_said(data: Path) -> None:
    stray = data / "files" / "whole" / "stray"
    stray.write_bytes(b"left")
    os.utime(stray, (0, 0))
    ended = run("files", "check", "--data", str(data))
    assert ended.lines == ["2 files are there (18 bytes).", "1 that a crash left were removed."]
    for path in (data / "files" / "whole").iterdir():
        path.unlink()
    ended = run("files", "check", "--data", str(data))
    assert ended.code != 0
    assert "2 files that messages have are missing" in ended.err


def test_a_running_chat_is_left_alone(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data"):
        ended = run("files", "check", "--data", str(tmp_path / "data"))
    assert ended.code != 0
    assert ended.out == ""
