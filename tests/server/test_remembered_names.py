"""What the server remembers of what somebody sent is small, whatever they send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import RunningServer
from tests.server.raw import RawClient, get, post

MANY = 600
MOST = 4_000_000
"""Bytes by which the server may grow; what is sent is more than twice as much, of each kind."""

LONG = "x" * 15_000

SENT: dict[str, Callable[[int], bytes]] = {
    "nicks": lambda number: post(f"message=a&nick={number}{LONG * 3}".encode()),
    "rooms": lambda number: get(f"/rooms/{number}{LONG}/messages"),
    "rooms of polls": lambda number: get(f"/sub?since=0&wait=0&room={number}{LONG}"),
    "hosts": lambda number: get("/about").replace(b"localhost", f"{number}{LONG}".encode()),
    "origins": lambda number: post(b"message=a", f"Origin: http://{number}{LONG}"),
    "addresses": lambda number: get(f"http://{number}{LONG}/about"),
    "headers": lambda number: get("/about", f"X{number}{LONG}: a"),
    "cookies": lambda number: get("/about", f"Cookie: member={number}{LONG}"),
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("names") / "data") as running:
        yield running


def memory(server: RunningServer) -> int:
    """Bytes of the server's own memory."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


@pytest.mark.parametrize("request_of", SENT.values(), ids=SENT)
def test_what_is_long_is_not_remembered(
    shared: RunningServer, request_of: Callable[[int], bytes]
) -> None:
    def send(numbers: range) -> None:
        for number in numbers:
            with RawClient(shared.port) as client:
                assert client.ask(request_of(number)).status < 500

    send(range(50))
    before = memory(shared)
    send(range(50, MANY))
    assert memory(shared) - before < MOST
