"""The disk fills, locks, breaks or vanishes: the server says so, stays up, and recovers."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from appliance.cli.terminal.exit import CONFIGURATION, TAKEN
from appliance.feed.sqlite.database import bare
from appliance.feed.sqlite.schema import steps
from tests.conftest import unavailable
from tests.disk import failing, full, mounted
from tests.feed.logs import make_large_log
from tests.running import ROOT, RunningServer, eventually
from tests.users import NOBODY, as_user

SERVE = (sys.executable, "-m", "appliance", "serve")


def ask(
    server: RunningServer, path: str, said: str | None = None, seconds: float = 10
) -> tuple[int, Any]:
    """Status and JSON of one request, whatever the status is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=seconds)
    try:
        if said is None:
            connection.request("GET", path)
        else:
            body = json.dumps({"nick": "Ada", "message": said, "key": said[:60]})
            connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def say(server: RunningServer, text: str) -> tuple[int, Any]:
    return ask(server, "/pub", text)


def say_until_it_fails(server: RunningServer, kept: list[str]) -> tuple[int, Any]:
    """The first answer that is no receipt; what has one is added to `kept`."""
    for number in range(500):
        text = f"{number} " + "x" * 3000
        status, answer = say(server, text)
        if status != 200:
            return status, answer
        kept.append(text)
    raise AssertionError("there is always space left")


def messages(server: RunningServer) -> list[str]:
    return [entry["message"] for entry in server.log()]


def check_reads(server: RunningServer, last: int) -> None:
    """Everything that needs no writing goes on."""
    assert ask(server, f"/sub?since={last - 1}&wait=0")[1]["messages"][0]["id"] == last
    assert ask(server, f"/sub?since={last}&wait=0")[1]["messages"] == []
    assert ask(server, "/rooms/lobby/messages")[0] == 200
    assert ask(server, "/about", seconds=2)[0] == 200


def check_recovery(server: RunningServer, kept: list[str]) -> None:
    """Sending works again by itself, and nothing that was acknowledged is missing."""
    eventually(lambda: say(server, "after")[0], lambda status: status == 200)
    eventually(lambda: ask(server, "/healthz")[0], lambda status: status == 200)
    found = messages(server)
    assert set(kept) <= set(found)
    assert len(found) == len(set(found))
    assert "Traceback" not in server.errors.read_text()


