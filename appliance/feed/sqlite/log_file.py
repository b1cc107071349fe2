"""The file that a log is in: what is known of it at start, and connections to it as long as it is
the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from appliance.errors import StorageFull, StorageUnusable
from appliance.feed.facts import Facts
from appliance.feed.folding import NO_FOLDS, Folds
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
    problem_of,
)
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.open_files import OpenFiles, check_writable
from appliance.feed.sqlite.schema import READABLE, Step, form_of, migrate
from appliance.feed.sqlite.spoilt import Spoilt
from appliance.feed.tail import CAPACITY_BYTES, Tail

PAUSE: Final = 10
"""Times as long as it took is how long the next try waits to bring an older log up to date, where
there was no room for its copy. Looking for room takes some milliseconds, copying up to a quota a
minute; meanwhile every message is answered as the last try was."""

SAY_SECONDS: Final = 1.0

PRELOAD: Final = 1_000
"""Entries read into memory at start, if they are no more bytes than the tail keeps, so that readers
coming back after it need no disk."""

_log: Final = logging.getLogger(__name__)


class LogFile:
    """The log at `path`, made where there is none. Raises StorageProblem if it cannot be opened.

    `known` are the forms of the database (None: this program's); an older one is copied before it
    is brought up to date. Where there is no room for that it is read as it is, and brought up to
    date before anything is written.
    """

    def __init__(
        self, path: Path, known: Sequence[Step] | None = None, folds: Folds = NO_FOLDS
    ) -> None:
        self._path = path
        self._folds = folds
        self._known = known
        self._older = False
        self._said = 0.0
        self._lacked: tuple[float, StorageFull] | None = None  # until when, and what
        self.spoilt = Spoilt()
        with plainly():
            connection = _begin(path)
            try:
                self._begin_with(connection)
                log = Log(connection, spoilt=self.spoilt)
                self.identity = log.about("identity")
                self.secret = log.about("secret")
                last = log.last()
                recent = log.newest(PRELOAD, CAPACITY_BYTES)
                self.tail = Tail(recent, log.rooms(), last, folds)
                self.facts = Facts(log.facts_after(0))
                self._files = OpenFiles(path)
            finally:
                connection.close()

    def open_to_write(self) -> Log:
        """As `open`, once the log is up to date."""
        if self._older:
            self._files.check()
            self._try_again()
            self._older = False
            _log.warning("The log is brought up to date: messages are taken again.")
        return self.open()

    def open(self) -> Log:
        """A connection to the same log as at start, or StorageUnusable if it was exchanged."""
        connection = self.connect()
        # By now its WAL is there, and stays as long as the connection does.
        wal = self._path.with_name(f"{self._path.name}-wal")
        return Log(connection, OpenFiles(self._path, wal), self.spoilt, self._folds)

    def connect(self) -> Connection:
        """A bare connection, for what only reads; raises as `open` does."""
        self._files.check()
        with plainly():
            connection = connect(self._path, create=False)
            try:
                self._check_same(Log(connection))
            except BaseException:
                connection.close()
                raise
        return connection

    def open_full(self) -> Log | None:
        """A log for one read where there is no room for `open`, if that is possible."""
        with plainly():
            connection = connect_unchanging(self._path)
        return None if connection is None else Log(connection, spoilt=self.spoilt)

    def check_writable(self) -> None:
        """Raise StorageUnusable unless it could be opened for writing now."""
        check_writable(self._path)

    def _try_again(self) -> None:
        """Bring an older log up to date, unless that was tried in vain a moment ago."""
        began = monotonic()
        if self._lacked is not None and began < self._lacked[0]:
            raise self._lacked[1].with_traceback(None)
        try:
            with plainly(), closing(connect(self._path, create=False)) as connection:
                self._check_same(Log(connection))
                self._migrate(connection)
        except StorageFull as problem:
            ended = monotonic()
            self._lacked = ended + PAUSE * (ended - began), problem
            raise

    def _migrate(self, connection: Connection) -> None:
        migrate(connection, self._known, partial(keep_older, self._path), self._tell)

    def _tell(self, share: float) -> None:
        """How far it has come: said now and then, for a large one takes long."""
        now = monotonic()
        if share == 1 and not self._said:
            return  # it was done before anybody could wonder
        self._said = self._said or now
        if share == 1 or now - self._said >= SAY_SECONDS:
            self._said = now
            _log.warning("The log is brought up to date: %d %%.", int(100 * share))

    def _begin_with(self, connection: Connection) -> None:
        try:
            self._migrate(connection)
        except (Error, StorageFull) as error:
            problem = error if isinstance(error, StorageFull) else problem_of(error)
            if not isinstance(problem, StorageFull) or form_of(connection) < READABLE:
                raise
            self._older = True
            _log.warning(
                "%s Until there is room, what was said can be read and nothing is taken.", problem
            )

    def _check_same(self, log: Log) -> None:
        if log.about("identity") != self.identity or log.last() < self.tail.last:
            # Another log, or an older copy of this one, which would hand out numbers again.
            raise StorageUnusable("log-exchanged")


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
