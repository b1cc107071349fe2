"""The data folder is the whole chat: it moves between the forms, and it is backed up."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.forms.container.container import RunningContainer
from tests.forms.container.engine import HARDENED, Engine
from tests.running import RunningServer, eventually
from tests.server.crowd import Senders, whole_log


def say(server: RunningServer, *texts: str) -> None:
    for text in texts:
        server.post(text)


def give(folder: Path, owner: str) -> None:
    subprocess.run(["chown", "-R", owner, folder], check=True)


def test_from_the_desktop_to_a_container_and_back_it_is_one_history(
    engine: Engine, image: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with RunningServer(data) as desktop:
        say(desktop, "desktop 1", "desktop 2")
        # What the admin of a desktop may have chosen must not hide the container from everybody.
        (data / "sharing.json").write_text('{"shared": false}')
        assert desktop.stop() == 0
    token = (data / "admin.token").read_text()
    give(data, "12345:0")
    with RunningContainer(engine, image, data) as container:
        assert container.get("/invite")["shared"]
        say(container, "container 1", "container 2")
        first = container.log()
        assert container.stop() == 0
    give(data, "0:0")
    with RunningServer(data) as desktop:
        assert desktop.log() == first
        say(desktop, "desktop 3")
        log = desktop.log()
        assert desktop.stop() == 0
    texts = ["desktop 1", "desktop 2", "container 1", "container 2", "desktop 3"]
    assert [entry["message"] for entry in log] == texts
    assert [entry["id"] for entry in log] == [1, 2, 3, 4, 5]
    assert (data / "admin.token").read_text() == token


def test_a_backup_under_load_holds_what_was_acknowledged_before(
    engine: Engine, image: str, tmp_path: Path
) -> None:
    backups, restored = folder(tmp_path / "backups"), folder(tmp_path / "restored")
    mounted = ("--volume", f"{backups}:/backup")
    with RunningContainer(engine, image, tmp_path / "data", run=(*HARDENED, *mounted)) as chat:
        senders = Senders(chat.port, 4, tmp_path)
        try:
            eventually(lambda: len(senders.acknowledged()), lambda count: count > 200)
            acknowledged = senders.acknowledged()
            done = chat.do("backup", "/backup/chat.db")
            assert (done.returncode, done.stderr) == (0, ""), done
            seen = len(senders.acknowledged())
            eventually(lambda: len(senders.acknowledged()), lambda now: now > seen)
            senders.check()
        finally:
            senders.stop()
        whole = whole_log(chat)
    command = ("run", "--rm", *HARDENED, *mounted, "--volume", f"{restored}:/data", image)
    engine.podman(*command, "restore", "/backup/chat.db")
    with RunningContainer(engine, image, restored) as chat:
        log = whole_log(chat)
        assert log == whole[: len(log)]
        stored = {entry["key"]: entry["id"] for entry in log}
        assert {key: stored.get(key) for key in acknowledged} == acknowledged
        assert chat.post("goes on")["id"] == len(log) + 1


def folder(path: Path) -> Path:
    """One that group 0 may write to."""
    path.mkdir()
    path.chmod(0o2770)
    return path
