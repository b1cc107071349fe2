"""Reading in threads, so that a slow disk never stops the loop: those who ask take turns."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast

import gevent
from gevent import monkey
from gevent.hub import Waiter, get_hub

from appliance.bell import Bell
from appliance.errors import StorageBusy, StorageFull, StorageProblem
from appliance.feed.contract import OURSELVES, Reader
from appliance.feed.sqlite.database import Error, problem_of
from appliance.feed.sqlite.line import Line
from appliance.freed import sweep_thread
from appliance.steady import Steady
from appliance.thread import LOOK_SECONDS, Thread

if TYPE_CHECKING:
    from queue import SimpleQueue


class Readable(Protocol):
    """Something that is read, and closed in the end."""

    def close(self) -> None: ...


T = TypeVar("T")
R = TypeVar("R", bound=Readable)

THREADS: Final = 4
"""Reads at the same time; a further one waits its turn (see `line`)."""


RENEW_SECONDS: Final = 0.5
"""For the threads to let go of what they have open; a read that takes longer is not waited for."""


class _Own(Generic[R]):
    """What one thread reads through: opened when it is needed, let go of when it failed."""

    def __init__(self, open_one: Callable[[], R]) -> None:
        self._open_one = open_one
        self._one: R | None = None
        # The threads' own queue, not the loop's, even where gevent patched the module. One for
        # each thread: what is for all of them comes to none twice in the place of another.
        self.errands: SimpleQueue[_Read[R] | _Renewal | None] = monkey.get_original(
            "queue", "SimpleQueue"
        )()
        self.has_read = False
        """Whether it was given something to read since it was renewed."""

    def open(self) -> R:
        if self._one is None:
            self._one = self._open_one()
        return self._one

    def close(self) -> None:
        one, self._one = self._one, None
        if one is not None:
            one.close()

    def renew(self) -> None:
        """Have another in its place, if that can be opened, and nothing of what this one read. Else
        it is to be renewed still.
        """
        try:
            old, self._one = self._one, self._open_one()
            if old is not None:
                old.close()
        except Exception:
            self.has_read = True
        sweep_thread()


class _Read(Generic[R]):
    """One read: what is to be done, who waits for it, who does it, and what became of it."""

    __slots__ = ("left", "outcome", "own", "reader", "waiter", "work")

    def __init__(self, work: Callable[[R], Any], reader: Reader) -> None:
        self.work = work
        self.reader = reader
        self.own: _Own[R] | None = None
        self.waiter: Waiter[Any] = Waiter()
        self.outcome: Any = None
        self.left = False


class _Renewal:
    """That a thread is to let go of what it read through, and whether it has."""

    done = False


class Reads(Generic[R]):
    """A few connections for reading; with WAL they neither wait for the writer nor block it.

    `open_one` opens one that is kept, `open_full` one for a single read where there was no room
    for that (None: it cannot be read). `threads` are as many as read at the same time, what they
    do is `named`.
    Everything but the reading itself happens in the loop.
    """

    def __init__(
        self,
        open_one: Callable[[], R],
        open_full: Callable[[], R | None] = lambda: None,
        threads: int = THREADS,
        named: str = "Reading the log",
    ) -> None:
        self._open_full = open_full
        self._named = named
        self._line: Line[_Read[R]] = Line(_refuse)
        self._sleep = monkey.get_original("time", "sleep")
        self._bell: Bell[_Read[R]] = Bell("Telling what was read", self._done)
        self._owns = [_Own(open_one) for _ in range(threads)]
        # Who was free last is first: the others have read nothing that was to be forgotten.
        self._free = [*self._owns]
        self._threads = [Thread(partial(self._work, own)) for own in self._owns]

    def read(self, work: Callable[[R], T], reader: Reader = OURSELVES) -> T:
        """What `work` makes of an open one; blocks the greenlet only.

        Raises StorageProblem, and StorageBusy where too many wait. What `reader` does not wait
        for any more when its turn comes is not begun.
        """
        read = _Read(work, reader)
        self._line.join(reader.name, read)
        try:
            self._begin()
            return cast("T", read.waiter.get())
        finally:
            read.left = True

    def close(self) -> None:
        """Wait for the reads under way, then close the connections."""
        for own in self._owns:
            own.errands.put(None)
        for thread in self._threads:
            thread.join()
        self._bell.close()

    def renew(self) -> None:
        """Let each thread that read something close what it has open, which keeps some of that in
        memory, and sweep what it freed. Returns when all have, or soon after for who is reading
        just now: that thread does it then.
        """
        renewals = []
        for own in self._owns:
            if own.has_read:
                own.has_read = False
                renewals.append(renewal := _Renewal())
                own.errands.put(renewal)
        deadline = monotonic() + RENEW_SECONDS
        while not all(one.done for one in renewals) and monotonic() < deadline:
            gevent.sleep(LOOK_SECONDS)

    def _begin(self) -> None:
        while self._free and (read := self._line.next()) is not None:
            if read.left or read.reader.gone():
                _refuse(read, StorageBusy("nobody-waits"))
                continue
            read.own = own = self._free.pop()
            own.has_read = True
            own.errands.put(read)

    def _done(self, read: _Read[R]) -> None:
        assert read.own is not None  # whoever read it
        self._free.append(read.own)
        try:
            self._begin()
        finally:
            tell = read.waiter.throw if isinstance(read.outcome, Exception) else read.waiter.switch
            tell(read.outcome)

    # In the threads.

    def _work(self, own: _Own[R]) -> None:
        with suppress(Exception):
            # At once: later the process may have no file left to open. Else the first read tries.
            own.open()
        turns = Steady(self._named, lambda: self._turn(turns, own), self._sleep)
        turns.run()
        own.close()

    def _turn(self, turns: Steady, own: _Own[R]) -> None:
        errand = own.errands.get()
        if errand is None:
            turns.end()
        elif isinstance(errand, _Renewal):
            own.renew()
            errand.done = True
        else:
            self._serve(own, errand)

    def _serve(self, own: _Own[R], read: _Read[R]) -> None:
        try:
            read.outcome = self._attempt(own, read.work)
        except StorageFull as problem:
            read.outcome = self._on_a_full_disk(read.work, problem)
        except Exception as error:
            read.outcome = error
        self._bell.ring(read)

    def _attempt(self, own: _Own[R], work: Callable[[R], T]) -> T:
        try:
            return work(own.open())
        except Error as error:
            own.close()
            raise problem_of(error) from error
        except MemoryError as error:
            own.close()
            raise StorageProblem("reading-memory") from error
        except BaseException:
            own.close()
            raise

    def _on_a_full_disk(self, work: Callable[[R], Any], problem: StorageFull) -> Any:
        try:
            one = self._open_full()
            if one is None:
                return problem
            with closing(one):
                return work(one)
        except Exception as error:
            return error


def _refuse(read: _Read[Any], problem: StorageBusy) -> None:
    get_hub().loop.run_callback(read.waiter.throw, problem)
