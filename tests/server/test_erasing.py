"""What was taken back is nowhere any more: in no file, no answer, and not in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from tests.conftest import unavailable
from tests.running import SOON, RunningServer, eventually
from tests.server.crowd import Reader
from tests.server.raw import get
from tests.server.remains import in_files, in_memory, unheard_of
from tests.server.talker import Talker
from tests.server.test_moderation import House

COMMAND = (sys.executable, "-m", "appliance", "serve")
"""As it is for people: Python's development mode overwrites by itself what is freed."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    if sys.platform != "linux":
        unavailable("the memory of a process is read from Linux's /proc")
    with RunningServer(tmp_path / "data", command=COMMAND) as running:
        yield running


class Story:
    """Ada says something, and other words for it; everybody reads and looks for both."""

    def __init__(self, server: RunningServer, stack: ExitStack) -> None:
        self.server = server
        self.words = [unheard_of(), f"{unheard_of() * 12}{unheard_of()} 火水木"]
        self.house = House(server, stack)
        self.readers = [stack.enter_context(Reader(server.port)) for _ in range(3)]
        self.said = 0

    def tell(self) -> None:
        ada, bob = self.house.ada, self.house.bob
        first, second = self.words
        for number in range(20):
            bob.told("POST", "/pub", message=f"before {number}")
        self.said = ada.told("POST", "/pub", message=first)["id"]
        self._find(first[:20])
        ada.told("PUT", f"/messages/{self.said}", message=second)
        self._find(second[5:25])
        bob.told("POST", "/pub", message="an answer", reply=self.said)
        for path in self.paths * 2:
            bob.line.ask(get(path, bob.cookie))
        eventually(lambda: min(one.cursor for one in self.readers), lambda now: now > self.said + 1)

    def _find(self, words: str) -> None:
        path = f"/search?q={words}"
        eventually(lambda: self.house.bob.told("GET", path)["messages"])

    @property
    def paths(self) -> list[str]:
        room, said = "/rooms/lobby/messages", self.said
        return [
            *(room, f"{room}?around={said}", f"{room}?before={said + 1}", f"/messages/{said}"),
            *("/sub?since=0&wait=0", f"/sub?since={said - 1}&wait=0", "/sub?room=*&since=0.0"),
        ]

    def take_back(self) -> float:
        """The moment from which on it is to be gone."""
        self.house.ada.told("DELETE", f"/messages/{self.said}")
        return monotonic()

    def remains(self) -> list[str]:
        return [
            *in_files(self.server.data, self.words),
            *in_memory(self.server.pid, self.words),
        ]

    def answers(self) -> list[str]:
        """What tells something of it."""
        bob = self.house.bob
        told = {path: bob.line.ask(get(path, bob.cookie)).wire for path in self.paths}
        return [path for path, wire in told.items() for word in self.words if word.encode() in wire]


def test_what_was_taken_back_is_in_no_file_no_answer_and_not_in_memory(
    server: RunningServer,
) -> None:
    with ExitStack() as stack:
        story = Story(server, stack)
        stack.enter_context(Talker(server.port, pause=0.01))
        story.tell()
        assert in_files(server.data, story.words)
        assert in_memory(server.pid, story.words)
        story.take_back()
        assert not story.answers()
        assert not eventually(story.remains, lambda found: not found, SOON)


def test_it_is_gone_also_where_the_server_is_killed_before_it_was(server: RunningServer) -> None:
    with ExitStack() as stack:
        story = Story(server, stack)
        story.tell()
        story.take_back()
        server.kill()
    assert in_files(server.data, story.words)
    server.start()
    with ExitStack() as stack:
        story.house = House(server, stack)
        assert not story.answers()
        assert not eventually(story.remains, lambda found: not found, SOON)
