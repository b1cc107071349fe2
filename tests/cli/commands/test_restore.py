"""A backup put back: what is said, and when it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import run
from tests.feed.logs import make_log, names_in, texts_in
from tests.running import RunningServer
from tests.server.pictures import picture
from tests.server.uploader import Uploader


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


def test_files_are_put_back_and_not_copied_twice(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        first, second = (ada.say(ada.put(text, "a.txt")) for text in (b"first", b"second one"))
        small = ada.begun(5)
        ada.ask("PUT", f"/files/{small}/thumbnail", picture())
        ada.patch(small, 0, b"large")
        ada.say(small)
        ended = run("backup", "--data", str(server.data), str(backup))
        assert ended.lines[1].startswith(f"4 files are in {backup}.files (")
        before = names_in(tmp_path / "backup.files")
        ada.do("DELETE", f"/messages/{first['id']}")
        third = ada.say(ada.put(b"third", "c.txt"))
        ended = run("backup", "--force", "--data", str(server.data), str(backup))
        assert ended.lines[1] == f"4 files are in {backup}.files (5 bytes copied)."
        assert len(names_in(tmp_path / "backup.files") & before) == 4
        ada.do("DELETE", f"/messages/{third['id']}")
        kept = ada.say(ada.put(b"after the backup"))["files"][0]["id"]
        assert server.stop() == 0

        ended = run("restore", "--force", "--data", str(server.data), str(backup))
        assert (ended.code, ended.err) == (0, "")
        assert ended.lines[1] == f"4 files are in {server.data / 'files'}."
        (aside,) = server.data.glob("files.before-restore-*")
        assert b"after the backup" in {path.read_bytes() for path in aside.iterdir()}
        server.start()
        ben = Uploader(server)
        for entry, text in ((second, b"second one"), (third, b"third")):
            assert ben.read(entry["files"][0]["id"]).body == text
        assert ben.read(small).body == b"large"
        assert ben.ask("GET", f"/files/{small}/thumbnail").body == picture()
        assert ben.read(kept).status == 404
        ben.say(ben.put(b"goes on"))
        assert server.stop() == 0
    ended = run("files", "check", "--data", str(tmp_path / "data"))
    assert (ended.code, ended.lines[0][:8]) == (0, "4 files ")


def test_files_are_put_back_into_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        id_ = ada.say(ada.put(b"words"))["files"][0]["id"]
        assert run("backup", "--data", str(server.data), str(backup)).code == 0
    with RunningServer(tmp_path / "new") as other:
        assert other.stop() == 0
    assert run("restore", "--force", "--data", str(tmp_path / "new"), str(backup)).code == 0
    with RunningServer(tmp_path / "new") as other:
        assert Uploader(other).read(id_).body == b"words"


def test_a_file_in_a_backup_that_is_another_by_now_is_not_put_back(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with RunningServer(tmp_path / "data") as server:
        ada = Uploader(server)
        ada.say(ada.put(b"words"))
        assert run("backup", "--data", str(server.data), str(backup)).code == 0
    (path,) = (path for path in (tmp_path / "backup.files").iterdir() if path.name != "files.db")
    path.write_bytes(b"wards")
    ended = run("restore", "--data", str(tmp_path / "new"), str(backup))
    assert ended.code != 0
    assert "A file in the backup is not what it was" in ended.err
