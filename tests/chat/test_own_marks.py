"""What a member keeps for themselves, by a clock that the test turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from appliance.chat.own_marks import OwnMarks
from appliance.errors import BadInput
from appliance.feed.entry import Draft
from tests.chat.memory import ListFeed

BEGIN = 1_772_323_200.0  # 2026-03-01T00:00:00Z


class DictMarks:
    trouble = None

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def of(self, member: str) -> Mapping[str, Any]:
        return self.kept.get(member, {})

    def put(self, member: str, name: str, value: Any) -> None:
        known = self.kept.setdefault(member, {})
        known.pop(name, None)
        if value is not None:
            known[name] = value

    def close(self) -> None:
        pass


class Case:
    def __init__(self) -> None:
        self.time = BEGIN
        self.feed = ListFeed()
        for _ in range(5):
            self.feed.append(Draft("lobby", "message", "Ada", "ada", {"message": "hello"}))
        self.marks = DictMarks()
        self.own = OwnMarks(self.feed, self.marks, lambda: self.time)

    def told(self, room: str = "lobby") -> tuple[int, str, str | None]:
        told = self.own.told("ada", room)
        return told["read"], told["level"], told["until"]


def test_a_mark_goes_forwards_and_back_only_where_that_is_wanted() -> None:
    case = Case()
    assert case.told() == (0, "all", None)
    assert case.own.read("ada", "lobby", 4.0)
    assert not case.own.read("ada", "lobby", "3")
    assert case.told() == (4, "all", None)
    assert case.own.read("ada", "lobby", "2", back=True)
    assert case.told() == (2, "all", None)
    assert case.own.read("ada", "lobby", 0, back=True)
    assert (case.told("other"), case.own.told("bob", "lobby")["read"]) == ((0, "all", None), 0)


def test_a_mark_is_never_beyond_the_log() -> None:
    case = Case()
    case.own.read("ada", "lobby", "1000")
    assert case.told()[0] == 5
    case.marks.put("ada", "read lobby", [1_000, None, 0])  # the log was put back from a copy
    assert case.told()[0] == 5
    case.marks.put("ada", "read *", [900, None, 0])
    assert case.own.read("ada", "lobby", "1", back=True)
    assert case.told()[0] == 1


def test_a_mark_that_another_program_kept_is_understood_as_far_as_it_goes() -> None:
    case = Case()
    case.marks.put("ada", "read lobby", 3)
    case.marks.put("ada", "read other", [4, 2, 1, "more"])
    assert (case.told()[0], case.told("other")[0]) == (3, 4)
    case.marks.put("ada", "read *", 5)
    assert case.told()[0] == 5


def test_how_many_messages_that_were_may_be_said_later() -> None:
    case = Case()
    case.own.read("ada", "*", "3")
    assert case.own.read("ada", "lobby", "3", messages="2")
    assert not case.own.read("ada", "lobby", "3", messages="2")
    assert not case.own.read("ada", "lobby", "3")
    assert case.own.told("ada", "lobby")["read_messages"] == 2


def test_all_rooms_are_read_so_far_but_for_those_that_were_set_back_since() -> None:
    case = Case()
    case.own.read("ada", "lobby", "1", messages="1")
    case.own.read("ada", "far", "5", messages=5.0)
    assert case.own.read("ada", "*", "3")
    assert not case.own.read("ada", "*", "2")
    read = {room: case.own.told("ada", room) for room in ("lobby", "far", "never", "*")}
    told = {room: (mark["read"], mark["read_messages"]) for room, mark in read.items()}
    assert told == {"lobby": (3, None), "far": (5, 5), "never": (3, None), "*": (3, None)}
    assert case.own.read("ada", "lobby", "1", messages="1", back=True)
    assert case.told()[0] == 1
    assert case.own.read("ada", "*", "4")
    assert case.told()[0] == 4
    assert case.own.read("ada", "lobby", "2", back=True)
    assert case.own.read("ada", "*", "4")  # once more, though nothing was said since
    assert case.told()[0] == 4
    assert not case.own.read("ada", "*", "4")
    assert case.own.told("bob", "lobby")["read"] == 0
    with pytest.raises(BadInput):
        case.own.read("ada", "lobby", "5", messages="many")


@pytest.mark.parametrize("number", [None, "", "x", -1.0, 1.5, [1], True, False, float("inf")])
def test_what_is_no_number_is_refused(number: object) -> None:
    with pytest.raises(BadInput):
        Case().own.read("ada", "lobby", number)


def test_quiet_for_a_while_is_followed_by_what_was_before() -> None:
    case = Case()
    case.own.want("ada", "lobby", "mentions")
    case.own.want("ada", "lobby", "nothing", "2026-03-01T02:00:00+01:00")
    assert case.told() == (0, "nothing", "2026-03-01T01:00:00.000Z")
    assert case.own.told("ada", "lobby")["then"] == "mentions"
    case.time += 3_600
    assert case.told() == (0, "mentions", None)
    assert "then" not in case.own.told("ada", "lobby")
    case.own.want("ada", "lobby", "all")
    assert case.told() == (0, "all", None)
    assert case.own.rooms("ada") == set()


@pytest.mark.parametrize("until", ["tomorrow", "2026-03-01T02:00:00", 7.0, "9999-99-99T00:00:00Z"])
def test_what_is_no_level_or_no_time_is_refused(until: object) -> None:
    case = Case()
    with pytest.raises(BadInput):
        case.own.want("ada", "lobby", "nothing", until)
    with pytest.raises(BadInput):
        case.own.want("ada", "lobby", until)


def test_who_does_not_want_to_be_shown_is_not() -> None:
    case = Case()
    case.own.show("ada", shown=False)
    assert [case.own.is_shown(member) for member in ("ada", "bob")] == [False, True]
    case.own.show("ada", shown=True)
    assert case.own.is_shown("ada")
