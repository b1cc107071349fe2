"""Announcers that lose, repeat and reorder on purpose."""

from __future__ import annotations

import random
from collections.abc import Sequence

import zmq.green as zmq

from appliance.feed.bus import Publisher
from appliance.feed.entry import Entry


class LosingPublisher(Publisher):
    """Loses half of all announcements, and all of them after `deaf` is set."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], address: str) -> None:
        super().__init__(context, address)
        self.lost = 0
        self.deaf = False
        self._random = random.Random(1)

    def publish(self, after: int, entries: Sequence[Entry]) -> None:
        if self.deaf or self._random.random() < 0.5:
            self.lost += 1
        else:
            super().publish(after, entries)


class DeafPublisher(Publisher):
    """Loses everything."""

    def publish(self, after: int, entries: Sequence[Entry]) -> None:
        pass


class JumblingPublisher(Publisher):
    """Sends old announcements again and again, in any order, and new ones late."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], address: str) -> None:
        super().__init__(context, address)
        self.repeated = 0
        self._random = random.Random(2)
        self._sent: list[tuple[int, Sequence[Entry]]] = []

    def publish(self, after: int, entries: Sequence[Entry]) -> None:
        self._sent = [*self._sent, (after, entries)][-20:]
        for earlier in self._random.choices(self._sent, k=3):
            self.repeated += 1
            super().publish(*earlier)
