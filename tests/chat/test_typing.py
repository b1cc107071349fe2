"""Who types, and for how long."""

from __future__ import annotations

from appliance.chat.typing import EACH_SECONDS, MOST, MOST_HERE, Typing


class Clock:
    time = 0.0

    def __call__(self) -> float:
        return self.time


def test_who_types_is_known_until_they_stop() -> None:
    typing = Typing(Clock())
    assert typing.types("ada", "a", here=2)
    assert (list(typing.who("a")), list(typing.who("b"))) == (["ada"], [])
    assert [typing.stop("ada", room) for room in ("b", "a", "a")] == [False, True, False]
    assert list(typing.who("a")) == []


def test_saying_it_more_often_changes_nothing() -> None:
    clock = Clock()
    typing = Typing(clock)
    taken = []
    for _ in range(7):
        taken.append(typing.types("ada", "a", here=2))
        clock.time += EACH_SECONDS / 2
    assert taken == [True, False, True, False, True, False, True]


def test_in_a_crowd_nobody_is_known_to_type() -> None:
    typing = Typing(Clock())
    assert typing.types("ada", "a", here=MOST_HERE)
    assert not typing.types("bob", "a", here=MOST_HERE + 1)
    assert list(typing.who("a")) == ["ada"]


def test_those_who_are_known_to_type_are_bounded() -> None:
    typing = Typing(Clock())
    assert all(typing.types(f"m{number}", f"r{number % 7}", here=2) for number in range(MOST))
    assert not typing.types("one more", "a", here=2)
    typing.stop("m0", "r0")
    assert typing.types("one more", "a", here=2)
