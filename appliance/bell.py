"""From a thread into the loop: what threads have done is told where greenlets wait for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import gevent
from gevent import monkey
from gevent.hub import get_hub

from appliance.steady import Steady

T = TypeVar("T")

RETRY_SECONDS: Final = 0.05
"""A thread that gets no memory for its word tries again after this."""


class Bell(Generic[T]):
    """Calls `hear` in the loop with each thing that a thread rang for, in order.

    Nothing is lost on the way, and what `hear` raises (it should not) is logged and keeps nobody
    after it from being heard. `name` is what it does, as the log is to call it.
    """

    def __init__(self, name: str, hear: Callable[[T], object]) -> None:
        self._hear = hear
        self._rung: deque[T] = deque()
        self._sleep = monkey.get_original("time", "sleep")
        self._turns = Steady(name, self._next)
        self._watcher: Any = get_hub().loop.async_()
        self._watcher.start(self._answer)

    def ring(self, thing: T) -> None:
        """Called in a thread."""
        while True:
            try:
                self._rung.append(thing)
                break
            except MemoryError:
                self._sleep(RETRY_SECONDS)
        self._watcher.send()

    def close(self) -> None:
        """Let the loop hear what was rung for, then no more. No thread may ring by now."""
        while self._rung:
            gevent.sleep(0)
        self._watcher.stop()
        self._watcher.close()

    def _answer(self) -> None:
        while self._rung:
            self._turns.step()

    def _next(self) -> None:
        self._hear(self._rung.popleft())
