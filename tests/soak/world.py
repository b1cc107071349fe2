"""Where the soak takes place: a server on its own machine and small disk, and everybody else's."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.cgroup import Group
from tests.disk import mounted
from tests.running import RunningServer
from tests.server.strait import SERVER, Strait, home_server, strait

DISK: Final = "size=64m"
NETWORK: Final = "198.51"
DEVICES: Final = tuple(f"{NETWORK}.{100 + number % 2}.{50 + number // 2}" for number in range(160))
"""Clients share these; a device may ask 100 times a second, and each message makes each ask."""

WATCHER: Final = f"{NETWORK}.100.40"


class World:
    """Made by `world`; its server can be killed, starved and cut off."""

    def __init__(self, straits: Strait, group: Group, disk: Path) -> None:
        self.home, self.away = straits
        self.threads = group
        self.disk = disk
        self.data = disk / "data"
        command = group.command(*self.home.command(sys.executable, "-m", "appliance", "serve"))
        self.server: RunningServer = home_server(self.home, self.data)
        self.server._command = command

    @property
    def place(self) -> tuple[str, int]:
        """Where the server is."""
        return SERVER, self.server.port

    def client_socket(self) -> socket.socket:
        """A socket of a device of its own."""
        made = self.away.open_socket()
        made.bind((WATCHER, 0))
        return made

    def outside(self, module: str, *words: str) -> tuple[str, ...]:
        """A module of the soak as a command that runs on the other machine."""
        return self.away.command(sys.executable, "-m", f"tests.soak.{module}", *words)

    def link(self, state: str) -> None:
        """The other machine's network `up` or `down`."""
        self.away.ip("link", "set", "eth7", state)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A world with a server that runs."""
    disk = folder / "disk"
    disk.mkdir()
    with strait() as straits, Group("pids") as group, mounted(disk, DISK):
        made = World(straits, group, disk)
        made.home.ip("address", "add", f"{SERVER}/16", "dev", "eth7")
        for address in (*DEVICES, WATCHER):
            made.away.ip("address", "add", f"{address}/16", "dev", "eth7")
        with made.server:
            yield made
