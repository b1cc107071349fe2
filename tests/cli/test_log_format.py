"""`serve` as programs read it: every line of its output is JSON."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.cli.command import COMMAND, SECONDS, Running, environment, run
from tests.running import ROOT, eventually
from tests.server.bad_heads import BAD_HEADS
from tests.server.raw import RawClient, get

SERVE: Final = ("serve", "--host", "127.0.0.1", "--port", "0", "--data")


def record(line: str) -> dict[str, Any]:
    found = json.loads(line)
    assert {"time", "level", "logger", "message"} <= found.keys()
    return dict(found)


def failure(*arguments: str, code: int = 78) -> dict[str, Any]:
    """The only line of a server that does not start, and ends with `code`."""
    ended = subprocess.run(
        [sys.executable, "-m", "appliance", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (code, "")
    (line,) = ended.stdout.splitlines()
    return record(line)


def test_every_line_parses_from_the_first_to_the_last(tmp_path: Path) -> None:
    with Running(*SERVE, str(tmp_path), env={"CHAT_LOG_FORMAT": "json"}) as serve:
        records = [record(serve.out()[0])]
        while records[-1].get("event") != "ready":
            records.append(record(serve.out()[0]))
        port = urlsplit(records[-1]["url"]).port
        assert port
        refused = 0
        for refusal in BAD_HEADS:
            for request in refusal.requests.values():
                with RawClient(port) as client:
                    with suppress(BrokenPipeError, ConnectionResetError):
                        client.send(request)
                    refused += client.answer().status == refusal.status
        assert refused > 20
        with RawClient(port) as client:
            assert client.ask(get("/healthz")).status == 200
        serve.process.send_signal(signal.SIGTERM)
        assert serve.wait() == 0
        records += [record(line) for line in serve.rest()]
        assert serve.errors() == ""
    assert records[-1]["event"] == "closed"
    assert {each["level"] for each in records} == {"info"}
    assert any(each["message"] == f"Everything is kept in {tmp_path}" for each in records)


def test_why_it_does_not_start_is_a_line_too(tmp_path: Path) -> None:
    (tmp_path / "chat.db").write_bytes(b"no log\n" * 1_000)
    line = failure(*SERVE, str(tmp_path), "--log-format", "json")
    assert line["level"] == "critical"
    assert "not a chat's log" in line["message"]


def test_a_port_that_is_taken_is_a_line_too(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = failure(*(*SERVE, str(tmp_path), "--port", port, "--log-format", "json"), code=71)
    assert f"Port {port} is taken" in line["message"]


def test_another_format_is_refused(tmp_path: Path) -> None:
    ended = run(*SERVE, str(tmp_path), "--log-format", "xml")
    assert (ended.code, ended.out) == (78, "")
    assert "--log-format must be text, lines or json, not 'xml'" in ended.err


def test_there_are_no_colours_on_a_terminal_either(tmp_path: Path) -> None:
    watched, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *SERVE, str(tmp_path)],
        cwd=ROOT,
        env=environment(TERM="xterm-256color", FORCE_COLOR="1"),
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    try:
        while b"ready http" not in shown:
            shown += os.read(watched, 4_096)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        shown += eventually(lambda: os.read(watched, 4_096))
    finally:
        process.kill()
        os.close(watched)
    assert b"The chat is closed" in shown
    assert b"\x1b" not in shown
