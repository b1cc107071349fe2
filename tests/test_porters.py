"""Work in threads of our own, told in the loop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import gevent
import pytest

from appliance.porters import Porters


@pytest.fixture
def porters() -> Iterator[Porters]:
    some = Porters("Carrying", 2)
    yield some
    some.close()


def test_only_the_greenlet_waits_for_what_a_thread_does(porters: Porters) -> None:
    go, loop = threading.Event(), threading.get_ident()

    def work() -> int:
        assert go.wait(30)
        return threading.get_ident()

    waiting = gevent.spawn(porters.run, work)
    gevent.spawn(go.set)
    with gevent.Timeout(30):
        assert waiting.get() != loop


def test_what_it_raises_is_raised_where_it_was_wanted(porters: Porters) -> None:
    with pytest.raises(ZeroDivisionError):
        porters.run(lambda: 1 // 0)
    assert porters.run(lambda: 1) == 1


def test_everything_is_done_and_told_once(porters: Porters) -> None:
    told: list[int | Exception] = []
    for number in range(500):
        porters.begin(partial(int, number), told.append)
    assert porters.run(int) == 0
    with gevent.Timeout(30):
        while len(told) < 500:
            gevent.sleep(0)
    assert sorted(told) == list(range(500))  # type: ignore[type-var]


def test_a_listener_that_fails_keeps_nobody_from_hearing(porters: Porters) -> None:
    def hear(outcome: object) -> None:
        raise ValueError

    porters.begin(int, hear)
    assert porters.run(lambda: 2) == 2


def test_as_many_as_there_are_threads_work_at_the_same_time(porters: Porters) -> None:
    both = threading.Barrier(2, timeout=30)
    waiting = [gevent.spawn(porters.run, both.wait) for _ in range(2)]
    with gevent.Timeout(40):
        assert sorted(one.get() for one in waiting) == [0, 1]


def test_what_is_left_to_them_is_done_and_told_nobody_but_the_log(
    porters: Porters, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()
    porters.leave(lambda: 1 // 0)
    porters.leave(done.set)
    assert done.wait(30)
    assert porters.run(lambda: 1) == 1
    with gevent.Timeout(30):
        while not caplog.records:
            gevent.sleep(0.005)
    assert caplog.messages[0] == "Carrying failed: integer division or modulo by zero"


def test_at_the_end_it_waits_for_what_it_was_given() -> None:
    done: list[int] = []
    some = Porters("Carrying", 1)
    for number in range(20):
        some.begin(partial(done.append, number), id)
    some.close()
    assert done == list(range(20))
