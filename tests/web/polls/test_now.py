"""Versions of what is so now: who is told what, and how often those who wait are called."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import gevent
import pytest

from appliance.feed.scope import PUBLIC, Scope
from appliance.web.deadlines import Timetable
from appliance.web.polls.now import MOST_BYTES, MOST_ROOMS, Now
from tests.web.polls.so_now import OwnNow, SoNow

FIRST = 1_000


class Case:
    def __init__(self, timetable: Timetable) -> None:
        self.so_now, self.own = SoNow(), OwnNow()
        self.so_now.state, self.so_now.crowded = self._state, {"full"}
        self.now = Now(timetable, FIRST, self.so_now, self.own, self._call)
        self.calls: list[list[str]] = []
        self.size = 0

    def _call(self, names: Collection[str]) -> None:
        self.calls.append(sorted(names))

    def _state(self, room: str, whole: bool) -> Mapping[str, Any]:
        return {"whole": "a" * self.size if whole else False}

    def told(self, version: int, scope: Scope) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(b"{%b}" % self.now.told(version, scope).states)
        return told


@pytest.fixture
def case() -> Iterator[Case]:
    timetable = Timetable()
    yield Case(timetable)
    timetable.close()


def test_who_was_told_everything_is_told_nothing_and_is_not_called(case: Case) -> None:
    case.now.change(["*", "a", "@a"])
    assert case.now.told(case.now.version, PUBLIC).states == b""
    assert not case.now.calls(case.now.version, PUBLIC)


def test_who_was_told_some_is_told_the_rest_of_what_they_may_read(case: Case) -> None:
    case.now.change(["*"])
    version = case.now.version
    case.now.change(["a", "@a"])
    assert set(case.told(version, PUBLIC)) == {"a"}
    assert set(case.told(version, PUBLIC.further(["@a"]))) == {"a", "@a"}
    assert set(case.told(version, Scope.of(["b"]))) == set()
    assert not case.now.calls(version, Scope.of(["b"]))
    assert case.now.calls(version, Scope.of(["@a"]))


def test_what_public_rooms_have_in_common_is_told_once_or_by_their_names(case: Case) -> None:
    case.now.change(["*"])
    assert set(case.told(FIRST, PUBLIC)) == {"*"}
    assert set(case.told(FIRST, Scope.of(["a", "b", "@c"]))) == {"a", "b"}
    assert set(case.told(0, Scope.of(["a", "@c"]))) == {"a", "@c"}


def test_what_is_a_members_own_of_all_rooms_is_told_to_who_reads_one(case: Case) -> None:
    case.own.state = lambda member, room: {"read": 7}
    lobby = Scope.of(["lobby"])
    case.now.change_own("ada", "*")
    assert case.now.calls(FIRST, lobby, "ada")
    assert not case.now.calls(FIRST, lobby, "bob")
    assert case.now.told(FIRST, lobby, "ada").states == b'"*":{"read":7}'
    assert case.now.told(FIRST, lobby, "bob").states == b""


def test_a_version_of_another_process_is_none(case: Case) -> None:
    case.now.change(["*"])
    assert [case.now.known(said) for said in (FIRST - 1, FIRST, FIRST + 1, FIRST + 2)] == [
        *(0, FIRST, FIRST + 1, 0)
    ]


def test_who_waits_is_called_at_once_and_then_not_for_a_while(case: Case) -> None:
    for _ in range(1_000):
        case.now.change(["a"])
    case.now.change(["a", "b"])
    assert case.calls == [["a"], ["b"]]
    with gevent.Timeout(30):
        while len(case.calls) < 3:
            gevent.sleep(0.01)
    assert case.calls[2] == ["a"]


def test_a_crowd_is_not_called_for_one_who_comes(case: Case) -> None:
    case.now.change(["full"])
    assert case.calls == []
    assert set(case.told(FIRST, PUBLIC)) == {"full"}  # with the next message


def test_beyond_a_bound_rooms_are_told_in_brief(case: Case) -> None:
    case.size = MOST_BYTES // 2
    told = case.told(0, Scope.of(["@a", "@b", "@c"]))
    assert sorted(bool(state["whole"]) for state in told.values()) == [False, True, True]


def test_the_rooms_that_are_remembered_are_bounded(case: Case) -> None:
    for number in range(MOST_ROOMS + 10):
        case.now.change([f"r{number}"])
    assert len(case.told(FIRST, PUBLIC)) == MOST_ROOMS
