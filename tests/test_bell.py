"""From threads into the loop: everything is heard, in order."""

from __future__ import annotations

import logging
from functools import partial

import gevent
import pytest

from appliance.bell import Bell
from appliance.thread import Thread


def test_what_many_threads_ring_for_is_heard_once_and_in_order() -> None:
    heard: list[tuple[int, int]] = []
    bell: Bell[tuple[int, int]] = Bell("Hearing", heard.append)

    def ring(name: int) -> None:
        for number in range(500):
            bell.ring((name, number))

    threads = [Thread(partial(ring, name)) for name in range(4)]
    for thread in threads:
        thread.join()
    bell.close()
    assert len(heard) == 2_000
    for name in range(4):
        assert [number for who, number in heard if who == name] == list(range(500))


def test_one_that_fails_to_hear_keeps_nobody_else_from_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[int] = []

    def hear(number: int) -> None:
        if number % 2:
            raise MemoryError
        heard.append(number)

    bell = Bell("Hearing", hear)

    def ring() -> None:
        for number in range(10):
            bell.ring(number)

    Thread(ring).join()
    gevent.sleep(0)
    bell.close()
    assert heard == [0, 2, 4, 6, 8]
    assert {record.levelno for record in caplog.records} <= {logging.ERROR, logging.WARNING}
