"""Group commit: everybody who waits at the moment shares one transaction.

A commit costs a disk sync (0.3 ms on an SSD, 10 ms on a disk), whether it carries one message
or a thousand. While one batch is being synced in a thread, the next gathers here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final, TypeVar

import gevent
from gevent.event import AsyncResult, Event
from gevent.threadpool import ThreadPool

from appliance.errors import StorageBusy, StorageProblem
from appliance.feed.contract import Receipt
from appliance.feed.database import problem_of
from appliance.feed.entry import Draft
from appliance.feed.log import Batch, Log

T = TypeVar("T")

MAX_WAITING: Final = 10_000
"""Drafts that may wait for a commit; one more is answered with StorageBusy."""

MAX_BATCH: Final = 1_000
"""Drafts in one transaction, so that one commit stays in the milliseconds."""


class Committer:
    """The only writer of this process: appends batches in a thread, hands out receipts.

    `announce` is called with each batch after it is on disk and before anyone gets a receipt.
    After an error the connection is opened anew, so the committer recovers as soon as the
    cause is gone.
    """

    def __init__(
        self,
        open_log: Callable[[], Log],
        clock: Callable[[], str],
        announce: Callable[[Batch], None],
    ) -> None:
        self._open_log = open_log
        self._clock = clock
        self._announce = announce
        self._waiting: list[tuple[Draft, AsyncResult[Receipt]]] = []
        self._work = Event()
        self._closing = False
        self._log: Log | None = None
        self._thread = ThreadPool(1)
        self._greenlet = gevent.spawn(self._run)

    def append(self, draft: Draft) -> Receipt:
        """Wait for the commit that carries `draft`."""
        if self._closing:
            raise StorageProblem("The chat is stopping. Send again when it is back.")
        if len(self._waiting) >= MAX_WAITING:
            raise StorageBusy("Too many messages wait to be stored. Try again in a moment.")
        waiting: AsyncResult[Receipt] = AsyncResult()
        self._waiting.append((draft, waiting))
        self._work.set()
        receipt = waiting.get()
        assert receipt is not None  # a result or an exception: never set to nothing
        return receipt

    def check(self) -> None:
        """Commit something harmless, or raise the StorageProblem that prevents it."""
        self._within_thread(lambda log: log.touch(self._clock()))

    def close(self) -> None:
        """Commit what waits, then end the thread."""
        self._closing = True
        self._work.set()
        self._greenlet.join()
        self._thread.apply(self._let_go)
        self._thread.kill()

    def _run(self) -> None:
        while not (self._closing and not self._waiting):
            self._work.wait()
            self._work.clear()
            while self._waiting:
                self._turn()

    def _turn(self) -> None:
        """Take those who wait, commit them together and tell each what became of it."""
        taken, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
        drafts = [draft for draft, _ in taken]
        try:
            batch = self._within_thread(lambda log: log.append(drafts, self._clock()))
            if batch.entries:
                self._announce(batch)
        except Exception as error:  # noqa: BLE001 - raised again where each of them waits
            for _, receipt in taken:
                receipt.set_exception(error)
            return
        for (_, waiting), stored in zip(taken, batch.receipts, strict=True):
            waiting.set(stored)

    def _within_thread(self, work: Callable[[Log], T]) -> T:
        result: T = self._thread.apply(self._attempt, (work,))
        return result

    def _attempt(self, work: Callable[[Log], T]) -> T:
        """In the thread: do `work` on an open log; on failure start from a fresh connection."""
        try:
            if self._log is None:
                self._log = self._open_log()
            return work(self._log)
        except sqlite3.Error as error:
            self._let_go()
            raise problem_of(error) from error

    def _let_go(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            log.close()
