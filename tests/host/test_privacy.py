"""What other users of the machine can read of a chat: nothing."""

from __future__ import annotations

import os
import platform
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.host.note import Note
from tests.conftest import unavailable
from tests.refusing import CALLS
from tests.running import ROOT, RunningServer
from tests.server.pictures import picture
from tests.server.uploader import Uploader
from tests.users import NOBODY, as_user

RESTORE = (sys.executable, "-m", "appliance", "restore", "--force", "--data")


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    """As on most systems, where everybody may read what nobody thought about."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Of the folder and of what is in it."""
    paths = [folder, *folder.iterdir()]
    return {
        "" if path == folder else path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in paths
    }


def test_nobody_else_can_read_a_folder_that_the_chat_made(tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    with RunningServer(tmp_path / "above" / "data") as running:
        running.post("hello")
        found = modes(running.data)
    assert found.pop("") == "0o700"
    assert {"chat.db", "chat.db-wal", "chat.db-shm", "chat.lock", "admin.token"} < set(found)
    assert found.pop("files") == "0o700"
    assert set(found.values()) == {"0o600"}


def test_what_lies_open_already_is_closed_but_for_the_folder(tmp_path: Path) -> None:
    """The folder of a former version; and one may want to keep other things in it."""
    data = tmp_path / "data"
    with RunningServer(data) as running:
        running.post("hello")
        running.kill()
        data.chmod(0o755)
        for path in data.iterdir():
            path.chmod(0o755 if path.is_dir() else 0o644)
        (data / "chat.toml").write_text("# mine\n")
        running.start()
        found = modes(data)
        assert running.log()
    assert (found.pop(""), found.pop("chat.toml")) == ("0o755", "0o644")
    assert found.pop("files") == "0o700"
    assert set(found.values()) == {"0o600"}


def test_a_folder_for_a_group_stays_the_group_s(open_folder: Path) -> None:
    """As in a container, where any user of group 0 may hold the chat."""
    data = open_folder / "data"
    data.mkdir()
    os.chown(data, 0, NOBODY)
    data.chmod(0o2770)
    command = (sys.executable, "-m", "appliance", "serve")
    with RunningServer(data) as running:
        running.post("hello")
        ada = Uploader(running)
        # Of the one something is cut out, which makes it a file anew; the other is half there.
        id_, half = ada.put(picture(text=b"where it was")), ada.begun(9)
        ada.patch(half, 0, b"half")
        running.kill()
        assert set(modes(data).values()) == {"0o2770", "0o660"}
    with RunningServer(data, command=(*as_user(12345, NOBODY), *command)) as running:
        assert [entry["message"] for entry in running.log()] == ["hello"]
        assert running.post("again")
        ben = Uploader(running)
        assert ben.patch(half, 4, b" file").status == 204
        ben.say(id_, half)
        assert (ben.read(id_).body, ben.read(half).body) == (picture(), b"half file")


def test_a_restored_log_is_private_too(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with RunningServer(data) as running:
        running.post("hello")
        assert running.stop() == 0
    copied = tmp_path / "copy.db"
    copied.write_bytes((data / "chat.db").read_bytes())
    data.chmod(0o755)
    (data / "chat.db").chmod(0o644)
    subprocess.run([*RESTORE, data, copied], cwd=ROOT, check=True, capture_output=True)
    found = modes(data)
    found.pop("")
    assert found.pop("files") == "0o700"
    assert set(found.values()) == {"0o600"}
    assert len([name for name in found if "before-restore" in name]) == 1


def test_a_note_is_private_whatever_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    path.write_text("{}")
    path.chmod(0o666)
    Note(path).write({"a": 1})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["serve", "--port", "0"], 78, "Make it writable for user 65534 (sudo chown -R 65534 {})"),
        (["backup", "copy.db"], 78, "{} may not be read by this user"),
        (["restore", "copy.db"], 78, "Make it writable for user 65534 (sudo chown -R 65534 {})"),
        (["health", "--timeout", "1"], 69, "Nothing answers at"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_belongs_to_somebody_else_is_told_with_what_mends_it(
    open_folder: Path, command: list[str], code: int, said: str
) -> None:
    data = open_folder / "data"
    data.mkdir(0o700)
    (data / "chat.toml").write_text("port = 1\n")
    (open_folder / "copy.db").touch()
    ended = subprocess.run(
        [*as_user(NOBODY), sys.executable, "-m", "appliance", *command],
        cwd=open_folder,
        env=dict(os.environ) | {"CHAT_DATA": str(data), "CHAT_PORT": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert said.format(data) in ended.stderr
    assert ended.returncode == code


def test_a_file_system_that_knows_no_modes_keeps_a_chat_as_well(tmp_path: Path) -> None:
    if platform.machine() not in CALLS:
        unavailable("the numbers of this processor's system calls are not known here")
    refusing = (sys.executable, "tests/refusing.py", "chmod", "EPERM")
    command = (*refusing, sys.executable, "-m", "appliance", "serve")
    with RunningServer(tmp_path / "data", command=command) as running:
        assert running.post("hello")
        assert (running.data / "server.json").exists()
        assert running.stop() == 0
    assert running.errors.read_text() == ""
