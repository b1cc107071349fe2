"""Two islands with a strait between them: a server's machine, and another device."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.running import SERVE, RunningServer
from tests.server.island import Island

SERVER = "198.51.100.10"
DEVICE = "198.51.100.20"


class Strait(NamedTuple):
    """`home` is where the server runs, `away` the other device."""

    home: Island
    away: Island


class Away(Island):
    """A second island beside the first."""

    def __init__(self) -> None:
        super().__init__()
        self.name += "-away"


@contextmanager
def strait() -> Iterator[Strait]:
    with Island() as home, Away() as away:
        pair = ("type", "veth", "peer", "name", "eth7", "netns", away.name)
        home.ip("link", "add", "eth7", *pair)
        for island, address in ((home, SERVER), (away, DEVICE)):
            island.ip("address", "add", f"{address}/24", "dev", "eth7")
            island.ip("link", "set", "eth7", "up")
        yield Strait(home, away)


def home_server(home: Island, data: Path, *options: str) -> RunningServer:
    """A server on all addresses of `home`, as the switch has it there."""
    command = home.command(*SERVE)
    options = ("--host", "", "--announce", "off", *options)
    return RunningServer(data, *options, command=command)
