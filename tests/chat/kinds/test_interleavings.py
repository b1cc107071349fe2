"""Whatever is done to messages in whatever order, over a bus that loses half, through restarts and
crashes: all who read end with the same conversation, and everybody has read what they had.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

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

from appliance.chat.actor import Actor
from appliance.chat.kinds.delete import DELETE
from appliance.chat.kinds.edit import EDIT
from appliance.chat.kinds.kind import change
from appliance.chat.kinds.reaction import REACTION
from appliance.chat.kinds.table import FOLDS, KINDS
from appliance.chat.names import EVERY_ROOM
from appliance.chat.own_marks import LEVELS, OwnMarks
from appliance.errors import Problem
from appliance.feed import follower
from appliance.feed.entry import Draft
from appliance.feed.folding import Target
from appliance.feed.scope import EVERYTHING, PUBLIC, Scope
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.marks import SqliteMarks
from tests.chat.kinds.client import folded
from tests.chat.memory import ListFeed
from tests.feed.bad_bus import LosingBus
from tests.feed.feeds import TIME, clock, draft, soon

ROOMS: Final = ("lobby", "tea", "@ab")
MEMBERS: Final = ("ada", "bob", "eve")
SCOPES: Final = (EVERYTHING, PUBLIC, PUBLIC.further({"@ab"}), Scope.of({"tea"}))
WORDS: Final = ("a", "b", "a spell of rain", "雨")


def say(target: Target, actor: Actor, words: str) -> Draft:
    return draft(words, target.room, member=actor.member)


def reply(target: Target, actor: Actor, words: str) -> Draft:
    said = say(target, actor, words)
    return said._replace(fields={**said.fields, "reply": target.id}, target=target.id)


def edit(target: Target, actor: Actor, words: str) -> Draft:
    return change(EDIT, target, actor, message=words)


def delete(target: Target, actor: Actor, words: str) -> Draft:
    return change(DELETE, target, actor, by="host" if len(words) > 1 else "author")


def react(target: Target, actor: Actor, words: str) -> Draft:
    return change(REACTION, target, actor, emoji="👍🎉"[len(words) > 1], on=True)


def take_back(target: Target, actor: Actor, words: str) -> Draft:
    return react(target, actor, words)._replace(
        fields={"target": target.id, "emoji": "👍🎉"[len(words) > 1], "on": False}
    )


ACTS: Final[tuple[Callable[[Target, Actor, str], Draft], ...]] = (
    *(say, reply, edit, delete, react, take_back),
)


class Reading:
    """Somebody who may read some rooms: from the beginning, or from a page on."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.cursor = 0
        self.page: dict[int, dict[str, Any]] = {}

    def begin_anew(self, feed: SqliteFeed) -> None:
        """As who has just come: with the last page of each room."""
        parts = [feed.before(room, None, 500, self.scope) for room in ROOMS]
        self.cursor = min(part.cursor for part in parts)
        self.page = {}
        for part in parts:
            folded(part.entries, self.page)

    def poll(self, feed: SqliteFeed, limit: int, *, memory: bool) -> None:
        part = feed.recent(self.cursor, self.scope, limit) if memory else None
        if part is None:
            part = feed.since(self.cursor, self.scope, limit)
        assert not part.truncated
        assert part.cursor >= self.cursor
        folded(part.entries, self.page)
        self.cursor = part.cursor


