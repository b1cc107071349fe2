"""The announcement of new entries over 0MQ PUB/SUB, and its reader: one SUB for each process.

A 0MQ socket for each request dies of open files at about 1,000 clients. The bus is a hint
that carries its payload along; it may lose, repeat or reorder anything: the numbers tell, and
the log has the truth.

An announcement is one frame: the number before its first entry on a line, then one entry a
line (JSON never holds a bare line feed). Without an entry it says only how far the log goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import gevent
import zmq.green as zmq
from gevent.lock import BoundedSemaphore

from appliance.errors import StorageProblem
from appliance.feed.contract import Slice
from appliance.feed.entry import Entry
from appliance.feed.tail import Tail
from appliance.steady import Steady

HIGH_WATER: Final = 500
"""Announcements queued on either side; further ones are dropped and read from the log."""

MAX_BYTES: Final = 64 * 1024
"""Bytes of one announcement; what would be larger tells the number only, and is read from the log.
So what is queued stays below 64 MB, however much is said while somebody does not listen."""

CHECK_SECONDS: Final = 1.0
"""A silent bus is compared with the log this often, so that a lost last announcement delays
its message by a second at the most. One look-up for the process, none for its clients."""

CATCH_UP: Final = 1_000
"""Entries read from the log at once while catching up."""


class Publisher:
    """The PUB side."""

    def __init__(self, context: zmq.Context[Any], address: str) -> None:
        self._socket = context.socket(zmq.PUB)
        self._socket.set_hwm(HIGH_WATER)
        self._socket.linger = 0
        self._socket.bind(address)

    def publish(self, after: int, entries: Sequence[Entry]) -> None:
        """Tell every process; never blocks (PUB drops what a full queue cannot take)."""
        if sum(len(entry.json) for entry in entries) > MAX_BYTES:
            after, entries = entries[-1].id, ()
        lines = [b"%d" % after, *(entry.json for entry in entries)]
        self._socket.send(b"\n".join(lines))

    def close(self) -> None:
        self._socket.close()


class Follower:
    """The SUB side: keeps a Tail equal to the end of the log, whatever the bus loses.

    `read_since(cursor, limit)` reads the log; whatever it raises, it is asked again after a
    pause, and so is a bus that fails.
    """

    def __init__(
        self,
        context: zmq.Context[Any],
        address: str,
        tail: Tail,
        read_since: Callable[[int, int], Slice],
    ) -> None:
        self._socket = context.socket(zmq.SUB)
        self._socket.set_hwm(HIGH_WATER)
        self._socket.linger = 0
        self._socket.subscribe(b"")
        self._socket.connect(address)
        self._tail = tail
        self._read_since = read_since
        self._reading = BoundedSemaphore(1)
        self._turns = Steady("Telling those who wait what was said", self._turn, gevent.sleep)
        self._greenlet = gevent.spawn(self._turns.run)

    def close(self) -> None:
        self._greenlet.kill()
        self._socket.close()

    def catch_up(self) -> None:
        """Read the log from where the tail ends until there is nothing more."""
        with self._reading:
            more = True
            while more:
                part = self._read_since(self._tail.last, CATCH_UP)
                self._tail.extend(part.entries, part.cursor)
                more = part.more

    def check(self) -> None:
        """Raise StorageProblem if it does not follow: what is stored would be told to nobody."""
        if trouble := self._turns.trouble(3 * CHECK_SECONDS):
            raise StorageProblem(trouble)

    def _turn(self) -> None:
        if self._turns.failed:
            self.catch_up()  # whatever was missed, also where the bus itself is what fails
        if self._socket.poll(CHECK_SECONDS * 1000):
            self._receive(self._socket.recv())
        else:
            self.catch_up()

    def _receive(self, announcement: bytes) -> None:
        after, *lines = announcement.split(b"\n")
        if int(after) > self._tail.last:
            self.catch_up()
        self._tail.extend(map(Entry.parse, lines))
