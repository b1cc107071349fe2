"""Marks in a database of their own: no message waits for them, nor for their disk syncs.

All of them are in memory, where they are looked at; a thread writes what is new, what came
together in one transaction.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gevent import monkey
from gevent.hub import Waiter

from appliance.bell import Bell
from appliance.errors import Problem, StorageBusy, StorageProblem
from appliance.feed.marks import NOBODY, MarksFull
from appliance.feed.sqlite.database import Error
from appliance.feed.sqlite.marks_file import MOST, OWN, Mark, MarksFile, Row
from appliance.steady import Steady
from appliance.thread import Thread

if TYPE_CHECKING:
    from queue import SimpleQueue

MOST_WAITING: Final = 10_000
"""Marks that wait for their transaction; one more is answered with StorageBusy."""

GATHER_SECONDS: Final = 0.1
"""After one transaction before the next: what comes meanwhile shares it."""

LOOK_SECONDS: Final = 5.0
"""Where they could not be kept it is looked so often whether they can: nobody may have one to keep,
and health would go on to say what has passed."""

_log: Final = logging.getLogger(__name__)


class _NewMark(NamedTuple):
    member: str
    name: str
    value: Any
    waiter: Waiter[None]

    @property
    def row(self) -> Row:
        return _row(self.member, self.name, self.value)


class _Stored(NamedTuple):
    """Those whose marks are in one transaction, and what prevented it."""

    taken: list[_NewMark]
    trouble: StorageProblem | None
    found: Sequence[Mark] = ()
    """What was there, where that could not be read before."""


class SqliteMarks:
    """Implements `marks.Marks` in the file `path`. A chat begins without it where it cannot be
    opened, as on a full disk, and anew where it is damaged: what was said does not hang on it.
    """

    def __init__(self, path: Path) -> None:
        self._file = MarksFile(path)
        self._marks: dict[str, dict[str, Any]] = {}
        self._count = 0
        self._trouble: Problem | None = None
        for mark in self._begin():
            self._learn(*mark)
        self._failed = self._trouble is not None
        """Whether the thread could not store what was last."""
        self._closing = False
        # The thread's own queue, not the loop's, even where gevent patched the module.
        self._queue: SimpleQueue[_NewMark | None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._untold: deque[Sequence[Row]] = deque()
        """What the thread stored, and the loop has not learned yet."""
        self._bell: Bell[_Stored] = Bell("Telling what marks are kept", self._tell)
        self._turns = Steady("keeping-marks", self._turn, self._sleep)
        self._thread = Thread(self._turns.run)

    def of(self, member: str) -> Mapping[str, Any]:
        return self._marks.get(member, {})

    def put(self, member: str, name: str, value: Any) -> None:
        known = self.of(member)
        if known.get(name) == value:
            return
        most = MOST + OWN if member == NOBODY else MOST
        if name not in known and self._count >= most:
            raise MarksFull("marks-full")
        if self._closing:
            raise StorageProblem("stopping")
        if self._queue.qsize() >= MOST_WAITING:
            raise StorageBusy("storage-busy")
        waiter: Waiter[None] = Waiter()
        self._queue.put(_NewMark(member, name, value, waiter))
        waiter.get()

    @property
    def trouble(self) -> Problem | None:
        return self._turns.failed or self._trouble

    def close(self) -> None:
        self._closing = True
        self._queue.put(None)
        self._thread.join()
        self._bell.close()
        self._file.close()

    def _tell(self, done: _Stored) -> None:
        """In the loop."""
        self._trouble = done.trouble
        for member, name, value in done.found:
            if name not in self.of(member):
                self._learn(member, name, value)
        if done.trouble is None:
            for one in done.taken:
                self._learn(one.member, one.name, one.value)
            self._untold.popleft()
        for one in done.taken:
            if done.trouble is None:
                one.waiter.switch(None)
            else:
                one.waiter.throw(done.trouble)

    def _learn(self, member: str, name: str, value: Any) -> None:
        known = self._marks.setdefault(member, {})
        self._count -= len(known)
        if value is None:
            known.pop(name, None)
        else:
            known[name] = value
        self._count += len(known)
        if not known:
            del self._marks[member]

    def _begin(self) -> Sequence[Mark]:
        """What is there."""
        try:
            return self._file.open()
        except (Error, OSError, ValueError) as error:
            self._say(error, "Marks of who has read what cannot be read: %s")
            if self._file.is_spoilt(error):
                self._empty()
            return ()

    def _empty(self) -> None:
        """Let the next mark be the first, if that is possible."""
        try:
            self._file.empty()
        except OSError as error:
            self._say(error, "Damaged marks of who has read what cannot be emptied: %s")

    def _say(self, error: Exception, words: str) -> None:
        self._trouble = self._file.problem_of(error)
        _log.warning(words, error)

    # In the thread.

    def _turn(self) -> None:
        taken = self._taken()
        if taken or not self._closing:
            stored = self._stored(taken)
            self._failed = stored.trouble is not None
            self._bell.ring(stored)
        if not self._closing:
            self._sleep(GATHER_SECONDS)

    def _taken(self) -> list[_NewMark]:
        """What waits by now; nothing at the end, or where it is to be looked whether it could."""
        taken: list[_NewMark] = []
        wait = LOOK_SECONDS if self._failed else None
        with suppress(Empty):
            while True:
                more = self._queue.get(block=not taken, timeout=wait)
                if more is None:
                    self._turns.end()
                    break
                taken.append(more)
        return taken

    def _stored(self, taken: list[_NewMark]) -> _Stored:
        """Store them, or see whether they could be. What is damaged is made anew, for all that was
        in it is known.
        """
        # Of two for the same the last counts, and the first is told no less.
        rows = list({one.row[:2]: one.row for one in taken}.values())
        try:
            try:
                found = self._file.store(rows)
            except (Error, ValueError) as error:
                if not self._file.is_spoilt(error):
                    raise
                if not self._failed:
                    _log.warning(
                        "Marks of who has read what are damaged: %s. They are kept anew.", error
                    )
                found = self._file.store_anew(self._all_with(rows))
        except Exception as error:  # else who waits would for ever
            self._file.close()
            return _Stored(taken, self._file.problem_of(error))
        self._untold.append(rows)
        return _Stored(taken, None, found)

    def _all_with(self, rows: Sequence[Row]) -> Sequence[Row]:
        """What is known, as it is with `rows`. What the loop learns meanwhile is looked at first,
        so that it is in the one or the other.
        """
        later = [*chain.from_iterable(self._untold.copy()), *rows]
        marks = [(member, known.copy()) for member, known in self._marks.copy().items()]
        kept = [_row(member, name, one) for member, known in marks for name, one in known.items()]
        return list({row[:2]: row for row in [*kept, *later]}.values())


def _row(member: str, name: str, value: Any) -> Row:
    return member, name, None if value is None else json.dumps(value)
