"""Raw connections to the test's own server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.running import RunningServer
from tests.server.raw import RawClient

Connect = Callable[[], RawClient]


@pytest.fixture
def connect(server: RunningServer) -> Iterator[Connect]:
    """Opens connections, which are closed at the end."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(RawClient(server.port))


@pytest.fixture
def client(connect: Connect) -> RawClient:
    """One connection."""
    return connect()
