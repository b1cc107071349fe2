"""A backup put back: what is said, and when it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import run
from tests.feed.logs import make_log, names_in, texts_in
from tests.running import RunningServer


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    make_log(tmp_path / "chat.db", "from the backup")
    file = tmp_path / "backup"
    assert run("backup", "--data", str(tmp_path), str(file)).code == 0
    return file


def test_into_a_folder_that_is_not_there_yet(tmp_path: Path, backup: Path) -> None:
    data = tmp_path / "new" / "data"
    ended = run("restore", "--data", str(data), str(backup))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"1 message up to number 1 is in {data / 'chat.db'}.\n"
    with RunningServer(data) as server:
        assert [entry["message"] for entry in server.log()] == ["from the backup"]


def test_a_chat_that_is_there_is_replaced_only_if_that_is_said(
    tmp_path: Path, backup: Path
) -> None:
    with RunningServer(tmp_path / "data") as server:
        server.post("former")
        assert server.stop() == 0
        ended = run("restore", "--data", str(server.data), str(backup))
        assert (ended.code, ended.out) == (78, "")
        assert f"There is a chat in {server.data} already. With --force" in ended.err
        assert texts_in(server.data / "chat.db") == ["former"]
        ended = run("restore", "--force", "--data", str(server.data), str(backup))
        assert (ended.code, ended.err) == (0, "")
        (kept,) = server.data.glob("chat.db.before-restore-*")
        assert ended.out.endswith(f"The log that was there is kept as {kept}.\n")
        assert texts_in(kept) == ["former"]
        server.start()
        assert [entry["message"] for entry in server.log()] == ["from the backup"]


def test_a_killed_chat_can_be_replaced_and_loses_nothing(tmp_path: Path, backup: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        server.post("former")
        server.kill()
        assert run("restore", "--force", "--data", str(server.data), str(backup)).code == 0
        (kept,) = server.data.glob("chat.db.before-restore-*")
        assert texts_in(kept) == ["former"]
        server.start()
        assert server.post("goes on")["id"] == 2


def test_a_running_chat_is_left_alone(server: RunningServer, backup: Path) -> None:
    server.post("running")
    ended = run("restore", "--force", "--data", str(server.data), str(backup))
    assert ended.code == 78
    assert "Another chat is running with the data folder" in ended.err
    assert server.post("still")["id"] == 2
    assert not [name for name in names_in(server.data) if "restore" in name or "part" in name]


def test_a_file_that_cannot_be_restored_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    make_log(data / "chat.db", "former")
    ended = run("restore", "--force", "--data", str(data), str(tmp_path / "missing"))
    assert (ended.code, ended.err) == (
        65,
        f"chat-appliance: There is no file {tmp_path / 'missing'}.\n",
    )
    (tmp_path / "text").write_text("no log\n" * 1_000)
    ended = run("restore", "--force", "--data", str(data), str(tmp_path / "text"))
    assert ended.code == 65
    assert "text is damaged, or no chat's log. Use another backup." in ended.err
    assert texts_in(data / "chat.db") == ["former"]


def test_a_full_disk_changes_nothing(small_disk: Path, tmp_path: Path) -> None:
    make_log(tmp_path / "large.db", *(["x" * 10_000] * 100))
    make_log(small_disk / "chat.db", "former")
    ended = run("restore", "--force", "--data", str(small_disk), str(tmp_path / "large.db"))
    assert ended.code == 74
    assert "There is no space left" in ended.err
    assert texts_in(small_disk / "chat.db") == ["former"]
    assert not [name for name in names_in(small_disk) if "restore" in name or "part" in name]
