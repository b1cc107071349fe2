"""Reading the log in threads, so that a slow disk never stops the loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from appliance.feed.database import Error, problem_of
from appliance.feed.log import Log
from appliance.feed.threads import Threads

T = TypeVar("T")

THREADS: Final = 4
"""Reads at the same time; a further one waits its turn."""


class Readers:
    """A few connections for reading; with WAL they neither wait for the writer nor block it."""

    def __init__(self, open_log: Callable[[], Log]) -> None:
        self._open_log = open_log
        self._idle: list[Log] = []
        self._threads = Threads(THREADS)

    def read(self, work: Callable[[Log], T]) -> T:
        """What `work` makes of an open log; raises StorageProblem. Blocks the greenlet only."""
        return self._threads.run(lambda: self._attempt(work))

    def close(self) -> None:
        """Wait for the reads under way, then close the connections."""
        self._threads.close()
        while self._idle:
            self._idle.pop().close()

    def _attempt(self, work: Callable[[Log], T]) -> T:
        log = None
        try:
            log = self._idle.pop() if self._idle else self._open_log()
            result = work(log)
        except Error as error:
            if log is not None:
                log.close()
            raise problem_of(error) from error
        except BaseException:
            if log is not None:
                log.close()
            raise
        self._idle.append(log)
        return result
