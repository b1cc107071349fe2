"""The examples for bots on the page for the one who runs the chat, run as they stand there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import unavailable
from tests.docs.page import SECTIONS, blocks
from tests.running import DEADLINE, ROOT, RunningServer
from tests.server.bots import make, send
from tests.server.raw import RawClient
from tests.web.test_webhooks import ALERTMANAGER, UPTIME_KUMA

TEXT = SECTIONS["Bots"].text
PYTHON = "/usr/bin/python3"


class Home:
    """A user with the token, on the machine of a chat."""

    def __init__(self, folder: Path, server: RunningServer) -> None:
        self.folder = folder
        self.server = server
        self.token = make(server, "printer", "alerts")
        (folder / "printer.token").write_text(self.token["secret"] + "\n")
        command = folder / "chat-appliance"
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m appliance "$@"\n')
        command.chmod(0o755)

    def here(self, text: str) -> str:
        """What stands on the page, for this chat and this home."""
        for page, own in (
            ("http://localhost:8080", self.server.url),
            ("http://192.168.1.20:8080", self.server.url),
            ("/usr/local/bin/chat-appliance", str(self.folder / "chat-appliance")),
            ("/etc/printer.token", str(self.folder / "printer.token")),
            ("SECRET", self.token["hook"]),
        ):
            text = text.replace(page, own)
        return text

    def run(self, command: Sequence[str]) -> int:
        environment = {
            **os.environ,
            "HOME": str(self.folder),
            "CHAT_URL": self.server.url,
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(
            command, env=environment, cwd=self.folder, timeout=DEADLINE, check=False
        ).returncode

    def said(self) -> list[str]:
        log = self.server.log("alerts")
        assert all(entry["nick"] == "printer" and entry["bot"] for entry in log)
        return [entry["message"] for entry in log]


@pytest.fixture
def home(tmp_path: Path, server: RunningServer) -> Home:
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder, server)


def test_the_shell_script_says_how_a_command_ended(home: Home) -> None:
    [script] = blocks("bash", TEXT)
    path = home.folder / "told"
    path.write_text(home.here(script))
    assert home.run(["sh", str(path), "true"]) == 0
    assert home.run(["sh", str(path), "sh", "-c", "exit 3"]) == 3
    assert home.said() == ["true is done", "sh -c exit 3 has failed (3)"]


def test_the_python_script_says_something(home: Home) -> None:
    if home.run([PYTHON, "-c", "import requests"]):
        unavailable("requests is not installed (apt-get install python3-requests)")
    [script] = blocks("python", TEXT)
    assert home.run([PYTHON, "-c", home.here(script)]) == 0
    assert home.said() == ["Toner is low"]


def test_systemds_unit_tells_what_has_failed(home: Home) -> None:
    [unit] = blocks("ini", TEXT)
    [start] = re.findall("^ExecStart=(.*)$", home.here(unit), re.MULTILINE)
    assert home.run(shlex.split(start.replace("%i", "backup.service"))) == 0
    assert home.said() == ["backup.service has failed"]
    assert "OnFailure=chat-failed@%n.service" in TEXT


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (ALERTMANAGER, "Firing: DiskFull (nas:9100): 2 % of /srv are left\nResolved: HostDown"),
        (UPTIME_KUMA, UPTIME_KUMA["msg"]),
    ],
    ids=["Alertmanager", "Uptime Kuma"],
)
def test_what_others_send_to_the_address_on_the_page_is_said(
    home: Home, payload: dict[str, Any], said: str
) -> None:
    [yaml] = blocks("yaml", TEXT)
    [url] = re.findall(r"url: (\S+)", home.here(yaml))
    with RawClient(home.server.port) as client:
        target = url.removeprefix(home.server.url)
        kind = "Content-Type: application/json"
        assert send(client, target, json.dumps(payload).encode(), kind).status == 200
    assert home.said() == [said]
