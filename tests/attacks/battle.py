"""One attack on a small server, and what became of it and of somebody who chats there."""

from __future__ import annotations

import json
import math
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.attacks.attack import HOST, PORT, Attack
from tests.attacks.table import LONGEST, WIDE
from tests.cgroup import Group
from tests.feed.feeds import TIME, draft, opened_log
from tests.running import ROOT, RunningServer
from tests.server.strait import Strait, home_server, strait
from tests.server.talker import Talker

SIZE: Final = 256 * 1024 * 1024
"""Of the server's memory; a small device's container."""

NETWORK: Final = "198.51.100."
FRIEND: Final = f"{NETWORK}99"
MESSAGES: Final = 1_200
"""In a filled log: more than memory holds at start, 19 MB."""

PAUSE: Final = 0.05
"""Seconds; people think between two messages."""

AFTERWARDS: Final = 30.0
"""Seconds in which the healthy client is heard again when the attack is over."""


@dataclass(frozen=True)
class Outcome:
    """`trouble` is why it failed, empty if it did not. Memory in MB, of the server's process."""

    attack: str
    devices: int
    memory: float
    slowest: float
    said: int
    done: dict[str, Any]
    trouble: str


class Field:
    """Two machines on one network: a small server's, and the one of everybody else."""

    def __init__(self, straits: Strait, folder: Path) -> None:
        self._home, self._away = straits
        self._folder = folder
        self._filled = folder / "filled"
        for number in (*range(30, 30 + 8), 99):
            self._away.ip("address", "add", f"{NETWORK}{number}/24", "dev", "eth7")

    def fight(self, attack: Attack, seconds: float, devices: int = 1) -> Outcome:
        """Attack a new server for so long, from so many devices."""
        with (
            self._data(attack) as data,
            Group("memory", SIZE) as group,
            self._server(group, data) as server,
        ):
            friend = Talker(server.port, "healthy", self._friends_socket, host=HOST, pause=PAUSE)
            with self._attackers(attack, server.port, seconds, devices) as attackers:
                trouble = _chatting(friend, attackers)
                said, errors = attackers.communicate(timeout=seconds + 30)
            assert attackers.returncode == 0, errors
            memory = _peak(server.pid)
            if group.kills():
                trouble = f"killed for memory; {trouble}"
            elif "Traceback" in server.errors.read_text():
                trouble += server.errors.read_text()[-300:]
        done = json.loads(said)
        slowest = max(friend.took, default=math.nan)
        return Outcome(attack.name, devices, memory, slowest, friend.rounds, done, trouble)

    @contextmanager
    def _data(self, attack: Attack) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            data = Path(folder, "data")
            if attack.filled:
                self._fill()
                shutil.copytree(self._filled, data)
            yield data

    def _fill(self) -> None:
        if not self._filled.exists():
            self._filled.mkdir()
            with opened_log(self._filled / "chat.db") as log:
                log.append([draft(WIDE * LONGEST) for _ in range(MESSAGES)], TIME)

    def _server(self, group: Group, data: Path) -> RunningServer:
        server = home_server(self._home, data)
        server.port = PORT
        server._command = group.command(*server._command)
        return server

    def _attackers(
        self, attack: Attack, port: int, seconds: float, devices: int
    ) -> subprocess.Popen[str]:
        words = [attack.name, str(port), str(seconds)]
        addresses = [f"{NETWORK}{30 + number}" for number in range(devices)]
        module = (sys.executable, "-m", "tests.attacks.device")
        return subprocess.Popen(
            self._away.command(*module, *words, *addresses),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _friends_socket(self) -> socket.socket:
        made = self._away.open_socket()
        made.bind((FRIEND, 0))
        return made


@contextmanager
def field(folder: Path) -> Iterator[Field]:
    """The place for attacks, for as long as it is needed."""
    with strait() as straits:
        yield Field(straits, folder)


def _chatting(friend: Talker, attackers: subprocess.Popen[str]) -> str:
    """Chat while they attack and a little longer; what went wrong."""
    try:
        with friend:
            attackers.wait()
            friend.is_heard(AFTERWARDS)
    except AssertionError as error:
        return str(error)
    return ""


def _peak(process: int) -> float:
    """The most that a process had in memory; not a number when it is no more."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", _status(process), re.MULTILINE)
    return int(found[1]) / 1024 if found else math.nan


def _status(process: int) -> str:
    try:
        return Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return ""


def rows(outcomes: Sequence[Outcome]) -> str:
    """A table in Markdown, for docs/measurements.md."""
    lines = [
        "| attack | devices | memory | slowest | messages | requests | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.attack} | {each.devices} | {each.memory:.0f} MB | {each.slowest:.2f} s "
        f"| {each.said} | {each.done['sent']:,} | {each.trouble or 'held'} |"
        for each in outcomes
    ]
    return "\n".join(lines)
