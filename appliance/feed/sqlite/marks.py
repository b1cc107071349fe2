"""Marks in a database of their own: no message waits for them, nor for their disk syncs.

All of them are in memory, where they are looked at; a thread writes what is new, what came
together in one transaction.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gevent import monkey
from gevent.hub import Waiter

from appliance.errors import StorageBusy, StorageProblem
from appliance.feed.marks import MarksFull
from appliance.feed.sqlite.bell import Bell
from appliance.feed.sqlite.database import (
    Connection,
    Error,
    connect,
    is_spoilt,
    problem_of,
)
from appliance.feed.sqlite.thread import Thread
from appliance.steady import Steady

if TYPE_CHECKING:
    from queue import SimpleQueue

MOST: Final = 100_000
"""Marks that are kept, some 40 MB. Beyond it nobody gets a further one (507); those that are there
still change. Nobody's are forgotten for others: made-up members would drive out all of them."""

MOST_WAITING: Final = 10_000
"""Marks that wait for their transaction; one more is answered with StorageBusy."""

GATHER_SECONDS: Final = 0.1
"""After one transaction before the next: what comes meanwhile shares it."""

_MADE: Final = """
    CREATE TABLE IF NOT EXISTS mark (
        member TEXT NOT NULL,
        name   TEXT NOT NULL,
        value  TEXT NOT NULL,
        PRIMARY KEY (member, name)
    ) WITHOUT ROWID
"""

_PUT: Final = """
    INSERT INTO mark (member, name, value)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(?) WHERE json_extract(value, '$[2]') IS NOT NULL
    ON CONFLICT (member, name) DO UPDATE SET value = excluded.value
"""

_DROP: Final = """
    DELETE FROM mark WHERE (member, name) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
        FROM json_each(?) WHERE json_extract(value, '$[2]') IS NULL
    )
"""

_log: Final = logging.getLogger(__name__)


_Mark = tuple[str, str, Any]


class _NewMark(NamedTuple):
    member: str
    name: str
    value: Any
    waiter: Waiter[None]

    @property
    def row(self) -> tuple[str, str, str | None]:
        return self.member, self.name, None if self.value is None else json.dumps(self.value)


class _Stored(NamedTuple):
    """Those whose marks are in one transaction, and what prevented it."""

    taken: list[_NewMark]
    trouble: StorageProblem | None
    found: Sequence[_Mark] = ()
    """What was there, where that could not be read before."""


class SqliteMarks:
    """Implements `marks.Marks` in the file `path`. A chat begins without it where it cannot be
    opened, as on a full disk, and anew where it is damaged: what was said does not hang on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks: dict[str, dict[str, Any]] = {}
        self._count = 0
        self._connection: Connection | None = None
        for mark in self._begin():
            self._learn(*mark)
        self._closing = False
        # The thread's own queue, not the loop's, even where gevent patched the module.
        self._queue: SimpleQueue[_NewMark | None] = monkey.get_original("queue", "SimpleQueue")()
        self._sleep = monkey.get_original("time", "sleep")
        self._bell: Bell[_Stored] = Bell("Telling what marks are kept", self._tell)
        self._turns = Steady("Keeping marks", self._turn, self._sleep)
        self._thread = Thread(self._turns.run)

    def of(self, member: str) -> Mapping[str, Any]:
        return self._marks.get(member, {})

    def put(self, member: str, name: str, value: Any) -> None:
        known = self.of(member)
        if known.get(name) == value:
            return
        if name not in known and self._count >= MOST:
            raise MarksFull("marks-full")
        if self._closing:
            raise StorageProblem("stopping")
        if self._queue.qsize() >= MOST_WAITING:
            raise StorageBusy("storage-busy")
        waiter: Waiter[None] = Waiter()
        self._queue.put(_NewMark(member, name, value, waiter))
        waiter.get()

    def close(self) -> None:
        self._closing = True
        self._queue.put(None)
        self._thread.join()
        self._bell.close()
        if self._connection is not None:
            self._connection.close()

    def _tell(self, done: _Stored) -> None:
        """In the loop."""
        for member, name, value in done.found:
            if name not in self.of(member):
                self._learn(member, name, value)
        for one in done.taken:
            if done.trouble is None:
                self._learn(one.member, one.name, one.value)
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

    def _begin(self) -> Sequence[_Mark]:
        """What is there."""
        try:
            return self._open()
        except (Error, ValueError) as error:
            _log.warning("Marks of who has read what cannot be read: %s", error)
            if isinstance(error, ValueError) or is_spoilt(error):
                self._remove()
            return ()

    def _open(self) -> Sequence[_Mark]:
        """What is there; from then on it can be written to."""
        connection = self._opened()
        try:
            rows = connection.execute("SELECT member, name, value FROM mark LIMIT ?", (MOST,))
            marks = [(str(member), str(name), json.loads(value)) for member, name, value in rows]
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return marks

    def _remove(self) -> None:
        """What is in it, not the file, which keeps its mode."""
        for more in ("-wal", "-shm"):
            self._path.with_name(self._path.name + more).unlink(missing_ok=True)
        os.truncate(self._path, 0)

    def _opened(self) -> Connection:
        connection = connect(self._path, create=True)
        # After a power cut a mark may be where it was a moment before: something that was read is
        # unread again. No sync at each commit, for which the log's would have to wait.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_MADE)
        return connection

    # In the thread.

    def _turn(self) -> None:
        first = self._queue.get()
        taken = [] if first is None else [first]
        while not self._queue.empty():
            more = self._queue.get()
            if more is not None:
                taken.append(more)
            else:
                self._turns.end()
        if first is None:
            self._turns.end()
        if taken:
            self._bell.ring(self._stored(taken))
            if not self._closing:
                self._sleep(GATHER_SECONDS)

    def _stored(self, taken: list[_NewMark]) -> _Stored:
        """Store them."""
        found: Sequence[_Mark] = ()
        # Of two for the same the last counts, and the first is told no less.
        rows = json.dumps(list({one.row[:2]: one.row for one in taken}.values()))
        try:
            if self._connection is None:
                found = self._open()
            assert self._connection is not None  # it is open by now
            execute = self._connection.execute
            execute("BEGIN IMMEDIATE")
            execute(_PUT, (rows,))
            execute(_DROP, (rows,))
            execute("COMMIT")
        except Error as error:
            self._let_go()
            return _Stored(taken, problem_of(error), found)
        except (ValueError, MemoryError) as error:  # else who waits would for ever
            self._let_go()
            return _Stored(taken, StorageProblem("log-unknown", reason=str(error)), found)
        return _Stored(taken, None, found)

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Error):
                connection.close()