def refusal(
    data: Path, *options: str, command: tuple[str, ...] = SERVE, code: int = CONFIGURATION
) -> str:
    """The sentence with which a server does not start."""
    ended = subprocess.run(
        [*command, "--host", "127.0.0.1", "--data", str(data), *(options or ("--port", "0"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == code, ended
    assert "ready" not in ended.stdout
    assert "Traceback" not in ended.stderr
    assert "Warning" not in ended.stderr
    assert ended.stderr.startswith("chat-appliance: ")
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr


def test_a_full_disk_is_told_and_gets_over_it(small_disk: Path) -> None:
    with RunningServer(small_disk) as server:
        kept = []
        assert say(server, "before")[0] == 200
        kept.append("before")
        with full(small_disk):
            status, answer = say_until_it_fails(server, kept)
            assert (status, answer["title"]) == (507, "The disk is full")
            assert "Free some space" in answer["description"]
            check_reads(server, len(kept))
            eventually(lambda: ask(server, "/healthz")[0], lambda status: status == 507)
        check_recovery(server, kept)
        server.kill()
        server.start()
        assert set(kept) <= set(messages(server))


def test_a_disk_that_is_full_at_the_start_keeps_nobody_from_reading(small_disk: Path) -> None:
    with RunningServer(small_disk) as server:
        assert say(server, "before")[0] == 200
        assert server.stop() == 0
        with full(small_disk):
            server.start()
            assert messages(server) == ["before"]
            assert ask(server, "/healthz")[0] == 507
            assert say(server, "meanwhile")[0] == 507
        check_recovery(server, ["before"])


def test_an_older_log_on_a_full_disk_is_read_and_brought_up_to_date_once_there_is_room(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, "size=14m"), RunningServer(folder) as server:
        assert server.stop() == 0
        (folder / "chat.db").unlink()
        make_large_log(folder / "chat.db", 1_500, form=1)
        with full(folder):
            server.start()
            check_reads(server, 1_500)
            assert ask(server, "/healthz")[0] == 507
            status, answer = say(server, "meanwhile")
            assert (status, answer["title"]) == (507, "The disk is full")
        eventually(lambda: say(server, "after")[0], lambda status: status == 200)
        eventually(lambda: ask(server, "/healthz")[0], lambda status: status == 200)
        assert "Traceback" not in server.errors.read_text()
        assert (folder / f"chat.db.before-{len(steps())}").is_file()
        server.kill()
        server.start()
        check_reads(server, 1_501)


def test_writes_that_fail_are_told_and_it_gets_over_them(server: RunningServer) -> None:
    kept: list[str] = []
    with failing(server.pid):
        status, answer = say_until_it_fails(server, kept)
        assert status == 503
        assert "Check the disk" in answer["description"]
        check_reads(server, len(kept))
    check_recovery(server, kept)


def test_a_locked_log_is_told_and_nobody_else_waits(server: RunningServer) -> None:
    assert say(server, "before")[0] == 200
    other = bare(server.data / "chat.db", "rw")
    try:
        other.execute("BEGIN EXCLUSIVE")
        answers: list[tuple[int, Any]] = []
        sending = [
            threading.Thread(target=lambda n=n: answers.append(say(server, f"locked {n}")))
            for n in range(5)
        ]
        for thread in sending:
            thread.start()
        asked = time.monotonic()
        while any(thread.is_alive() for thread in sending):
            check_reads(server, 1)
            assert time.monotonic() - asked < 10
        assert [status for status, _ in answers] == [503] * 5
        assert "locked" in answers[0][1]["description"]
        assert ask(server, "/healthz")[0] == 503
        other.execute("ROLLBACK")
    finally:
        other.close()
    check_recovery(server, ["before"])


def damage(path: Path) -> None:
    """Everything but the first page."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def test_a_damaged_log_is_refused_at_start(server: RunningServer) -> None:
    assert say(server, "before")[0] == 200
    assert server.stop() == 0
    damage(server.data / "chat.db")
    assert "The chat's log is damaged. Move chat.db away" in refusal(server.data)


def test_a_file_that_is_no_log_is_refused_at_start(tmp_path: Path) -> None:
    (tmp_path / "chat.db").write_bytes(b"some text, and no database at all\n" * 300)
    assert "not a chat's log" in refusal(tmp_path)


def test_a_log_of_a_newer_version_is_refused_at_start(server: RunningServer) -> None:
    server.stop()
    connection = bare(server.data / "chat.db", "rw")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert "newer version" in refusal(server.data)


def test_a_log_damaged_while_running_is_told(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data") as server:
        for number in range(20):
            assert say(server, f"{number} " + "x" * 3000)[0] == 200
        server.stop()
        server.start()
        damage(server.data / "chat.db")
        status, answer = say(server, "onto a broken log")
        assert status == 503
        assert "damaged" in answer["description"]
        status, answer = ask(server, "/rooms/lobby/messages")
        assert status == 503
        assert "damaged" in answer["description"]
        assert ask(server, "/about", seconds=2)[0] == 200
        assert ask(server, "/sub?since=19&wait=0")[1]["messages"][0]["id"] == 20
        assert "Traceback" not in server.errors.read_text()


def without_rights() -> tuple[str, ...]:
    """The command line that runs a server as somebody who may not write everywhere."""
    if os.getuid() != 0:
        return SERVE
    become = as_user(NOBODY)
    reachable = subprocess.run(
        [*become, sys.executable, "-c", "import appliance"], cwd=ROOT, check=False
    )
    if reachable.returncode != 0:
        unavailable("a plain user cannot read this checkout")
    return (*become, *SERVE)


def test_a_folder_that_cannot_be_written_to_is_named(open_folder: Path) -> None:
    folder = open_folder / "data"
    folder.mkdir(mode=0o555)
    user = NOBODY if os.getuid() == 0 else os.getuid()
    said = refusal(folder, command=without_rights())
    assert f"{folder} cannot be written to" in said
    assert f"user {user}" in said
    # A lock file that is left from better times makes no difference.
    folder.chmod(0o755)
    lock = folder / "chat.lock"
    lock.touch()
    lock.chmod(0o666)
    folder.chmod(0o555)
    assert f"{folder} cannot be written to" in refusal(folder, command=without_rights())


def test_a_folder_that_cannot_be_made_is_named(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    folder = open_folder / "deep" / "data"
    assert f"{folder} cannot be written to" in refusal(folder, command=without_rights())


def test_a_log_that_cannot_be_written_to_is_told(open_folder: Path) -> None:
    folder = open_folder / "data"
    folder.mkdir()
    with RunningServer(folder) as server:
        server.stop()
    folder.chmod(0o777)
    for file in folder.iterdir():
        file.chmod(0o666)
    (folder / "chat.db").chmod(0o444)
    said = refusal(folder, command=without_rights())
    assert f"{folder} cannot be written to: chat.db" in said


def test_a_folder_that_becomes_unwritable_is_told_before_the_next_start(open_folder: Path) -> None:
    folder = open_folder / "data"
    folder.mkdir()
    user = without_rights()
    folder.chmod(0o777)
    with RunningServer(folder, command=user) as server:
        assert ask(server, "/healthz")[0] == 200
        folder.chmod(0o555)
        eventually(lambda: ask(server, "/healthz")[0], lambda status: status == 503)
        assert "the right to" in ask(server, "/healthz")[1]["description"]
        # It has its files open, and goes on with them.
        assert say(server, "still heard")[0] == 200
        folder.chmod(0o777)
        eventually(lambda: ask(server, "/healthz")[0], lambda status: status == 200)


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.touch()
    said = refusal(path)
    assert str(path) in said
    assert path.read_bytes() == b""


def test_a_second_server_on_the_same_folder_is_refused(server: RunningServer) -> None:
    said = refusal(server.data)
    assert "Another chat is running" in said
    assert str(server.data) in said
    assert "--data" in said
    assert say(server, "still here")[0] == 200
    server.kill()
    server.start()  # the lock went with the process


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(tmp_path, "--port", str(port), code=TAKEN)
    assert f"Port {port} is taken" in said
    assert "--port" in said


@pytest.mark.parametrize("name", ["chat.db", "chat.db-wal"])
def test_nothing_is_acknowledged_into_a_file_that_is_gone(server: RunningServer, name: str) -> None:
    assert say(server, "before")[0] == 200
    file, aside = server.data / name, server.data / "aside"
    file.rename(aside)
    status, answer = say(server, "meanwhile")
    assert status == 503
    assert "Put it back" in answer["description"]
    assert ask(server, "/healthz")[0] == 503
    assert not file.exists()
    assert ask(server, "/about", seconds=2)[0] == 200
    aside.rename(file)
    check_recovery(server, ["before"])
    server.kill()
    server.start()
    assert messages(server)[0] == "before"
    assert "after" in messages(server)


def test_an_older_copy_put_in_its_place_is_refused_until_a_restart(server: RunningServer) -> None:
    assert say(server, "old")[0] == 200
    server.stop()
    database = server.data / "chat.db"
    shutil.copy(database, server.data / "backup")
    server.start()
    assert say(server, "new")[0] == 200
    (server.data / "backup").replace(database)
    for _ in range(2):
        status, answer = say(server, "meanwhile")
        assert status == 503
        assert "start it again" in answer["description"]
    server.kill()
    for name in ("chat.db-wal", "chat.db-shm"):
        (server.data / name).unlink(missing_ok=True)
    server.start()
    assert messages(server) == ["old"]
    assert say(server, "after")[1]["id"] == 2


def test_a_server_that_cannot_start_leaves_no_process(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        started = subprocess.Popen(
            [
                *(*SERVE, "--host", "127.0.0.1", "--data", tmp_path),
                *("--port", str(taken.getsockname()[1])),
            ],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert started.wait(10) == TAKEN
        finally:
            if started.poll() is None:
                started.send_signal(signal.SIGKILL)
                started.wait()


def test_a_system_without_threads_to_spare_changes_nothing(open_folder: Path) -> None:
    """All threads are there from the start: nothing later asks for one."""
    user = without_rights()
    limit = shutil.which("prlimit")
    if limit is None:
        unavailable("prlimit is not installed")
    folder = open_folder / "data"
    folder.mkdir()
    folder.chmod(0o777)
    with RunningServer(folder, command=user) as server:
        lower = [*user[: -len(SERVE)], limit, "--pid", str(server.pid), "--nproc=0:0"]
        subprocess.run(lower, check=True)
        with ThreadPoolExecutor(20) as clients:
            parked = [clients.submit(ask, server, "/sub?since=0&wait=30") for _ in range(10)]
            eventually(lambda: server.metric("chat_polls_parked"), lambda count: count == 10)
            assert say(server, "without a thread")[0] == 200
            for poll in parked:
                assert poll.result(10)[1]["messages"][0]["message"] == "without a thread"
            reads = [clients.submit(ask, server, "/rooms/lobby/messages") for _ in range(20)]
            assert {read.result(10)[0] for read in reads} == {200}
        assert ask(server, "/healthz")[0] == 200
        assert server.stop() == 0
        assert "Traceback" not in server.errors.read_text()
