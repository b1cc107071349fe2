"""Whoever joins, leaves and speaks in whatever order: nobody is told what they may not read just
then, and nobody misses what they may.
"""

from __future__ import annotations

import json
from typing import Any, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from appliance.feed.entry import Draft
from appliance.feed.scope import PUBLIC, Scope
from appliance.web.deadlines import Timetable
from appliance.web.polls.form import CURSOR_FORM
from appliance.web.polls.group import Subscription
from appliance.web.polls.lot import ParkingLot
from appliance.web.polls.poll import LongPoll
from tests.chat.memory import ListFeed
from tests.server.raw import poll

MEMBERS = ("ada", "bob", "cyd")
ROOMS = st.sampled_from(["a", "@b", "@c"])
OWN = st.sampled_from(["@b", "@c"])


class Line:
    """A member's connection: what comes is written down, and that nobody may read more than that
    member may at this moment.
    """

    gone = False
    address = "192.0.2.7"

    def __init__(self, member: str) -> None:
        self.member = member
        self.scope = PUBLIC
        self.client = self.socket = self
        self.ticket: Any = None
        self.place: Any = None
        self.cursor = 0
        self.told: list[int] = []
        self.answers = 0

    def may_ask(self) -> bool:
        return True

    def parked(self, place: object) -> None:
        self.place = place

    def answer(self, wire: bytes) -> None:
        self.sent(wire, self.send(wire))

    def send(self, wire: bytes) -> int:
        said = json.loads(wire.partition(b"\r\n\r\n")[2])
        assert all(self.scope.holds(entry["room"]) for entry in said["messages"])
        self.told += [int(entry["id"]) for entry in said["messages"]]
        self.cursor = int(said["cursor"])
        self.answers += 1
        return len(wire)

    def sent(self, wire: bytes, sent: int) -> None:
        self.place = None


class Interleaving(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.feed = ListFeed()
        self.timetable = Timetable()
        self.lot = ParkingLot(self.feed, self.timetable)
        self.lines = {member: Line(member) for member in MEMBERS}
        self.due: dict[str, set[int]] = {member: set() for member in MEMBERS}

    @rule(member=st.sampled_from(MEMBERS))
    def hold_a_poll(self, member: str) -> None:
        line = self.lines[member]
        if line.place is None:
            self._ask(line)

    @rule(member=st.sampled_from(MEMBERS), room=OWN)
    def join(self, member: str, room: str) -> None:
        self._change(member, self.lines[member].scope.further({room}))

    @rule(member=st.sampled_from(MEMBERS), room=OWN)
    def leave(self, member: str, room: str) -> None:
        scope = self.lines[member].scope
        self._change(member, scope._replace(rooms=scope.rooms - {room}))

    @rule(room=ROOMS)
    def say(self, room: str) -> None:
        receipt = self.feed.append(Draft(room, "message", "Ada", "ada", {"message": "hello"}))
        for member, line in self.lines.items():
            if line.scope.holds(room):
                self.due[member].add(receipt.id)

    def _change(self, member: str, scope: Scope) -> None:
        others = [line for line in self.lines.values() if line.member != member]
        answers = [line.answers for line in others]
        self.lines[member].scope = scope
        self.lot.revoke(member)
        assert self.lines[member].place is None  # its poll has ended
        assert [line.answers for line in others] == answers  # and nobody else's
        self.due[member] = {
            number for number in self.due[member] if scope.holds(self.feed.drafts[number - 1].room)
        }

    def _ask(self, line: Line) -> None:
        raw = poll(line.cursor)
        if line.ticket is not None and line.ticket.again(cast("Any", line), raw):
            return
        subscription = Subscription(line.scope, CURSOR_FORM, 25)
        held = self.lot.passes.of(line.member, line.scope)
        asked = LongPoll(self.lot, subscription, line.cursor, held)
        line.ticket = asked.remember(raw, b"")
        asked.park(cast("Any", line), b"", close=False)

    def teardown(self) -> None:
        for line in self.lines.values():
            while line.place is None:
                self._ask(line)
            assert len(line.told) == len(set(line.told))
            assert self.due[line.member] <= set(line.told)
        self.timetable.close()


def test_nobody_is_told_what_is_not_theirs_and_nobody_misses_what_is() -> None:
    run_state_machine_as_test(
        Interleaving,
        settings=settings(
            max_examples=150,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
