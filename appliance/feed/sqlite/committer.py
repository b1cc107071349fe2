"""Group commit: everybody who waits at the moment shares one transaction.

A commit costs a disk sync (0.3 ms on an SSD, 10 ms on a disk), whether it carries one message
or a thousand. While one batch is being synced in a thread, the next gathers here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import repeat
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from gevent import monkey
from gevent.hub import Waiter

from appliance.bell import Bell
from appliance.errors import StorageBusy, StorageProblem
from appliance.feed.contract import Receipt
from appliance.feed.entry import Draft
from appliance.feed.sqlite.batch import Batch
from appliance.feed.sqlite.database import Error, problem_of
from appliance.feed.sqlite.log import Log
from appliance.freed import sweep_thread
from appliance.steady import Steady
from appliance.thread import Thread

if TYPE_CHECKING:
    from queue import SimpleQueue

T = TypeVar("T")

MAX_WAITING: Final = 10_000
"""Drafts that may wait for a commit; one more is answered with StorageBusy."""

MAX_BATCH: Final = 1_000
"""Drafts in one transaction, so that one commit stays in the milliseconds."""

BUSY: Final = 5
"""Drafts in a batch from which on the log counts as busy."""

IDLE_SECONDS: Final = 5.0
"""A log that nobody wrote to for so long has time to empty its WAL."""

ERASE_SECONDS: Final = 0.1
"""Words that were erased are still in the WAL, until it is emptied: that waits for so long for who
reads from there. One who reads for longer, as a backup does, lets it be tried again after this, and
after twice as long each time."""

MOST_ERASE_SECONDS: Final = 5.0

GATHER_SECONDS: Final = 0.001
"""On a busy log the thread lets so much time pass before it commits: the next then carries more.
Measured with 32 senders: 24 drafts a commit instead of 7, and a quarter more messages a second."""


class _Waiting(NamedTuple):
    """Somebody who waits for a commit: with a draft, or only to see that one succeeds."""

    draft: Draft | None
    waiter: Waiter[Receipt | None]


class _Round:
    """Those whom one turn is for, and what became of it. Made before anybody is taken from the
    queue, so that no want of memory can lose them.
    """

    __slots__ = ("outcome", "taken", "trouble")

    def __init__(self) -> None:
        self.taken: list[_Waiting] = []
        self.outcome: Batch | Exception = StorageProblem("not-stored")
        self.trouble: Exception | None = self.outcome  # for those who only look

    def fail(self, error: Exception) -> None:
        """Nobody hears anything better, but who has a receipt."""
        self.trouble = error
        if isinstance(self.outcome, Exception):
            self.outcome = error


class Committer:
    """The only writer of this process: a thread that commits batches and hands out receipts.

    The thread takes whoever waits as soon as it is done with those before, without asking the
    loop. `announce` is called in the loop with each batch after it is on disk and before anyone
    gets a receipt; it must not block. `erased` is called in the thread once words have left the
    file. After an error the connection is opened anew, so the
    committer recovers as soon as the cause is gone.
    """

    def __init__(
        self,
        open_log: Callable[[], Log],
        clock: Callable[[], str],
        announce: Callable[[Batch], None],
        erased: Callable[[], object] = lambda: None,
    ) -> None:
        self._open_log = open_log
        self._erased = erased
        self._clock = clock
        self._closing = False
        self._log: Log | None = None
        # The thread's own queue, not the loop's, even where gevent patched the module.
        self._queue: SimpleQueue[_Waiting | None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._busy = False
        # When emptying it is tried again, and how long is waited after that.
        self._erasing = 0.0, ERASE_SECONDS
        self._owes = False  # Words that were erased, where the log was let go before they left.
        self._emptying = Steady("Erasing what was taken back", _empty)
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
            raise StorageProblem("stopping")
        if self._queue.qsize() >= MAX_WAITING:
            raise StorageBusy("storage-busy")
        waiter: Waiter[Receipt | None] = Waiter()
        self._queue.put(_Waiting(draft, waiter))
        return waiter.get()

    def _tell(self, done: _Round) -> None:
        """In the loop: tell each what became of it, which goes on at once.

        One who fails over it keeps nobody from hearing. An announcement that fails is one that
        the bus lost: the log has what it was about.
        """
        outcome = done.outcome
        if isinstance(outcome, Batch) and outcome.entries:
            self._announcing.step(outcome)
        receipts = repeat(outcome) if isinstance(outcome, Exception) else iter(outcome.receipts)
        for waiting in done.taken:
            told = done.trouble if waiting.draft is None else next(receipts)
            tell = waiting.waiter.throw if isinstance(told, Exception) else waiting.waiter.switch
            self._telling.step(tell, told)

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
                self._serve(done)
        except Exception as error:
            if not done.taken:
                raise  # nobody is to be told, and it is not the end
            done.fail(_plain(error))
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
        """The next who waits; while nobody does, a WAL that has grown is emptied, and one that
        holds words that were erased also while somebody does. For these a log that failed is opened
        again, though nobody says anything.
        """
        while self._log is None and self._owes:
            at, pause = self._erasing
            try:
                return self._queue.get(timeout=pause)
            except Empty:
                self._erasing = at, min(2 * pause, MOST_ERASE_SECONDS)
                self._attempt(lambda log: None)
        while self._log is not None:
            left = self._erase(self._log)
            if left is None and not self._log.has_grown():
                break
            try:
                return self._queue.get(timeout=IDLE_SECONDS if left is None else left)
            except Empty:
                if left is None:
                    with suppress(Error):  # it is tried again
                        self._log.empty_wal()
        return self._queue.get()

    def _erase(self, log: Log) -> float | None:
        """Empty a WAL in which there are words that were erased, unless that was tried in vain just
        now; how long until it is tried again, None where there are none.
        """
        at, pause = self._erasing
        if log.leaves_words and monotonic() >= at:
            self._emptying.step(log)
            at = monotonic() + pause
            self._erasing = at, min(2 * pause, MOST_ERASE_SECONDS)
        if not log.leaves_words:
            self._erasing = 0.0, ERASE_SECONDS
            if log.has_erased:
                self._forget(log)
            return None
        return max(at - monotonic(), 0.01)

    def _forget(self, log: Log) -> None:
        """Go on with another connection: this one has pages and rows in memory with the words that
        were erased.
        """
        log.has_erased = False
        with suppress(Exception):
            self._log = self._open_log()
            self._log.leaves_words = False
            log.close()
        sweep_thread()
        self._erased()

    def _serve(self, done: _Round) -> None:
        """One commit for all who say something; then one for all who only look, who want to know
        whether there is room for more.
        """
        drafts = [waiting.draft for waiting in done.taken if waiting.draft is not None]
        if drafts:
            done.outcome = self._attempt(lambda log: log.append(drafts, self._clock()))
        if len(drafts) < len(done.taken):
            done.trouble = self._attempt(lambda log: log.touch(self._clock()))

    def _attempt(self, act: Callable[[Log], T]) -> T | Exception:
        """After a failure the next one starts from a fresh connection, which has to show first that
        there is room: what a look told of the disk is so for short messages too.
        """
        try:
            if self._log is None:
                self._log = self._open_log()
                self._log.touch(self._clock())
            return act(self._log)
        except Error as error:
            self._let_go()
            return problem_of(error)
        except StorageProblem as problem:
            # The file was moved away. The connection is kept: opening another beside a WAL that
            # is gone would lose what is in it, while this one works again once it is back.
            return problem
        except Exception as error:
            self._let_go()
            return _plain(error)

    def _let_go(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            self._owes = log.leaves_words
            log.close()


def _empty(log: Log) -> None:
    try:
        log.empty_wal(ERASE_SECONDS)
    except Error as error:
        raise problem_of(error) from None


def _plain(error: Exception) -> Exception:
    if isinstance(error, MemoryError):
        with suppress(MemoryError):
            return StorageProblem("storage-memory")
    return error
