"""The end of the log in memory: what it answers, what it leaves to the log, how it is bounded."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from appliance.feed import tail as tails
from appliance.feed.contract import RoomSummary
from appliance.feed.entry import Entry
from appliance.feed.scope import EVERYTHING, Scope
from appliance.feed.tail import Tail
from tests.feed.feeds import TIME, entry, ids


def tail_of(*entries: Entry) -> Tail:
    tail = Tail((), (), entries[0].id - 1 if entries else 0)
    tail.extend(entries)
    return tail


def numbers(tail: Tail, cursor: int, scope: Scope = EVERYTHING) -> list[int] | None:
    part = tail.since(cursor, scope, 100)
    return None if part is None else ids(part.entries)


def test_it_answers_what_came_after_a_cursor() -> None:
    tail = tail_of(*map(entry, range(1, 6)))
    assert numbers(tail, 0) == [1, 2, 3, 4, 5]
    assert numbers(tail, 3) == [4, 5]
    assert numbers(tail, 5) == []


def test_it_leaves_what_is_outside_of_it_to_the_log() -> None:
    tail = tail_of(*map(entry, range(11, 16)))
    assert numbers(tail, 10) == [11, 12, 13, 14, 15]
    assert numbers(tail, 9) is None
    assert numbers(tail, 16) is None
    assert numbers(Tail((), (), 4), 3) is None


def test_it_cuts_at_the_limit_and_says_so() -> None:
    tail = tail_of(*map(entry, range(1, 6)))
    part = tail.since(1, EVERYTHING, 2)
    assert part is not None
    assert (ids(part.entries), part.cursor, part.more) == ([2, 3], 3, True)
    part = tail.since(3, Scope.of({"lobby"}), 2)
    assert part is not None
    assert (ids(part.entries), part.cursor, part.more) == ([4, 5], 5, False)


def test_it_answers_for_some_rooms_only() -> None:
    tail = tail_of(entry(1, "a"), entry(2, "b"), entry(3, "c"), entry(4, "a"))
    assert numbers(tail, 0, Scope.of({"a", "c"})) == [1, 3, 4]
    assert numbers(tail, 2, Scope.of({"b"})) == []
    assert numbers(tail, 0, Scope.of({"nowhere"})) == []


def test_what_is_known_is_skipped_and_told_once() -> None:
    told: list[int] = []

    def listen(entries: Sequence[Entry]) -> None:
        told.extend(entry.id for entry in entries)

    tail = Tail((), (), 0)
    tail.listen(listen)
    tail.extend([entry(1), entry(2)])
    tail.extend([entry(2), entry(3)])
    tail.extend([entry(1)])
    assert told == [1, 2, 3]
    assert numbers(tail, 0) == [1, 2, 3]


def test_numbers_that_are_gone_already_are_passed_over() -> None:
    told: list[list[int]] = []
    tail = tail_of(entry(1))
    tail.listen(lambda entries: told.append([entry.id for entry in entries]))
    tail.extend([], 3)
    assert (tail.last, numbers(tail, 1), told) == (3, [], [])
    tail.extend([entry(4)], 6)
    assert (tail.last, numbers(tail, 3), told) == (6, [4], [[4]])
    tail.extend([], 5)
    assert tail.last == 6


def test_listeners_find_the_tail_already_extended() -> None:
    tail = Tail((), (), 0)
    seen: list[int] = []
    tail.listen(lambda entries: seen.append(tail.last))
    tail.extend([entry(1), entry(2)])
    assert seen == [2]


def test_rooms_are_counted_on() -> None:
    tail = Tail((), [RoomSummary("b", 5, 9, "earlier")], 9)
    tail.extend([entry(10, "b"), entry(11, "a")])
    assert tail.rooms(EVERYTHING) == [RoomSummary("a", 1, 11, TIME), RoomSummary("b", 6, 10, TIME)]
    assert tail.has_room("a", EVERYTHING)
    assert not tail.has_room("c", EVERYTHING)


def test_entries_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "CAPACITY", 10)
    tail = Tail((), (), 0)
    for number in range(1, 201):
        tail.extend([entry(number)])
        held = tail._entries
        assert len(held) <= 20
        assert len(held) >= min(number, 10)
    assert numbers(tail, 199) == [200]
    assert numbers(tail, 100) is None


def test_bytes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(entry(100, text="x" * 1000).json)
    monkeypatch.setattr(tails, "CAPACITY_BYTES", 10 * size)
    tail = Tail((), (), 99)
    # One batch alone is far over the bound.
    tail.extend([entry(number, text="x" * 1000) for number in range(100, 400)])
    assert sum(len(held.json) for held in tail._entries) <= 20 * size
    assert numbers(tail, 398) == [399]
    tail.extend([entry(400, text="x" * 30 * size)])
    assert tail._entries == []
    assert numbers(tail, 399) is None
    assert numbers(tail, 400) == []
