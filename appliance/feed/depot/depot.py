"""The depot as the loop has it: each call waits for the disk in a thread, and blocks its greenlet
only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from gevent import monkey

from appliance.errors import Problem
from appliance.feed.depot.arrivals import Arrivals
from appliance.feed.depot.mending import mend
from appliance.feed.depot.quota import DepotLimits, DiskUsage, Quota
from appliance.feed.depot.room_shares import RoomShare, room_shares
from appliance.feed.depot.rows import DepotRows
from appliance.feed.depot.stock import Stock
from appliance.feed.depot.stored import Look, NewFile, StoredFile
from appliance.feed.depot.writing import FileWriting
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.attached import attached
from appliance.feed.sqlite.database import Connection, plainly
from appliance.porters import Porters
from appliance.steady import Steady
from appliance.thread import Thread

T = TypeVar("T")

THREADS: Final = 4
"""Files that are looked up, begun and closed at the same time: all of it is short, but for how much
the rooms hold, which is one query over all files."""

FINISHING: Final = 2
"""Files that are read through at the same time when they are whole."""

HOUR: Final = 3600.0
"""Seconds between two looks for what is to go."""


class Depot:
    """Files in the folder `path`, with what is known of them in the file `rows`. `connect` opens
    the log that says which of them entries have.
    """

    def __init__(
        self, path: Path, rows: Path, connect: Callable[[], Connection], limits: DepotLimits
    ) -> None:
        self._room_shares = partial(room_shares, connect, rows)
        self._log = _AskedLog(connect)
        self._stock = Stock(path, DepotRows(rows), limits, self._log)
        self._hasher = Porters("Hashing files that come", 1)
        self.arrivals = Arrivals(self._stock, self._hasher.leave)
        """For those who are in a thread already."""
        self._porters = Porters("Keeping files", THREADS)
        self._finishers = Porters("Making files whole", FINISHING)
        self._closing: Any = monkey.get_original("threading", "Event")()
        self._mending = Steady("Looking for files that nobody has", self._mend, self._pause)
        self._began = time.time()
        self._mender = Thread(self._mending.run)

    @property
    def limits(self) -> DepotLimits:
        return self._stock.room.limits

    @property
    def room(self) -> Quota:
        """How much there is, as far as was counted: not before somebody asked for a file."""
        return self._stock.room

    @property
    def uploads(self) -> int:
        """How many files are coming."""
        return len(self._stock.halves)

    def usage(self) -> DiskUsage:
        """Of the disk. Raises StorageProblem."""
        return self.run(self._stock.usage)

    def run(self, work: Callable[[], T]) -> T:
        """What it returns or raises, in a thread."""
        return self._porters.run(work)

    def begin(self, new: NewFile) -> StoredFile:
        """As `Arrivals.begin`; so those that follow."""
        return self.run(lambda: self.arrivals.begin(new))

    def came(self, id_: str) -> tuple[StoredFile, int]:
        return self.run(lambda: self.arrivals.came(id_))

    @contextmanager
    def written(self, id_: str) -> Iterator[FileWriting]:
        """To be written to in threads; in the end what came is on disk."""
        writing = self.run(lambda: self.arrivals.open(id_))
        try:
            yield writing
        finally:
            self.run(lambda: self.arrivals.close(id_, writing))

    def finish(self, id_: str, look: Callable[[Path, StoredFile], Look]) -> StoredFile:
        return self._finishers.run(lambda: self.arrivals.finish(id_, look))

    def once(self, id_: str, named: Callable[[str], str]) -> tuple[StoredFile, bool]:
        return self.run(lambda: self.arrivals.once(id_, named))

    def set_thumbnail(self, id_: str, picture: bytes, look: Callable[[Path], str]) -> None:
        self.run(lambda: self.arrivals.set_thumbnail(id_, picture, look))

    def take_back(self, id_: str) -> None:
        self.run(lambda: self.arrivals.take_back(id_))

    def find(self, ids: Sequence[str]) -> list[StoredFile]:
        """As `Stock.find`; so those that follow."""
        return self.run(lambda: self._stock.find(ids))

    def read(self, id_: str, *, thumbnail: bool) -> tuple[StoredFile, BinaryIO]:
        return self.run(lambda: self._stock.read(id_, thumbnail=thumbnail))

    @contextmanager
    def pinned(self, ids: Sequence[str]) -> Iterator[list[StoredFile]]:
        """They stay meanwhile. Raises what `Stock.pin` does."""
        kept = self.run(lambda: self._stock.pin(ids))
        try:
            yield kept
        finally:
            self.run(lambda: self._stock.unpin(ids))

    def let_go(self, ids: Sequence[str]) -> None:
        self.run(lambda: self._stock.let_go(ids))

    def shares(self) -> list[tuple[str, int, int]]:
        return self.run(self._stock.shares)

    def room_shares(self) -> list[RoomShare]:
        """As the function, once files were asked for."""
        return self.run(self._room_shares)

    @property
    def trouble(self) -> Problem | None:
        """What is in the way of letting go of files, if anything is."""
        return self._mending.failed

    def close(self) -> None:
        self._closing.set()
        self._mender.join()
        self._finishers.close()
        self._porters.close()
        self._hasher.close()
        with suppress(Problem):
            self._stock.close()
        self._log.close()

    # In the thread.

    def _mend(self) -> None:
        mend(self._stock, self._began)
        if self._closing.wait(HOUR):
            self._mending.end()

    def _pause(self, seconds: float) -> None:
        """After a failure; longer than for what somebody waits for."""
        if self._closing.wait(60 * seconds):
            self._mending.end()


class _AskedLog:
    """Which files entries have, asked in whichever thread holds the stock."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None

    def __call__(self, ids: Sequence[str]) -> Mapping[str, bool]:
        try:
            with plainly():
                if self._connection is None:
                    self._connection = self._connect()
                return attached(self._connection, ids, EVERYTHING)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
