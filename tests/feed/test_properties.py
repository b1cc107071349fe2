"""Whatever happens in whatever order, every reader sees the log: in order, once, all of it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import gevent
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from appliance.errors import KeyTaken
from appliance.feed import follower
from appliance.feed.facts import Fact
from appliance.feed.scope import EVERYTHING, PUBLIC, Scope
from appliance.feed.sqlite.feed import SqliteFeed
from tests.feed.bad_bus import LosingBus
from tests.feed.feeds import clock, draft, stating, value
from tests.running import RunningServer, eventually
from tests.server.crowd import Reader, whole_log

ROOMS = st.sampled_from(["lobby", "tea", "ö", "@ab", "@cd"])
READERS = (
    EVERYTHING,
    PUBLIC,
    PUBLIC.further({"@ab"}),
    Scope.of({"tea"}),
    Scope.of({"lobby", "@cd"}),
)
MEMBERS = st.sampled_from(["ada", "bob"])


class Reading:
    """A reader that stands somewhere, and what it was told."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.cursor = 0
        self.seen: list[bytes] = []

    def poll(self, feed: SqliteFeed, limit: int, memory: bool) -> None:
        part = feed.recent(self.cursor, self.scope, limit) if memory else None
        if part is None:
            part = feed.since(self.cursor, self.scope, limit)
        assert not part.truncated
        assert len(part.entries) <= limit
        assert part.cursor >= self.cursor
        self.seen += [entry.json for entry in part.entries]
        self.cursor = part.cursor


class Interleaving(RuleBasedStateMachine):
    """Posts, polls, restarts and crashes over the real feed, beside a plain list."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "0" / "chat.db"
        self.path.parent.mkdir()
        self.crashes = 0
        self.log: list[tuple[str, str]] = []
        self.keys: dict[tuple[str, str], int] = {}
        self.facts: dict[str, int] = {}
        self.readings = [Reading(scope) for scope in READERS]
        self.feed: SqliteFeed | None = None

    @initialize()
    def begin(self) -> None:
        self._open()

    def _open(self) -> None:
        self.told: list[int] = []
        self.feed = SqliteFeed(self.path, clock, LosingBus)
        self.first_told = self.feed.last + 1
        self.feed.changes(lambda entries: self.told.extend(entry.id for entry in entries))

    @property
    def open_feed(self) -> SqliteFeed:
        assert self.feed is not None
        return self.feed

    @rule(room=ROOMS, member=MEMBERS, key=st.none() | st.sampled_from(["k1", "k2", "k3"]))
    def post(self, room: str, member: str, key: str | None) -> None:
        if self._is_taken(room, member, key):
            with pytest.raises(KeyTaken):
                self.open_feed.append(draft("hello", room, key, member))
            return
        receipt = self.open_feed.append(draft("hello", room, key, member))
        self._check(receipt.id, receipt.new, room, member, key)

    @rule(name=st.sampled_from("ab"), truth=st.none() | st.integers(0, 3))
    def state(self, name: str, truth: int | None) -> None:
        receipt = self.open_feed.append(stating(Fact("in", name, truth)))
        self._check(receipt.id, receipt.new, "lobby", "ada", None)
        self.facts.pop(name, None)
        if truth is not None:
            self.facts[name] = truth

    @rule(count=st.integers(2, 30), room=ROOMS, key=st.none() | st.just("k4"))
    def post_at_once(self, count: int, room: str, key: str | None) -> None:
        if self._is_taken(room, "ada", key):
            return
        sending = [
            gevent.spawn(self.open_feed.append, draft("at once", room, key)) for _ in range(count)
        ]
        gevent.joinall(sending, timeout=10, raise_error=True)
        for receipt in sorted(map(value, sending), key=lambda one: not one.new):
            self._check(receipt.id, receipt.new, room, "ada", key)

    def _is_taken(self, room: str, member: str, key: str | None) -> bool:
        """Whether the key was used for what was said in another room."""
        known = None if key is None else self.keys.get((member, key))
        return known is not None and self.log[known - 1][0] != room

    def _check(self, number: int, new: bool, room: str, member: str, key: str | None) -> None:
        known = None if key is None else self.keys.get((member, key))
        assert new == (known is None)
        assert number == (known or len(self.log) + 1)
        if new:
            self.log.append((room, member))
            if key is not None:
                self.keys[member, key] = number

    @rule(who=st.sampled_from(range(len(READERS))), limit=st.integers(1, 7), memory=st.booleans())
    def poll(self, who: int, limit: int, memory: bool) -> None:
        self.readings[who].poll(self.open_feed, limit, memory)

    @rule()
    def let_the_bus_run(self) -> None:
        gevent.sleep(0)

    @rule()
    def restart(self) -> None:
        self.open_feed.close()
        self._open()

    @precondition(lambda self: self.crashes < 3)
    @rule()
    def crash(self) -> None:
        """Go on with a copy of the files as they are at this instant."""
        self.crashes += 1
        copy = self.folder / str(self.crashes)
        shutil.copytree(self.path.parent, copy, ignore=shutil.ignore_patterns("*-shm"))
        self.open_feed.close()
        self.path = copy / "chat.db"
        self._open()

    @invariant()
    def listeners_are_told_without_gap_or_double(self) -> None:
        if self.feed is not None:
            assert self.told == list(range(self.first_told, self.first_told + len(self.told)))

    @invariant()
    def facts_are_those_that_were_stated_last(self) -> None:
        if self.feed is not None:
            assert dict(self.feed.facts.of("in")) == self.facts

    def teardown(self) -> None:
        feed = self.feed
        if feed is not None:
            try:
                self._compare(feed)
            finally:
                feed.close()
        shutil.rmtree(self.folder)

    def _compare(self, feed: SqliteFeed) -> None:
        for reading in self.readings:
            with gevent.Timeout(20, AssertionError("a reader waits in vain")):
                while reading.cursor < len(self.log):
                    reading.poll(feed, 50, memory=False)
                    gevent.sleep(0.002)  # idle: a thread that reads needs the interpreter
        whole = feed.since(0, EVERYTHING, 10_000).entries
        assert [entry.id for entry in whole] == list(range(1, len(self.log) + 1))
        assert [entry.room for entry in whole] == [room for room, _ in self.log]
        for reading in self.readings:
            wanted = [entry.json for entry in whole if reading.scope.holds(entry.room)]
            assert reading.seen == wanted
        counted = {room.name: room.messages for room in feed.rooms(EVERYTHING)}
        rooms = [room for room, _ in self.log]
        assert counted == {room: rooms.count(room) for room in rooms}


def test_every_reader_sees_the_log_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "CHECK_SECONDS", 0.02)  # a second for each example is too long
    run_state_machine_as_test(
        Interleaving,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_readers_of_one_server_see_the_same(server: RunningServer) -> None:
    with ExitStack() as stack:
        readers = [stack.enter_context(Reader(server.port)) for _ in range(3)]
        tea = stack.enter_context(Reader(server.port, "tea"))
        for number in range(120):
            server.post(f"message {number}", room=["lobby", "tea", "cellar"][number % 3])
            if number == 60:
                server.kill()
                server.start()
        log = whole_log(server)
        assert [entry["message"] for entry in log] == [f"message {n}" for n in range(120)]
        in_tea: list[dict[str, Any]] = [entry for entry in log if entry["room"] == "tea"]
        for reader in readers:
            eventually(reader.count, lambda seen: seen >= len(log))
            assert reader.seen == log
        eventually(tea.count, lambda seen: seen >= len(in_tea))
        assert tea.seen == in_tea
