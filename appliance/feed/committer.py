"""Group commit: everybody who waits at the moment shares one transaction.

A commit costs a disk sync (0.3 ms on an SSD, 10 ms on a disk), whether it carries one message
or a thousand. While one batch is being synced in a thread, the next gathers here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import gevent
from gevent import monkey
from gevent.hub import Waiter, get_hub
from gevent.threadpool import ThreadPool

from appliance.errors import StorageBusy, StorageProblem
from appliance.feed.contract import Receipt
from appliance.feed.database import Error, problem_of
from appliance.feed.entry import Draft
from appliance.feed.log import Batch, Log

if TYPE_CHECKING:
    from queue import SimpleQueue

MAX_WAITING: Final = 10_000
"""Drafts that may wait for a commit; one more is answered with StorageBusy."""

MAX_BATCH: Final = 1_000
"""Drafts in one transaction, so that one commit stays in the milliseconds."""


BUSY: Final = 5
"""Drafts in a batch from which on the log counts as busy."""

GATHER_SECONDS: Final = 0.001
"""On a busy log the thread lets so much time pass before it commits: the next then carries more.
Measured with 32 senders: 24 drafts a commit instead of 7, and a quarter more messages a second."""


class _Waiting(NamedTuple):
    """Somebody who waits for a commit: with a draft, or only to see that one succeeds."""

    draft: Draft | None
    waiter: Waiter[Receipt | None]


class Committer:
    """The only writer of this process: a thread that commits batches and hands out receipts.

    The thread takes whoever waits as soon as it is done with those before, without asking the
    loop. `announce` is called in the loop with each batch after it is on disk and before anyone
    gets a receipt; it must not block. After an error the connection is opened anew, so the
    committer recovers as soon as the cause is gone.
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
        self._closing = False
        self._log: Log | None = None
        # The thread's own queue, not the loop's, even where gevent patched the module.
        self._queue: SimpleQueue[_Waiting | None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._busy = False
        self._done: deque[tuple[list[_Waiting], Batch | Exception]] = deque()
        self._bell: Any = get_hub().loop.async_()
        self._bell.start(self._tell)
        self._threads = ThreadPool(1)
        self._thread = self._threads.spawn(self._run)

    def append(self, draft: Draft) -> Receipt:
        """Wait for the commit that carries `draft`."""
        receipt = self._wait(draft)
        assert receipt is not None  # a result or an exception: never set to nothing
        return receipt

    def check(self) -> None:
        """Commit something harmless, or raise the StorageProblem that prevents it."""
        self._wait(None)

    def close(self) -> None:
        """Commit what waits, then end the thread."""
        self._closing = True
        self._queue.put(None)
        self._thread.get()
        while self._done:
            gevent.sleep(0)  # the bell has rung; the loop tells them
        self._bell.stop()
        self._bell.close()
        self._threads.kill()

    def _wait(self, draft: Draft | None) -> Receipt | None:
        if self._closing:
            raise StorageProblem("The chat is stopping. Send again when it is back.")
        if self._queue.qsize() >= MAX_WAITING:
            raise StorageBusy("Too many messages wait to be stored. Try again in a moment.")
        waiter: Waiter[Receipt | None] = Waiter()
        self._queue.put(_Waiting(draft, waiter))
        return waiter.get()

    def _tell(self) -> None:
        """In the loop: tell each what became of it, which goes on at once."""
        while self._done:
            taken, outcome = self._done.popleft()
            try:
                if isinstance(outcome, Batch) and outcome.entries:
                    self._announce(outcome)
            except Exception as error:
                outcome = error
            if isinstance(outcome, Exception):
                for waiting in taken:
                    waiting.waiter.throw(outcome)
                continue
            receipts = iter(outcome.receipts)
            for waiting in taken:
                waiting.waiter.switch(None if waiting.draft is None else next(receipts))

    # In the thread.

    def _run(self) -> None:
        while taken := self._gather():
            self._busy = len(taken) >= BUSY
            self._done.append((taken, self._outcome(taken)))
            self._bell.send()
        self._let_go()

    def _gather(self) -> list[_Waiting]:
        """All who wait, at least one; nobody means the end."""
        taken: list[_Waiting] = []
        waiting = self._queue.get()
        if self._busy and not self._closing:
            self._sleep(GATHER_SECONDS)
        while waiting is not None:
            taken.append(waiting)
            if len(taken) == MAX_BATCH or self._queue.empty():
                return taken
            waiting = self._queue.get()
        if taken:
            self._queue.put(None)  # the end is for the next turn
        return taken

    def _outcome(self, taken: list[_Waiting]) -> Batch | Exception:
        """Commit them together; after a failure the next turn starts from a fresh connection."""
        drafts = [waiting.draft for waiting in taken if waiting.draft is not None]
        try:
            if self._log is None:
                self._log = self._open_log()
            if drafts:
                return self._log.append(drafts, self._clock())
            self._log.touch(self._clock())
            return Batch([], 0, [])
        except Error as error:
            self._let_go()
            return problem_of(error)
        except StorageProblem as problem:
            # The file was moved away. The connection is kept: opening another beside a WAL that
            # is gone would lose what is in it, while this one works again once it is back.
            return problem
        except Exception as error:
            self._let_go()
            return error

    def _let_go(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            log.close()
