from __future__ import annotations

import math
from collections.abc import Iterator
from time import monotonic

import gevent
import pytest

from appliance.web.deadlines import GRAIN, Deadlines, Timetable

SHORT = 0.3
LATEST = SHORT + GRAIN + 2.0
"""A loaded machine may be late; nothing may be early."""


@pytest.fixture
def timetable() -> Iterator[Timetable]:
    table = Timetable()
    yield table
    table.close()


def until(condition: list[str], count: int) -> None:
    with gevent.Timeout(LATEST):
        while len(condition) < count:
            gevent.sleep(0.01)


def test_items_leave_in_the_order_they_came(timetable: Timetable) -> None:
    expired: list[str] = []
    queue = Deadlines(timetable, SHORT, expired.append)
    timetable.watch(queue)
    started = monotonic()
    for item in "abc":
        queue.add(item)
    assert len(queue) == 3
    until(expired, 3)
    assert monotonic() - started >= SHORT
    assert expired == ["a", "b", "c"]
    assert len(queue) == 0


def test_an_item_added_again_waits_anew_behind_the_others(timetable: Timetable) -> None:
    expired: list[str] = []
    queue = Deadlines(timetable, SHORT, expired.append)
    timetable.watch(queue)
    queue.add("a")
    queue.add("b")
    first = queue.first()
    queue.add("a")
    assert queue.first() >= first
    until(expired, 2)
    assert expired == ["b", "a"]


def test_an_item_that_was_discarded_does_not_expire(timetable: Timetable) -> None:
    expired: list[str] = []
    queue = Deadlines(timetable, SHORT, expired.append)
    timetable.watch(queue)
    queue.add("a")
    queue.add("b")
    queue.discard("a")
    queue.discard("never there")
    until(expired, 1)
    assert expired == ["b"]


def test_taking_all_leaves_none_to_expire(timetable: Timetable) -> None:
    expired: list[str] = []
    queue = Deadlines(timetable, SHORT, expired.append)
    queue.add("a")
    assert list(queue.take()) == ["a"]
    assert len(queue) == 0
    assert queue.first() == math.inf
    queue.expire(monotonic() + 10)
    assert expired == []


def test_only_what_is_due_expires(timetable: Timetable) -> None:
    expired: list[str] = []
    queue = Deadlines(timetable, 100.0, expired.append)
    queue.add("a")
    between = monotonic() + 100.0
    queue.add("b")
    queue.expire(between)
    assert expired == ["a"]
    queue.expire(queue.first() - 0.001)
    assert expired == ["a"]
    queue.expire(queue.first())
    assert expired == ["a", "b"]


def test_an_item_may_come_again_while_it_expires(timetable: Timetable) -> None:
    def again(item: str) -> None:
        queue.add(item)

    queue = Deadlines(timetable, 1.0, again)
    queue.add("a")
    queue.expire(monotonic() + 2)
    assert len(queue) == 1


def test_one_timetable_serves_queues_of_all_lengths(timetable: Timetable) -> None:
    expired: list[str] = []
    long = Deadlines(timetable, SHORT + 0.3, expired.append)
    short = Deadlines(timetable, SHORT, expired.append)
    for queue in (long, short):
        timetable.watch(queue)
    long.add("long")
    short.add("short")
    until(expired, 1)
    assert expired == ["short"]
    until(expired, 2)
    assert expired == ["short", "long"]


def test_a_queue_that_is_forgotten_does_not_expire(timetable: Timetable) -> None:
    expired: list[str] = []
    queues = [Deadlines(timetable, SHORT, expired.append) for _ in range(2)]
    for number, queue in enumerate(queues):
        timetable.watch(queue)
        queue.add(f"item {number}")
    timetable.forget(queues[0])
    until(expired, 1)
    assert expired == ["item 1"]


def test_a_mistake_with_one_item_leaves_the_others_their_time(timetable: Timetable) -> None:
    expired: list[str] = []

    def expire(item: str) -> None:
        if item == "b":
            raise MemoryError
        expired.append(item)

    first, second = Deadlines(timetable, SHORT, expire), Deadlines(timetable, 2 * SHORT, expire)
    for queue in (first, second):
        timetable.watch(queue)
    for item in "abc":
        first.add(item)
    second.add("d")
    until(expired, 3)
    assert expired == ["a", "c", "d"]


def test_a_timer_that_cannot_be_had_is_had_for_the_next_item(
    timetable: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(seconds: float) -> None:
        raise MemoryError

    expired: list[str] = []
    queues = [Deadlines(timetable, times * SHORT, expired.append) for times in (1, 2)]
    for queue in queues:
        timetable.watch(queue)
    with monkeypatch.context() as broken:
        broken.setattr(timetable, "_start", fail)
        with pytest.raises(MemoryError):
            queues[0].add("a")
    queues[1].add("b")
    until(expired, 2)
    assert expired == ["a", "b"]