class PlainMarks:
    """What each has read and wants to hear, as one would tell it."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], tuple[int, int]] = {}
        self.levels: dict[tuple[str, str], str] = {}

    def of(self, member: str, room: str) -> int:
        number, base = self._read.get((member, room), (0, 0))
        everywhere, _ = self._read.get((member, EVERY_ROOM), (0, 0))
        return everywhere if number < everywhere != base else number

    def read(self, member: str, room: str, number: int, *, back: bool) -> None:
        if number > self.of(member, room) or back:
            everywhere = 0 if room == EVERY_ROOM else self.of(member, EVERY_ROOM)
            self._read[member, room] = number, everywhere


class Interleavings(RuleBasedStateMachine):
    """A feed and marks on disk, beside a list and a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.data = self.folder / "0"
        self.data.mkdir()
        self.crashes = 0
        self.plain = ListFeed(FOLDS)
        self.marked = PlainMarks()
        self.sent: list[Draft] = []
        self.readings = [Reading(scope) for scope in SCOPES * 2]
        self.feed: SqliteFeed | None = None

    @initialize()
    def begin(self) -> None:
        self._open()

    def _open(self) -> None:
        self.feed = SqliteFeed(self.data / "chat.db", clock, LosingBus, folds=FOLDS)
        self.marks = SqliteMarks(self.data / "marks.db")
        self.own = OwnMarks(self.feed, self.marks)

    def _close(self) -> None:
        self.open_feed.close()
        self.marks.close()

    @property
    def open_feed(self) -> SqliteFeed:
        assert self.feed is not None
        return self.feed

    @rule(
        act=st.sampled_from(ACTS),
        number=st.integers(1, 8),
        room=st.sampled_from(ROOMS),
        member=st.sampled_from(MEMBERS),
        words=st.sampled_from(WORDS),
    )
    def act(
        self,
        act: Callable[[Target, Actor, str], Draft],
        number: int,
        room: str,
        member: str,
        words: str,
    ) -> None:
        target = Target(number, room, "message", "", "", TIME, {}, {})
        wanted = act(target, Actor(member, "Ada"), words)
        self._send(wanted._replace(key=f"k{len(self.sent)}"))

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 100))
    def send_again(self, which: int) -> None:
        """As who got no answer, however long ago."""
        self._send(self.sent[which % len(self.sent)])

    def _send(self, wanted: Draft) -> None:
        """Both take it, under the same number, or refuse it for the same reason."""
        told = []
        for each in (self.open_feed, self.plain):
            try:
                told.append(str(each.append(wanted)))
            except Problem as problem:
                told.append(problem.name)
        assert told[0] == told[1]
        self.sent.append(wanted)

    @rule(
        member=st.sampled_from(MEMBERS),
        room=st.sampled_from([*ROOMS, EVERY_ROOM]),
        number=st.integers(0, 12),
        back=st.booleans(),
    )
    def read(self, member: str, room: str, number: int, back: bool) -> None:
        self._hear_of_all()  # nobody has read what is not there
        number = min(number, self.plain.last)
        self.own.read(member, room, str(number), back=back)
        self.marked.read(member, room, number, back=back)

    @rule(
        member=st.sampled_from(MEMBERS), room=st.sampled_from(ROOMS), level=st.sampled_from(LEVELS)
    )
    def want(self, member: str, room: str, level: str) -> None:
        self.own.want(member, room, level)
        self.marked.levels[member, room] = level

    @rule(who=st.sampled_from(range(8)), limit=st.integers(1, 5), memory=st.booleans())
    def poll(self, who: int, limit: int, memory: bool) -> None:
        self.readings[who].poll(self.open_feed, limit, memory=memory)

    @rule(who=st.sampled_from(range(8)))
    def come_anew(self, who: int) -> None:
        self.readings[who].begin_anew(self.open_feed)

    @rule()
    def let_the_bus_run(self) -> None:
        gevent.sleep(0)

    @rule()
    def restart(self) -> None:
        self._close()
        self._open()

    @precondition(lambda self: self.crashes < 3)
    @rule()
    def crash(self) -> None:
        """Go on with a copy of the files as they are at this instant."""
        self.crashes += 1
        copy = self.folder / str(self.crashes)
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("*-shm"))
        self._close()
        self.data = copy
        self._open()

    @invariant()
    def marks_are_what_was_said_last(self) -> None:
        if self.feed is None or self.feed.last < self.plain.last:
            return
        for member in MEMBERS:
            for room in ROOMS:
                told = self.own.told(member, room)
                assert told["read"] == self.marked.of(member, room)
                assert told["level"] == self.marked.levels.get((member, room), LEVELS[0])

    def teardown(self) -> None:
        try:
            if self.feed is not None:
                self._compare(self.feed)
        finally:
            if self.feed is not None:
                self._close()
            shutil.rmtree(self.folder)

    def _hear_of_all(self) -> None:
        soon(lambda: self.open_feed.last == self.plain.last)

    def _compare(self, feed: SqliteFeed) -> None:
        self._hear_of_all()
        for scope in SCOPES:
            for room in ROOMS:
                whole = feed.before(room, None, 500, scope)
                assert whole.entries == self.plain.before(room, None, 500, scope).entries
        raw = feed.since(0, EVERYTHING, 500).entries
        assert raw == self.plain.since(0, EVERYTHING, 500).entries
        for reading in self.readings:
            while reading.cursor < self.plain.last:
                reading.poll(feed, 50, memory=False)
            pages = (feed.before(room, None, 500, reading.scope) for room in ROOMS)
            kept = {entry.id: entry.record for page in pages for entry in page.entries}
            assert reading.page == kept


def test_every_kind_is_among_what_is_done() -> None:
    target = Target(1, "lobby", "message", "", "", TIME, {}, {})
    assert {act(target, Actor("ada", ""), "a").kind for act in ACTS} == KINDS.keys()


def test_all_end_with_the_same_conversation_and_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "CHECK_SECONDS", 0.02)  # a second for each example is too long
    run_state_machine_as_test(
        Interleavings,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
