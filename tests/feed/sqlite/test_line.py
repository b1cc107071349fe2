"""Who reads next: everybody in turn, whoever asks how much."""

from __future__ import annotations

import pytest

from appliance.errors import StorageBusy
from appliance.feed.sqlite.line import MAX_EACH, MAX_WAITING, Line

Read = tuple[object, int]


def line_with(**counts: int) -> tuple[Line[Read], list[Read]]:
    """A line in which each has so many reads, and those that were put out of it."""
    out: list[Read] = []
    line: Line[Read] = Line(lambda read, problem: out.append(read))
    for name, count in counts.items():
        for number in range(count):
            line.join(name, (name, number))
    return line, out


def all_of(line: Line[Read]) -> list[Read]:
    taken = []
    while (read := line.next()) is not None:
        taken.append(read)
    return taken


def test_each_has_its_turn_and_its_own_order() -> None:
    line, _ = line_with(greedy=4, other=2, third=1)
    assert all_of(line) == [
        *(("greedy", 0), ("other", 0), ("third", 0)),
        *(("greedy", 1), ("other", 1)),
        *(("greedy", 2), ("greedy", 3)),
    ]
    assert line.next() is None


def test_one_with_a_hundred_delays_another_by_one() -> None:
    line, _ = line_with(greedy=MAX_EACH)
    line.next()
    line.join("other", ("other", 0))
    assert [line.next(), line.next()] == [("greedy", 1), ("other", 0)]


def test_the_program_itself_is_always_next() -> None:
    line, _ = line_with(a=3, b=3)
    line.join(None, (None, 0))
    assert line.next() == (None, 0)


def test_more_of_one_are_refused() -> None:
    line, _ = line_with(greedy=MAX_EACH)
    with pytest.raises(StorageBusy, match="Try again"):
        line.join("greedy", ("greedy", MAX_EACH))
    line.join("other", ("other", 0))
    assert len(line) == MAX_EACH + 1


def test_a_full_line_makes_room_for_who_has_fewer() -> None:
    many = MAX_WAITING // MAX_EACH
    line, out = line_with(**{str(name): MAX_EACH for name in range(many)})
    line.join("other", ("other", 0))
    assert len(line) == MAX_WAITING
    assert [number for _, number in out] == [MAX_EACH - 1]
    line.join(None, (None, 0))
    assert len(line) == MAX_WAITING + 1


def test_a_line_full_of_single_reads_refuses_the_next() -> None:
    line, out = line_with(**{str(name): 1 for name in range(MAX_WAITING)})
    with pytest.raises(StorageBusy):
        line.join("other", ("other", 0))
    assert (len(line), out) == (MAX_WAITING, [])
