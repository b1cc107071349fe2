"""No request takes the loop from everybody else: what it costs grows with its size and no faster.

Counted in the processor time of the server's main thread, which the kernel counts in nanoseconds;
another program's work on the machine is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import unavailable
from tests.running import RunningServer
from tests.server.costly import BODY, HEAD, IN_A_BODY, IN_A_HEAD
from tests.server.raw import RawClient, get

RUNS = 4
MOST_GROWTH = 8.0
"""For four times the size: 4 in proportion, 16 by the square."""

MOST_COST = 200.0
"""Times a trivial request, for the largest: that is some 50 ms. Most take less than 1, 64 KB of
escapes in a form 8."""

Request = Callable[[int], bytes]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("costly") / "data"
    with RunningServer(data) as running:
        if not _clock(running).exists():
            unavailable("this kernel does not count a thread's time (/proc/PID/schedstat)")
        yield running
        assert running.stop() == 0
    assert "Traceback" not in running.errors.read_text()


def _clock(server: RunningServer) -> Path:
    return Path(f"/proc/{server.pid}/task/{server.pid}/schedstat")


def nanoseconds(server: RunningServer, request: bytes) -> int:
    """What answering `request` costs the server, the least of a few times."""

    def once() -> int:
        with RawClient(server.port) as client:
            before = int(_clock(server).read_text().split()[0])
            assert client.ask(request).status < 500
            return int(_clock(server).read_text().split()[0]) - before

    return min(once() for _ in range(RUNS))


def check(server: RunningServer, request: Request, size: int) -> None:
    trivial = nanoseconds(server, get("/about"))
    small = nanoseconds(server, request(size // 4))
    large = nanoseconds(server, request(size))
    assert large < MOST_GROWTH * max(small, trivial)
    assert large < MOST_COST * trivial


@pytest.mark.parametrize("request_of", IN_A_HEAD.values(), ids=IN_A_HEAD)
def test_a_head_costs_in_proportion(busy: RunningServer, request_of: Request) -> None:
    check(busy, request_of, HEAD)


@pytest.mark.parametrize("request_of", IN_A_BODY.values(), ids=IN_A_BODY)
def test_a_body_costs_in_proportion(busy: RunningServer, request_of: Request) -> None:
    check(busy, request_of, BODY)
