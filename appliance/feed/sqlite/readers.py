"""Reading the log in threads, so that a slow disk never stops the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from gevent import monkey
from gevent.hub import Waiter, get_hub

from appliance.errors import KeyTaken, StorageBusy, StorageFull, StorageProblem
from appliance.feed.contract import OURSELVES, Reader, Receipt, Slice, Vicinity
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Known
from appliance.feed.scope import Scope
from appliance.feed.sqlite.bell import Bell
from appliance.feed.sqlite.database import Error, problem_of
from appliance.feed.sqlite.line import Line
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.thread import Thread
from appliance.steady import Steady

if TYPE_CHECKING:
    from queue import SimpleQueue

T = TypeVar("T")

THREADS: Final = 4
"""Reads at the same time; a further one waits its turn (see `line`)."""


class _Read:
    """One read: what is to be done, who waits for it, and what became of it."""

    __slots__ = ("left", "outcome", "reader", "waiter", "work")

    def __init__(self, work: Callable[[Log], Any], reader: Reader) -> None:
        self.work = work
        self.reader = reader
        self.waiter: Waiter[Any] = Waiter()
        self.outcome: Any = None
        self.left = False


class Readers:
    """A few connections for reading; with WAL they neither wait for the writer nor block it.

    `open_log` opens one that is kept, `open_full` one for a single read where there was no room
    for that (None: it cannot be read).
    Everything but the reading itself happens in the loop.
    """

    def __init__(
        self, open_log: Callable[[], Log], open_full: Callable[[], Log | None] = lambda: None
    ) -> None:
        self._open_log = open_log
        self._open_full = open_full
        self._idle: list[Log] = []
        self._line: Line[_Read] = Line(_refuse)
        self._free = THREADS
        # The threads' own queue, not the loop's, even where gevent patched the module.
        self._begun: SimpleQueue[_Read | None] = monkey.get_original("queue", "SimpleQueue")()
        self._bell: Bell[_Read] = Bell("Telling what was read", self._done)
        self._threads = [Thread(self._work) for _ in range(THREADS)]

    def read(self, work: Callable[[Log], T], reader: Reader = OURSELVES) -> T:
        """What `work` makes of an open log; blocks the greenlet only.

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

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        return self.read(lambda log: log.since(cursor, scope, limit), reader)

    def before(
        self, room: str, cursor: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self.read(lambda log: log.before(room, cursor, limit, scope), reader)

    def after(
        self, room: str, cursor: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self.read(lambda log: log.after(room, cursor, limit, scope), reader)

    def around(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        return self.read(lambda log: log.around(room, number, limit, scope), reader)

    def entry(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Entry | None:
        return self.read(lambda log: log.entry(number, scope), reader)

    def versions(
        self, number: int, kind: str, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        return self.read(lambda log: log.versions(number, kind, limit, scope), reader)

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | KeyTaken | None:
        return self.read(lambda log: log.find(draft), reader)

    def facts_after(self, number: int) -> list[Known]:
        return self.read(lambda log: log.facts_after(number))

    def check(self) -> None:
        self.read(lambda log: log.newest(1, 1))

    def close(self) -> None:
        """Wait for the reads under way, then close the connections."""
        for _ in self._threads:
            self._begun.put(None)
        for thread in self._threads:
            thread.join()
        self._bell.close()
        while self._idle:
            self._idle.pop().close()

    def _begin(self) -> None:
        while self._free and (read := self._line.next()) is not None:
            if read.left or read.reader.gone():
                _refuse(read, StorageBusy("nobody-waits"))
                continue
            self._begun.put(read)
            self._free -= 1

    def _done(self, read: _Read) -> None:
        self._free += 1
        try:
            self._begin()
        finally:
            tell = read.waiter.throw if isinstance(read.outcome, Exception) else read.waiter.switch
            tell(read.outcome)

    # In the threads.

    def _work(self) -> None:
        with suppress(Exception):
            # At once: later the process may have no file left to open. Else the first read tries.
            self._idle.append(self._open_log())
        sleep = monkey.get_original("time", "sleep")
        turns = Steady("Reading the log", lambda: self._turn(turns), sleep)
        turns.run()

    def _turn(self, turns: Steady) -> None:
        read = self._begun.get()
        if read is None:
            turns.end()
            return
        try:
            read.outcome = self._attempt(read.work)
        except StorageFull as problem:
            read.outcome = self._on_a_full_disk(read.work, problem)
        except Exception as error:
            read.outcome = error
        self._bell.ring(read)

    def _attempt(self, work: Callable[[Log], T]) -> T:
        log = None
        try:
            log = self._idle.pop() if self._idle else self._open_log()
            result = work(log)
        except Error as error:
            if log is not None:
                log.close()
            raise problem_of(error) from error
        except MemoryError as error:
            if log is not None:
                log.close()
            raise StorageProblem("reading-memory") from error
        except BaseException:
            if log is not None:
                log.close()
            raise
        self._idle.append(log)
        return result

    def _on_a_full_disk(self, work: Callable[[Log], Any], problem: StorageFull) -> Any:
        try:
            log = self._open_full()
            if log is None:
                return problem
            with closing(log):
                return work(log)
        except Exception as error:
            return error


def _refuse(read: _Read, problem: StorageBusy) -> None:
    get_hub().loop.run_callback(read.waiter.throw, problem)
