"""The feed on one SQLite file: log, group commit, bus and tail put together."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import gevent
import zmq.green as zmq

from appliance.errors import StorageProblem, StorageUnusable
from appliance.feed.bus import Follower, Publisher
from appliance.feed.contract import OURSELVES, Listener, Reader, Receipt, Rooms, RoomSummary, Slice
from appliance.feed.entry import Draft
from appliance.feed.sqlite.committer import Committer
from appliance.feed.sqlite.copies.older import keep_older
from appliance.feed.sqlite.database import (
    NO_ROOM,
    Connection,
    Error,
    code_of,
    connect,
    connect_alone,
    connect_unchanging,
    plainly,
)
from appliance.feed.sqlite.log import Batch, Log
from appliance.feed.sqlite.open_files import OpenFiles, check_writable
from appliance.feed.sqlite.readers import Readers
from appliance.feed.sqlite.schema import Step, migrate
from appliance.feed.sqlite.spoilt import Spoilt
from appliance.feed.tail import CAPACITY_BYTES, Tail

PRELOAD: Final = 1_000
"""Entries read into memory at start, if they are no more bytes than the tail keeps, so that readers
coming back after it need no disk."""

ANSWER_SECONDS: Final = 5.0
"""A disk that takes longer to write and read one row is none that a chat can be on."""

_log: Final = logging.getLogger(__name__)

_buses = itertools.count(1)


class SqliteFeed:
    """Implements `contract.Feed` in the file `path`. Raises StorageProblem if it cannot open.

    `clock` gives the time for entries (UTC, ISO 8601 with milliseconds). `announce` wraps the
    bus's announcing, for tests that lose announcements on purpose. `known` are the forms of the
    database (None: this program's); an older one is copied before it is brought up to date.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], str],
        publisher: Callable[[zmq.Context[Any], str], Publisher] = Publisher,
        known: Sequence[Step] | None = None,
    ) -> None:
        self._path = path
        self._spoilt = Spoilt()
        with plainly():
            connection = _begin(path)
            try:
                migrate(connection, known, partial(keep_older, path))
                log = Log(connection, spoilt=self._spoilt)
                self.identity = log.about("identity")
                self.secret = log.about("secret")
                last = log.last()
                recent = log.newest(PRELOAD, CAPACITY_BYTES)
                self._tail = Tail(recent, log.rooms(), last)
                self._files = OpenFiles(path)
            finally:
                connection.close()
        context: zmq.Context[Any] = zmq.Context.instance()
        address = f"inproc://feed-{next(_buses)}"
        self._publisher = publisher(context, address)
        self._readers = Readers(self._open, self._open_full)
        self._follower = Follower(context, address, self._tail, self._read_since)
        self._committer = Committer(self._open, clock, self._announce)

    @property
    def spoilt(self) -> int:
        return len(self._spoilt)

    @property
    def last(self) -> int:
        return self._tail.last

    def append(self, draft: Draft) -> Receipt:
        return self._committer.append(draft)

    def recent(self, cursor: int, rooms: Rooms, limit: int) -> Slice | None:
        return self._tail.since(cursor, rooms, limit)

    def since(self, cursor: int, rooms: Rooms, limit: int, reader: Reader = OURSELVES) -> Slice:
        if cursor > self._tail.last:
            # Written a moment ago, its announcement still under way; or never written at all.
            # Nobody may stand ahead of the tail: the entry would reach them a second time.
            self._follower.catch_up()
        part = self.recent(cursor, rooms, limit)
        if part is None:
            part = self._readers.read(lambda log: log.since(cursor, rooms, limit), reader)
            if part.cursor > self._tail.last:
                self._follower.catch_up()
        return part

    def before(
        self, room: str, cursor: int | None, limit: int, reader: Reader = OURSELVES
    ) -> Slice:
        return self._readers.read(lambda log: log.before(room, cursor, limit), reader)

    def rooms(self) -> list[RoomSummary]:
        return self._tail.rooms()

    def has_room(self, name: str) -> bool:
        return self._tail.has_room(name)

    def changes(self, listener: Listener) -> None:
        self._tail.listen(listener)

    def check(self) -> None:
        try:
            with gevent.Timeout(ANSWER_SECONDS):
                self._committer.check()
                self._readers.read(lambda log: log.newest(1, 1))
        except gevent.Timeout:
            raise StorageProblem(
                "The chat's log takes too long to answer. Check the disk it is on."
            ) from None
        self._follower.check()
        check_writable(self._path)

    def close(self) -> None:
        self._committer.close()
        self._follower.close()
        self._publisher.close()
        self._readers.close()

    def _read_since(self, cursor: int, limit: int) -> Slice:
        return self._readers.read(lambda log: log.since(cursor, None, limit))

    def _announce(self, batch: Batch) -> None:
        self._publisher.publish(batch.after, batch.entries)

    def _open(self) -> Log:
        """A connection to the same log as at start, or StorageUnusable if it was exchanged."""
        self._files.check()
        with plainly():
            connection = connect(self._path, create=False)
            try:
                self._check_same(Log(connection))
            except BaseException:
                connection.close()
                raise
        # By now its WAL is there, and stays as long as the connection does.
        wal = self._path.with_name(f"{self._path.name}-wal")
        return Log(connection, OpenFiles(self._path, wal), self._spoilt)

    def _open_full(self) -> Log | None:
        """A log for one read where there is no room for `_open`, if that is possible."""
        with plainly():
            connection = connect_unchanging(self._path)
        return None if connection is None else Log(connection, spoilt=self._spoilt)

    def _check_same(self, log: Log) -> None:
        if log.about("identity") != self.identity or log.last() < self._tail.last:
            # Another log, or an older copy of this one, which would hand out numbers again.
            raise StorageUnusable(
                "chat.db was exchanged while the chat was running. Start the chat again."
            )


def _begin(path: Path) -> Connection:
    """The first connection. On a full disk a log that is there is read nevertheless."""
    try:
        return connect(path, create=True)
    except Error as error:
        if code_of(error) not in NO_ROOM or not path.stat().st_size:
            raise  # nothing is there to be read
        connection = connect_alone(path)
        _log.warning(
            "There is no space left for the chat's log. What was said can be read; messages are "
            "taken again as soon as there is room."
        )
        return connection
