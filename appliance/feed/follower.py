"""Follows the bus: keeps a tail equal to the end of the log, whatever the bus loses."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

import gevent
from gevent.event import Event
from gevent.lock import BoundedSemaphore

from appliance.errors import StorageProblem
from appliance.feed import announcement
from appliance.feed.bus import ENTRIES, Bus
from appliance.feed.contract import Slice
from appliance.feed.tail import Tail
from appliance.steady import Steady

CHECK_SECONDS: Final = 1.0
"""After so long without a word of entries the log is asked, so that a lost last announcement delays
its message by a second at the most. One look-up for the process, none for its clients."""

CATCH_UP: Final = 1_000
"""Entries read from the log at once while catching up."""


class Follower:
    """Extends `tail` with what is announced and, where that leaves a gap or fails, with what
    `read_since(cursor, limit)` finds in the log; whatever that raises, it is asked again.

    `learn(after, up_to)` takes the facts that entries between these numbers set, as they are by
    then. They are looked for after the entries were read and before these are told: nobody hears
    what is said in a room before it is known who was taken out of it.
    """

    def __init__(
        self,
        bus: Bus,
        tail: Tail,
        read_since: Callable[[int, int], Slice],
        learn: Callable[[int, int], object],
    ) -> None:
        self._bus = bus
        self._tail = tail
        self._read_since = read_since
        self._learn = learn
        self._reading = BoundedSemaphore(1)
        self._missing = Event()
        self._heard = monotonic()
        bus.follow(ENTRIES, self._hear)
        self._turns = Steady("telling-those-who-wait", self._turn, gevent.sleep)
        self._greenlet = gevent.spawn(self._turns.run)

    def catch_up(self) -> None:
        """Read the log from where the tail ends until there is nothing more."""
        with self._reading:
            more = True
            while more:
                after = self._tail.last
                part = self._read_since(after, CATCH_UP)
                self._learn(after, part.cursor)
                self._tail.extend(part.entries, part.cursor)
                more = part.more
            self._heard = monotonic()

    def check(self) -> None:
        """Raise StorageProblem if it does not follow: what is stored would be told to nobody."""
        if trouble := self._turns.trouble(3 * CHECK_SECONDS) or self._bus.trouble():
            raise StorageProblem(trouble.name, **trouble.values)

    def close(self) -> None:
        self._greenlet.kill()

    def _hear(self, words: bytes) -> None:
        after, entries = announcement.parsed(words)
        if after > self._tail.last:
            self._missing.set()  # reading the log must not hold up the bus
            return
        self._tail.extend(entries)
        self._heard = monotonic()

    def _turn(self) -> None:
        """Wait until something is missing, or nothing was heard for long; then ask the log."""
        left = self._heard + CHECK_SECONDS - monotonic()
        # After a failure at once: whatever was missed, also where the bus itself is what fails.
        if not self._turns.failed and left > 0 and not self._missing.wait(left):
            return
        self._missing.clear()
        self.catch_up()
        if self._bus.fails(ENTRIES):
            # Nobody may say anything for hours: what was just read is said, to see it heard.
            self._bus.publish(ENTRIES, announcement.words_of(self._tail.last, ()))
