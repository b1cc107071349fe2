"""Group commit: everybody who waits at the moment shares one transaction.

A commit costs a disk sync (0.3 ms on an SSD, 10 ms on a disk), whether it carries one message
or a thousand. While one batch is being synced in a thread, the next gathers here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from typing import TYPE_CHECKING, Final, NamedTuple

from gevent import monkey
from gevent.hub import Waiter

from appliance.errors import KeyTaken, StorageBusy, StorageProblem
from appliance.feed.contract import Receipt
from appliance.feed.entry import Draft
from appliance.feed.sqlite.bell import Bell
from appliance.feed.sqlite.database import Error, problem_of
from appliance.feed.sqlite.log import Batch, Log
from appliance.feed.sqlite.thread import Thread
from appliance.steady import Steady

if TYPE_CHECKING:
    from queue import SimpleQueue

MAX_WAITING: Final = 10_000
"""Drafts that may wait for a commit; one more is answered with StorageBusy."""

MAX_BATCH: Final = 1_000
"""Drafts in one transaction, so that one commit stays in the milliseconds."""

BUSY: Final = 5
"""Drafts in a batch from which on the log counts as busy."""

IDLE_SECONDS: Final = 5.0
"""A log that nobody wrote to for so long has time to empty its WAL."""

GATHER_SECONDS: Final = 0.001
"""On a busy log the thread lets so much time pass before it commits: the next then carries more.
Measured with 32 senders: 24 drafts a commit instead of 7, and a quarter more messages a second."""


class _Waiting(NamedTuple):
    """Somebody who waits for a commit: with a draft, or only to see that one succeeds."""

    draft: Draft | None
    waiter: Waiter[Receipt | None]


class _Round:
    """Those whom one commit is for, and what became of it. Made before anybody is taken from the
    queue, so that no want of memory can lose them.
    """

    __slots__ = ("outcome", "taken")

    def __init__(self) -> None:
        self.taken: list[_Waiting] = []
        self.outcome: Batch | Exception = StorageProblem("Nothing was stored. Send again.")


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
        self._closing = False
        self._log: Log | None = None
        # The thread's own queue, not the loop's, even where gevent patched the module.
        self._queue: SimpleQueue[_Waiting | None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._busy = False
        self._announcing = Steady("Announcing what was said", announce)
        self._telling = Steady("Telling senders what is stored", lambda tell, what: tell(what))
        self._bell: Bell[_Round] = Bell("Telling what is stored", self._tell)
        self._turns = Steady("Storing messages", self._turn, self._sleep)
        self._thread = Thread(self._run)

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
        self._thread.join()
        self._bell.close()

    def _wait(self, draft: Draft | None) -> Receipt | None:
        if self._closing:
            raise StorageProblem("The chat is stopping. Send again when it is back.")
        if self._queue.qsize() >= MAX_WAITING:
            raise StorageBusy("Too many messages wait to be stored. Try again in a moment.")
        waiter: Waiter[Receipt | None] = Waiter()
        self._queue.put(_Waiting(draft, waiter))
        return waiter.get()

    def _tell(self, done: _Round) -> None:
        """In the loop: tell each what became of it, which goes on at once.

        One who fails over it keeps nobody from hearing. An announcement that fails is one that
        the bus lost: the log has what it was about.
        """
        outcome = done.outcome
        if isinstance(outcome, Exception):
            for waiting in done.taken:
                self._telling.step(waiting.waiter.throw, outcome)
            return
        if outcome.entries:
            self._announcing.step(outcome)
        receipts = iter(outcome.receipts)
        for waiting in done.taken:
            receipt = None if waiting.draft is None else next(receipts)
            tell = waiting.waiter.throw if isinstance(receipt, KeyTaken) else waiting.waiter.switch
            self._telling.step(tell, receipt)

    # In the thread.

    def _run(self) -> None:
        with suppress(Exception):
            # At once: later the process may have no file left to open. Else the first draft tries.
            self._log = self._open_log()
        self._turns.run()

    def _turn(self) -> None:
        done = _Round()
        try:
            self._gather(done.taken)
            if done.taken:
                done.outcome = self._outcome(done.taken)
        except Exception as error:
            if not done.taken:
                raise  # nobody is to be told, and it is not the end
            done.outcome = error
        if isinstance(done.outcome, MemoryError):
            with suppress(MemoryError):
                done.outcome = StorageProblem("There is not enough memory to store this.")
        self._busy = len(done.taken) >= BUSY
        if done.taken:
            self._bell.ring(done)
        else:
            self._turns.end()  # first: closing a log may fail as well
            self._let_go()

    def _gather(self, taken: list[_Waiting]) -> None:
        """All who wait, at least one; nobody means the end."""
        waiting = self._first()
        if self._busy and not self._closing:
            self._sleep(GATHER_SECONDS)
        while waiting is not None:
            taken.append(waiting)
            if len(taken) == MAX_BATCH or self._queue.empty():
                return
            waiting = self._queue.get()
        if taken:
            self._queue.put(None)  # the end is for the next turn

    def _first(self) -> _Waiting | None:
        """The next who waits; while nobody does, a WAL that has grown is emptied."""
        while self._log is not None and self._log.has_grown():
            try:
                return self._queue.get(timeout=IDLE_SECONDS)
            except Empty:
                with suppress(Error):  # it is tried again
                    self._log.empty_wal()
        return self._queue.get()

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
