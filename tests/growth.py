"""How the time that something takes grows with its input.

Counted in processor time of the thread that works: a busy machine makes that longer by little,
and the least of several runs by less.
"""

from __future__ import annotations

import time
from collections.abc import Callable

RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this thread that `work` takes, the least of a few runs."""

    def once() -> float:
        before = time.thread_time()
        work()
        return time.thread_time() - before

    return min(once() for _ in range(RUNS))


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long an input of four times `size` takes: 4 where all is linear, 16 where
    it is quadratic.
    """
    return seconds(lambda: work(size * 4)) / max(seconds(lambda: work(size)), 1e-6)
