"""Whoever joins, leaves and speaks in whatever order, and whenever the process ends: nobody is told
what they may not read just then, and nobody misses what they may. Of what is so now nobody who asks
for it is left with what was so before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from math import inf
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from appliance.chat.names import PROGRAM
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.registry import Registry
from appliance.feed.entry import Draft
from appliance.feed.facts import Known
from appliance.feed.scope import PUBLIC, Scope
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.polls.form import CURSOR_FORM, NOW_FORM
from appliance.web.polls.group import Subscription
from appliance.web.polls.passes import Pass
from appliance.web.polls.poll import LongPoll
from tests.chat.memory import ListFeed
from tests.server.raw import poll
from tests.web.polls.so_now import Lot

ROOMS = st.sampled_from(["a", "b", "@c", "@d", "@e"])
OWN = st.sampled_from(["@c", "@d", "@e"])


class Line:
    """A member's connection: what comes is written down, and that nobody may read more than that
    member may at this moment.
    """

    gone = False
    address = "192.0.2.7"

    def __init__(self, member: str, room: str = "*", *, now: bool = False) -> None:
        """`now` says that it asks for what is so now as well."""
        self.member = member
        self.room = room
        self.form = NOW_FORM if now else CURSOR_FORM
        self.states: dict[str, Any] = {}
        self.version = 0
        self.scope = PUBLIC
        self.client = self.socket = self
        self.ticket: Any = None
        self.place: Any = None
        self.cursor = 0
        self.told: list[int] = []
        self.wires: list[bytes] = []

    @property
    def wanted(self) -> Scope:
        return self.scope if self.room == "*" else self.scope.within(self.room.split(","))

    @property
    def answers(self) -> int:
        return len(self.wires)

    def may_ask(self) -> bool:
        return True

    def parked(self, place: object) -> None:
        self.place = place

    def answer(self, wire: bytes) -> None:
        self.sent(wire, self.send(wire))

    def send(self, wire: bytes) -> int:
        said = json.loads(wire.partition(b"\r\n\r\n")[2])
        assert all(self.wanted.holds(entry["room"]) for entry in said["messages"])
        self.told += [int(entry["id"]) for entry in said["messages"]]
        cursor, _, version = said["cursor"].partition(".")
        self.cursor, self.version = int(cursor), int(version or 0)
        assert (self.form is NOW_FORM) == bool(version)
        self.states = {} if said.get("all") else self.states
        for room, state in said.get("now", {}).items():
            assert self.wanted.public if room == "*" else self.wanted.holds(room)
            self.states[room] = state["said"]
        self.wires.append(wire)
        return len(wire)

    def sent(self, wire: bytes, sent: int) -> None:
        self.place = None

    def close(self) -> None:
        self.gone = True


class Interleaving(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.starts = 0
        self._begin([])
        self.lines = [
            *(Line("ada", now=True), Line("ada"), Line("bob", now=True)),
            *(Line("bob", "a,@c", now=True), Line("cyd", "@d")),
        ]
        self.due: dict[Line, set[int]] = {line: set() for line in self.lines}

    def _begin(self, drafts: list[Draft]) -> None:
        """A process that finds these stored."""
        self.so_now: dict[str, int] = {}
        self.feed = ListFeed()
        self.feed.append_together(drafts)
        stored = enumerate(drafts, 1)
        self.feed.facts.learn(Known(fact, at) for at, draft in stored for fact in draft.facts)
        self.registry = Registry(self.feed)
        self.timetable = Timetable()
        self.starts += 1
        self.lot = Lot(self.feed, self.timetable, lambda: self.starts)
        self.lot.so_now.state = lambda room, whole: {"said": self.so_now.get(room, 0)}
        self.registry.listen(self.lot.revoke)
        self.lot.heads.pass_of = self._pass_of

    @rule(number=st.integers(0, 4))
    def hold_a_poll(self, number: int) -> None:
        line = self.lines[number]
        if line.place is None:
            self._ask(line)

    @rule(number=st.integers(0, 4))
    def come_back_on_a_new_connection(self, number: int) -> None:
        line = self.lines[number]
        if line.place is not None:
            line.place.leave(line)
            line.place = None
        line.ticket = self.lot.heads
        self._ask(line)

    @rule(number=st.integers(0, 4), room=OWN)
    def join(self, number: int, room: str) -> None:
        self._change(number, room, joins=True)

    @rule(number=st.integers(0, 4), room=OWN)
    def leave(self, number: int, room: str) -> None:
        if room in self.lines[number].scope.rooms:
            self._change(number, room, joins=False)

    @rule(rooms=st.sets(st.sampled_from(["*", "a", "@c", "@d"]), min_size=1))
    def be_otherwise(self, rooms: set[str]) -> None:
        self.so_now |= {room: self.so_now.get(room, 0) + 1 for room in rooms}
        plain = [line for line in self.lines if line.form is CURSOR_FORM]
        answers = [line.answers for line in plain]
        self.lot.now.change(rooms)
        assert [line.answers for line in plain] == answers

    @rule(rooms=st.lists(ROOMS, min_size=1, max_size=4))
    def say(self, rooms: list[str]) -> None:
        self._owe(rooms)
        self.feed.append_together([_said(room) for room in rooms])

    @rule(
        rooms=st.lists(ROOMS, max_size=3), number=st.integers(0, 4), room=OWN, joins=st.booleans()
    )
    def end_before_it_is_told_and_begin_again(
        self, rooms: list[str], number: int, room: str, joins: bool
    ) -> None:
        """What is stored last nobody has heard of: some words, and who is in a room."""
        self._owe(rooms)
        member = self.lines[number].member
        drafts = [*self.feed.drafts, *map(_said, rooms), _moved(member, room, joins=joins)]
        self.timetable.close()
        self._begin(drafts)
        for line in self.lines:
            line.place, line.ticket = None, self.lot.heads
        self.lot.now.change([room])
        self._now_in(member, self._scope(number, room, joins=joins))

    def _owe(self, rooms: list[str]) -> None:
        for line in self.lines:
            held = line.wanted
            numbers = enumerate(rooms, self.feed.last + 1)
            self.due[line] |= {at for at, room in numbers if held.holds(room)}

    def _scope(self, number: int, room: str, *, joins: bool) -> Scope:
        scope = self.lines[number].scope
        return scope.further({room}) if joins else scope._replace(rooms=scope.rooms - {room})

    def _now_in(self, member: str, scope: Scope) -> None:
        """From now on `member` may read so much and no more."""
        assert self.registry.scope(member) == scope
        for line in (line for line in self.lines if line.member == member):
            line.scope = scope
            held, drafts = line.wanted, self.feed.drafts
            self.due[line] = {at for at in self.due[line] if held.holds(drafts[at - 1].room)}

    def _change(self, number: int, room: str, *, joins: bool) -> None:
        member, scope = self.lines[number].member, self._scope(number, room, joins=joins)
        own = [line for line in self.lines if line.member == member]
        others = [line for line in self.lines if line.member != member]
        answers = [line.answers for line in others]
        for line in own:  # what they are told by which their polls end is held to it already
            line.scope = scope
        self.feed.append(_moved(member, room, joins=joins))
        assert [line.place for line in own] == [None] * len(own)  # their polls have ended
        assert [line.answers for line in others] == answers  # and nobody else's
        self._now_in(member, scope)
        self.lot.now.change([room])  # who is in it is part of what is so there

    def _pass_of(self, cookie: bytes) -> Pass:
        member = cookie.decode().removeprefix("member=")
        return self.lot.passes.of(member, self.registry.scope(member))

    def _ask(self, line: Line) -> None:
        ask(self.lot, line)

    def teardown(self) -> None:
        for line in self.lines:
            while line.place is None:
                self._ask(line)
            assert len(line.told) == len(set(line.told))
            assert self.due[line] <= set(line.told)
            if line.form is NOW_FORM:
                self._look_at_states(line)
        self.timetable.close()

    def _look_at_states(self, line: Line) -> None:
        """Who asks without waiting is told what others may have to wait for."""
        line.place.leave(line)
        ask(self.lot, line, wait=0)
        public = [room for room in line.wanted.rooms if not room.startswith("@")]
        changed = [room for room in self.so_now if line.wanted.holds(room)]
        rooms = {"*", *changed} if line.wanted.public else {*public, *changed}
        found = {room: line.states.get(room, 0) for room in rooms}
        assert found == {room: self.so_now.get(room, 0) for room in rooms}


def ask(lot: Lot, line: Line, wait: int = 25) -> None:
    """The next poll of a connection, as the server has it."""
    cursor = f"{line.cursor}.{line.version}" if line.form is NOW_FORM else line.cursor
    raw = poll(cursor, f"Cookie: member={line.member}", room=line.room, wait=wait)
    if line.ticket is not None and line.ticket.again(cast("Any", line), raw):
        return
    subscription = Subscription(line.wanted, line.form, wait)
    held = lot.passes.of(line.member, line.scope)
    asked = LongPoll(lot, subscription, line.cursor, held, version=line.version)
    line.ticket = asked.remember(raw, b"")
    asked.park(cast("Any", line), b"", close=False)


def _moved(member: str, room: str, *, joins: bool) -> Draft:
    """Somebody is in a private room from now on, or is not; nobody is told of the entry itself."""
    name = membership_name(room, member)
    fact = Membership("ada").fact(name) if joins else Membership.gone(name)
    return Draft(PROGRAM, "member", "", "", {}, facts=(fact,))


def _said(room: str) -> Draft:
    return Draft(room, "message", "Ada", "ada", {"message": "hello"})


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


@pytest.fixture
def lot() -> Iterator[Lot]:
    timetable = Timetable()
    yield Lot(ListFeed(), timetable)
    timetable.close()


def parked(lot: Lot, member: str, *own: str, room: str = "*") -> Line:
    """A member of these private rooms who waits."""
    line = Line(member, room)
    line.scope = PUBLIC.further(own)
    line.cursor = lot.feed.last
    ask(lot, line)
    assert line.place is not None
    return line


def witness(lot: Lot, member: str, room: str) -> Line:
    """Who was told what is now in `room`, and waits."""
    lot.so_now.state = lambda room, whole: {"said": 0}
    line = Line(member, room, now=True)
    line.cursor = lot.feed.last
    ask(lot, line)
    ask(lot, line)
    assert (line.answers, line.place is None) == (1, False)
    return line


def test_whose_private_rooms_differ_share_the_bytes_of_a_public_message(lot: Lot) -> None:
    lines = [parked(lot, f"m{number}", f"@{number}", "@all") for number in range(20)]
    lines.append(parked(lot, "nobody"))
    lot.feed.append(_said("a"))
    assert {id(line.wires[0]) for line in lines} == {id(lines[0].wires[0])}


def test_a_private_message_is_one_answer_for_all_who_are_told_it(lot: Lot) -> None:
    inside = [parked(lot, f"m{number}", f"@{number}", "@all") for number in range(20)]
    outside = parked(lot, "nobody", "@other")
    lot.feed.append(_said("@all"))
    assert {id(line.wires[0]) for line in inside} == {id(inside[0].wires[0])}
    assert outside.answers == 0
    assert len(lot) == 1


def test_what_is_said_at_once_in_several_rooms_is_one_answer_in_its_order(lot: Lot) -> None:
    both, one, none = parked(lot, "a", "@c", "@d"), parked(lot, "b", "@d"), parked(lot, "c")
    cast("ListFeed", lot.feed).append_together([_said(room) for room in ("@c", "a", "@d", "b")])
    assert [line.told for line in (both, one, none)] == [[1, 2, 3, 4], [2, 3, 4], [2, 4]]
    assert [line.answers for line in (both, one, none)] == [1, 1, 1]


def once_failing(work: Callable[..., Any]) -> Callable[..., Any]:
    left = [fail]

    def attempt(*args: Any) -> Any:
        return (left.pop() if left else work)(*args)

    return attempt


def fail(*_: object) -> Any:
    raise LookupError("nobody thought of this")


class Blind:
    """An onlooker that fails at everything."""

    heed = said = end = staticmethod(fail)


def test_a_group_that_cannot_be_told_is_closed_and_keeps_no_other_from_its_answer(
    lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = witness(lot, "ada", "a"), witness(lot, "bob", "b")
    lot.so_now.state = lambda room, whole: {"said": 1 if room == "b" else fail()}
    lot.now.change(["a", "b"])
    assert (ada.answers, ada.gone, bob.answers, bob.gone) == (1, True, 2, False)
    lot.show(Blind())
    ada, bob = parked(lot, "ada", room="a"), parked(lot, "bob", room="b")
    lot.feed.append(_said("b"))
    assert bob.told == [1]
    bob = parked(lot, "bob", room="b")
    monkeypatch.setattr(Deadlines, "__iter__", once_failing(Deadlines.__iter__))
    lot.revoke("ada", "bob")
    assert (ada.place, bob.place, ada.gone) == (None, None, True)


def test_whose_answer_cannot_be_made_when_their_poll_ends_comes_back_and_does_not_wait_for_ever(
    lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob, cyd = parked(lot, "ada"), parked(lot, "bob", room="b"), witness(lot, "cyd", "a")
    monkeypatch.setattr(CURSOR_FORM, "nothing", fail)
    lot.revoke("ada")
    assert (ada.place, ada.gone, bob.gone) == (None, True, False)
    bob.place.waiting.expire(inf)
    lot.now.note(["a"])
    lot.so_now.state = fail
    cyd.place.group.waiting.expire(inf)
    assert [(line.place, line.gone) for line in (bob, cyd)] == [(None, True)] * 2
    assert len(lot) == 0


def test_what_is_a_members_own_is_told_to_their_other_devices_alone(lot: Lot) -> None:
    bob = witness(lot, "bob", "a")
    one, other = witness(lot, "ada", "a"), witness(lot, "ada", "b")
    lot.own.state = lambda member, room: {"said": 7}
    lot.change_own("bob", "a")
    lot.change_own("ada", "a")
    assert (bob.answers, one.states["a"], other.answers) == (1, 7, 1)
    lot.own.state = fail
    lot.change_own("ada", "b")
    assert (other.gone, bob.gone, bob.answers) == (True, False, 1)


def test_a_poll_for_rooms_that_are_all_private_or_nobodys_is_held_like_others(
    lot: Lot,
) -> None:
    own, nothing = parked(lot, "a", "@c", room="@c"), parked(lot, "b", room="@c")
    assert len(lot) == 2
    lot.revoke("b")
    assert [own.answers, nothing.answers] == [0, 1]
    lot.drain()
    assert own.answers == 1
