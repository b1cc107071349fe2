"""Work that blocks, done in threads while the loop goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from gevent.threadpool import ThreadPool

T = TypeVar("T")


class Threads:
    """gevent's threads, but what is raised in one comes out of `run` and nowhere else.

    gevent itself would print a stack trace to stderr as well, one for each message that a full
    disk refuses.
    """

    def __init__(self, count: int) -> None:
        self._pool = ThreadPool(count)

    def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Blocks the calling greenlet only."""
        result, error = self._pool.apply(_outcome, (work,))
        if error is not None:
            raise error
        return cast("T", result)

    def close(self) -> None:
        """Wait for what is under way, then end the threads."""
        self._pool.join()
        self._pool.kill()


def _outcome(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    try:
        return work(), None
    except Exception as error:  # raised again by `run`
        return None, error
