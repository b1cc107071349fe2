"""An executable whose file is moved, replaced or removed while it runs, as by an update."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import ROOT, RunningServer
from tests.window.desk import Desk

OTHER: Final = b"#!/bin/sh\nexit 1\n"
"""What lies there afterwards: another program, as far as anybody can tell."""

LONG: Final = 11 * 86_400
"""Seconds; systemd-tmpfiles takes away what is older than ten days."""


def move(program: Path) -> None:
    program.rename(program.with_name("elsewhere"))


def replace(program: Path) -> None:
    """As `install` does it."""
    other = program.with_name("other")
    other.write_bytes(OTHER)
    other.chmod(0o755)
    other.rename(program)


def remove(program: Path) -> None:
    program.unlink()


EACH_WAY: Final = pytest.mark.parametrize("change", [move, replace, remove])


@pytest.fixture
def program(builds: Builds, tmp_path: Path) -> Path:
    """An executable of the test's own."""
    folder = tmp_path / "program"
    folder.mkdir()
    return Path(shutil.copy(builds.get("none"), folder / "chat-appliance"))


@EACH_WAY
def test_every_route_answers_as_before(
    program: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    options = ("--announce", "on")
    with RunningServer(tmp_path / "data", *options, command=(str(program), "serve")) as server:
        change(program)
        # Twice: what could not be loaded once is not tried in the same way again.
        for _ in range(2):
            server.post("after the change")
            answers = {path: status(server.url + path) for path in every(server)}
            assert {path: code for path, code in answers.items() if code >= 500} == {}
            assert answers["/"] == answers[qr(server)] == 200
        assert [entry["message"] for entry in server.log()] == ["after the change"] * 2
        assert server.stop() == 0
    assert "Traceback" not in server.errors.read_text()


@EACH_WAY
def test_a_window_starts_its_server_again(
    program: Path, tmp_path: Path, display: str, change: Callable[[Path], None]
) -> None:
    with Desk(tmp_path, [str(program)]) as desk:
        desk.environment |= {"DISPLAY": display}
        opened = desk.start("window", "--port", "0")
        desk.server()
        change(program)
        for _ in range(2):
            url = f"http://127.0.0.1:{desk.kill_server(9)['port']}"
            assert status(f"{url}/healthz") == 200
        opened.terminate()
        desk.nothing_is_left()
        assert not desk.unpacked()


def test_what_it_unpacked_is_no_rubbish_after_ten_days(program: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-tmpfiles") is None:
        unavailable("systemd-tmpfiles is not installed (apt-get install systemd)")
    with RunningServer(tmp_path / "data", command=(str(program), "serve")) as server:
        (unpacked,) = (tmp_path / "data.tmp").glob("_MEI*")
        (tmp_path / "data.tmp" / "other").mkdir()
        age(tmp_path / "data.tmp")
        before = sorted(unpacked.rglob("*"))
        clean(tmp_path / "data.tmp", tmp_path / "tmpfiles.conf")
        assert not (tmp_path / "data.tmp" / "other").exists()
        assert sorted(unpacked.rglob("*")) == before
        assert server.stop() == 0


def age(folder: Path) -> None:
    """Make all in there look as if nobody had touched it for long."""
    for path in sorted(folder.rglob("*"), reverse=True):
        then = path.stat().st_mtime - LONG
        os.utime(path, (then, then))


def clean(folder: Path, settings: Path) -> None:
    """What systemd does once a day; by the times that a test can set, which are not all."""
    settings.write_text(f"d {folder} - - - amAM:10d -\n")
    subprocess.run(["systemd-tmpfiles", "--clean", settings], check=True)


def every(server: RunningServer) -> Iterator[str]:
    """All that can be asked for without changing anything."""
    routes: dict[str, Any] = json.loads(
        (ROOT / "appliance" / "web" / "openapi.json").read_text("utf-8")
    )["paths"]
    for path, methods in routes.items():
        if "get" in methods:
            yield path.replace("{room}", "lobby").replace("{path}", "style.css") + (
                "?since=0" if path == "/sub" else ""
            )
    yield from ("/", "/static/js/main.js", "/favicon.ico", "/nothing", qr(server))


def qr(server: RunningServer) -> str:
    address = server.get("/invite")["addresses"][0]["url"]
    return f"/invite/qr.svg?url={address}"


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=30) as answer:
            code: int = answer.status
            return code
    except HTTPError as refused:
        with refused:
            return refused.code
