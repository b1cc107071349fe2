"""A backup of a chat that goes on, and what stands in its way."""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from operator import lt
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, SECONDS, environment, run
from tests.feed.logs import make_large_log, make_log, names_in, texts_in
from tests.running import ROOT, RunningServer, eventually
from tests.server.crowd import Senders, whole_log

LARGE = 30_000
"""Messages in a log whose copy takes a second or so."""


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


@pytest.fixture
def large(tmp_path: Path) -> Iterator[RunningServer]:
    """A chat with a large log."""
    (tmp_path / "data").mkdir()
    make_large_log(tmp_path / "data" / "chat.db", LARGE)
    with RunningServer(tmp_path / "data") as running:
        yield running


def test_it_says_what_is_in_the_file(server: RunningServer, backups: Path) -> None:
    server.post("one")
    server.post("two", room="garden")
    file = backups / "chat.db"
    ended = run("backup", "--data", str(server.data), str(file))
    assert (ended.code, ended.err) == (0, "")
    size = f"{file.stat().st_size / 1000:.1f} kB"
    assert ended.out == f"2 messages up to number 2 are in {file} ({size}).\n"
    assert names_in(backups) == {"chat.db"}
    assert texts_in(file) == ["one", "two"]


def test_under_load_it_ends_and_holds_what_was_acknowledged_before(
    server: RunningServer, backups: Path, tmp_path: Path
) -> None:
    senders = Senders(server.port, 4, tmp_path)
    known: list[dict[str, int]] = []
    try:
        for number in range(2):
            eventually(lambda: len(senders.acknowledged()), partial(lt, 100 + sum(map(len, known))))
            known.append(senders.acknowledged())
            ended = run("backup", "--data", str(server.data), str(backups / f"{number}.db"))
            assert (ended.code, ended.err) == (0, "")
        seen = len(senders.acknowledged())
        eventually(lambda: len(senders.acknowledged()), lambda now: now > seen)
        senders.check()
    finally:
        senders.stop()
    whole = whole_log(server)
    for number, acknowledged in enumerate(known):
        data = tmp_path / f"restored-{number}"
        assert run("restore", "--data", str(data), str(backups / f"{number}.db")).code == 0
        with RunningServer(data) as restored:
            log = whole_log(restored)
            assert log == whole[: len(log)]
            stored = {entry["key"]: entry["id"] for entry in log}
            assert acknowledged
            assert {key: stored.get(key) for key in acknowledged} == acknowledged
            assert restored.post("goes on")["id"] == len(log) + 1
            assert restored.stop() == 0


def test_a_killed_backup_leaves_no_half_file_and_the_chat_in_peace(
    large: RunningServer, backups: Path
) -> None:
    command = [*COMMAND, "backup", "--data", str(large.data), str(backups / "chat.db")]
    running = subprocess.Popen(command, cwd=ROOT, env=environment())
    eventually(lambda: [path.stat().st_size for path in backups.glob(".*.part")], any)
    running.kill()
    assert running.wait(SECONDS) == -signal.SIGKILL
    assert not (backups / "chat.db").exists()
    assert large.post("still here")["id"] == LARGE + 1
    assert run("health", "--url", large.url).code == 0
    ended = run("backup", "--data", str(large.data), str(backups / "chat.db"))
    assert ended.out.startswith(f"{LARGE + 1:,} messages up to number {LARGE + 1} are in ")
    assert large.stop() == 0
    assert not {"chat.db-wal", "chat.db-shm"} & names_in(large.data)


def test_an_interrupted_backup_leaves_nothing(large: RunningServer, backups: Path) -> None:
    command = [*COMMAND, "backup", "--data", str(large.data), str(backups / "chat.db")]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
    )
    eventually(lambda: [path.stat().st_size for path in backups.glob(".*.part")], any)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=SECONDS)
    assert (running.returncode, errors) == (130, "")
    assert names_in(backups) == set()


def test_a_terminal_shows_how_far_it_is(large: RunningServer, backups: Path) -> None:
    watched, terminal = pty.openpty()
    command = [*COMMAND, "backup", "--data", str(large.data), str(backups / "chat.db")]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=terminal
    )
    os.close(terminal)
    running.communicate(timeout=SECONDS)
    shown = b""
    try:
        while more := os.read(watched, 4_096):
            shown += more
    except OSError:  # how a terminal says that it has ended
        pass
    os.close(watched)
    assert running.returncode == 0
    steps = shown.decode().split("\r")
    assert any(step.startswith("Copying … ") and step.endswith("%") for step in steps)
    assert steps[-1] == ""
    assert not steps[-2].strip()
    assert "\x1b" not in shown.decode()


def test_a_file_that_is_there_needs_force(tmp_path: Path, backups: Path) -> None:
    make_log(tmp_path / "chat.db", "one")
    file = backups / "mine"
    file.write_text("mine")
    ended = run("backup", "--data", str(tmp_path), str(file))
    assert ended.code == 74
    assert ended.err == (
        f"chat-appliance: {file} exists already. Choose another name, or say --force.\n"
    )
    assert file.read_text() == "mine"
    assert run("backup", "--force", str(file), env={"CHAT_DATA": str(tmp_path)}).code == 0
    assert texts_in(file) == ["one"]


def test_a_folder_without_a_chat_is_named(tmp_path: Path) -> None:
    ended = run("backup", "--data", str(tmp_path / "none"), str(tmp_path / "file"))
    assert (ended.code, ended.out) == (78, "")
    assert f"There is no chat in {tmp_path / 'none'}. Say with --data" in ended.err
    assert names_in(tmp_path) == set()


def test_a_damaged_log_is_told(tmp_path: Path, backups: Path) -> None:
    (tmp_path / "chat.db").write_bytes(b"no database\n" * 1_000)
    ended = run("backup", "--data", str(tmp_path), str(backups / "file"))
    assert ended.code == 78
    assert "damaged or not a chat's log" in ended.err
    assert names_in(backups) == set()


def test_a_full_disk_leaves_nothing_and_the_chat_in_peace(
    server: RunningServer, small_disk: Path
) -> None:
    for number in range(300):
        server.post(f"{number} " + "x" * 3_900)
    before = names_in(small_disk)
    ended = run("backup", "--data", str(server.data), str(small_disk / "file"))
    assert ended.code == 74
    assert ended.err == (
        f"chat-appliance: There is no space left for {small_disk / 'file'}. Free some space, or "
        "choose another place.\n"
    )
    assert names_in(small_disk) == before
    assert server.post("still here")["id"] == 301


def test_a_disk_that_fails_is_told(tmp_path: Path, backups: Path) -> None:
    make_large_log(tmp_path / "chat.db", 500)

    def limited() -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, most))

    ended = subprocess.run(
        [*COMMAND, "backup", "--data", str(tmp_path), str(backups / "file")],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=limited,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 74
    assert "file cannot be written: the disk reports an error. Choose" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert names_in(backups) == set()
