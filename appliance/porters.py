"""Threads for what would hold up the loop: reading and writing of disks, and moving many bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from gevent import monkey
from gevent.hub import Waiter

from appliance.bell import Bell
from appliance.steady import Steady
from appliance.thread import Thread

if TYPE_CHECKING:
    from queue import SimpleQueue

T = TypeVar("T")


class _Errand:
    """What is to be done, and who hears of it in the loop.

    Of each only one side knows at a time: what belongs to the loop, as watchers do, must not be
    let go of by a thread that happens to be the last to know it.
    """

    __slots__ = ("_outcome", "_then", "_work")

    def __init__(self, work: Callable[[], Any], then: Callable[[Any], object] | None) -> None:
        self._work = work
        self._then = then

    @property
    def heard(self) -> bool:
        """Whether anybody hears of it."""
        return self._then is not None

    def do(self) -> None:
        """In a thread. Raises what nobody hears of."""
        try:
            self._outcome: Any = self._work()
        except Exception as error:
            if not self.heard:
                raise
            self._outcome = error
        finally:
            del self._work

    def tell(self) -> None:
        """In the loop."""
        then, outcome = self._then, self._outcome
        del self._then, self._outcome
        if then is not None:
            then(outcome)


class Porters:
    """`count` threads that do what they are given, in its order; begun at once and kept.

    `named` is what they do, as the log is to call it. How much waits for a free one is bounded by
    who gives it: a greenlet waits for one thing at a time, and so does a connection; whoever leaves
    something leaves no more before that was begun.
    Raises StorageProblem if the system has no threads left.
    """

    def __init__(self, named: str, count: int) -> None:
        self._named = named
        # The threads' own queue, not the loop's, even where gevent patched the module.
        self._errands: SimpleQueue[_Errand | None] = monkey.get_original("queue", "SimpleQueue")()
        self._bell: Bell[_Errand] = Bell(f"{named}: telling the loop", _Errand.tell)
        self._threads: Final = [Thread(self._work) for _ in range(count)]

    def begin(self, work: Callable[[], T], then: Callable[[T | Exception], object]) -> None:
        """Have `work` done. In the loop `then` hears what it returned, or the exception that it
        raised. Called in the loop; `work` is done in a thread and must know nothing of the loop.
        """
        self._errands.put(_Errand(work, then))

    def leave(self, work: Callable[[], object]) -> None:
        """Have `work` done some time; nobody hears of it, and what it raises is logged. Called in
        any thread.
        """
        self._errands.put(_Errand(work, None))

    def run(self, work: Callable[[], T]) -> T:
        """What `work`, done in a thread, returns or raises; only the calling greenlet waits."""
        waiter: Waiter[Any] = Waiter()
        self.begin(work, partial(_wake, waiter))
        return cast("T", waiter.get())

    def close(self) -> None:
        """Wait for all that was given."""
        for _ in self._threads:
            self._errands.put(None)
        for thread in self._threads:
            thread.join()
        self._bell.close()

    def _work(self) -> None:
        turns = Steady(self._named, lambda: self._turn(turns), monkey.get_original("time", "sleep"))
        turns.run()

    def _turn(self, turns: Steady) -> None:
        errand = self._errands.get()
        if errand is None:
            turns.end()
            return
        errand.do()
        if errand.heard:
            self._bell.ring(errand)


def _wake(waiter: Waiter[Any], outcome: Any) -> None:
    if isinstance(outcome, Exception):
        waiter.throw(outcome)
    else:
        waiter.switch(outcome)
