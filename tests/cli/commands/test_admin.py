"""The link of the admin: a command prints it, and a start only once and only for a person."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.command import environment, run
from tests.running import ROOT, RunningServer
from tests.server.raw import RawClient, get


@contextmanager
def started(data: Path, *, on_terminal: bool) -> Iterator[str]:
    """What a server says until it is ready, in the text for people."""
    command = (sys.executable, "-m", "appliance", "serve", "--port", "0", "--data", str(data))
    reading, writing = pty.openpty() if on_terminal else os.pipe()
    with subprocess.Popen(command, cwd=ROOT, stdout=writing, env=environment()) as process:
        os.close(writing)
        said = ""
        with os.fdopen(reading, encoding="utf-8") as output:
            for line in output:
                said += line
                if line.startswith("ready "):
                    break
            yield said
            process.terminate()
            assert process.wait(20) == 0


def test_it_prints_the_link_of_the_chat_that_runs(server: RunningServer) -> None:
    ended = run("admin", "--data", str(server.data))
    assert (ended.code, ended.err) == (0, "")
    token = (server.data / "admin.token").read_text().strip()
    assert ended.out == f"http://127.0.0.1:{server.port}/admin?token={token}\n"
    with RawClient(server.port) as client:
        assert client.ask(get(ended.out.strip().partition(str(server.port))[2])).status == 303


def test_where_no_chat_runs_it_says_so(server: RunningServer) -> None:
    assert server.stop() == 0
    ended = run("admin", "--data", str(server.data))
    assert (ended.code, ended.out) == (69, "")
    assert f"No chat runs with the data folder {server.data}. Start it" in ended.err


def test_where_there_is_no_chat_it_says_so(tmp_path: Path) -> None:
    ended = run("admin", "--data", str(tmp_path / "none"))
    assert (ended.code, ended.out) == (78, "")
    assert "There is no chat in" in ended.err


def test_the_first_start_shows_it_to_a_person_and_no_other_does(tmp_path: Path) -> None:
    data = tmp_path / "a chat"
    with started(data, on_terminal=True) as said:
        token = (data / "admin.token").read_text().strip()
        assert re.search(rf"open http://127\.0\.0\.1:\d+/admin\?token={token}\s", said)
    with started(data, on_terminal=True) as said:
        assert token not in said
        assert f"chat-appliance admin --data '{data}'" in said


def test_what_goes_to_a_journal_never_holds_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for _ in range(2):
        with started(data, on_terminal=False) as said:
            assert (data / "admin.token").read_text().strip() not in said
            assert f"chat-appliance admin --data {data}" in said
