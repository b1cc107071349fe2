"""Buses that lose, repeat and reorder on purpose."""

from __future__ import annotations

import random

from appliance.feed.bus import Bus


class LosingBus(Bus):
    """Loses half of what is said, and all of it after `deaf` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = 0
        self.deaf = False
        self._random = random.Random(1)

    def publish(self, topic: bytes, words: bytes) -> None:
        if self.deaf or self._random.random() < 0.5:
            self.lost += 1
        else:
            super().publish(topic, words)


class DeafBus(Bus):
    """Loses everything."""

    def publish(self, topic: bytes, words: bytes) -> None:
        pass


class JumblingBus(Bus):
    """Says old things again and again, in any order, and new ones late."""

    def __init__(self) -> None:
        super().__init__()
        self.repeated = 0
        self._random = random.Random(2)
        self._said: list[tuple[bytes, bytes]] = []

    def publish(self, topic: bytes, words: bytes) -> None:
        self._said = [*self._said, (topic, words)][-20:]
        for earlier in self._random.choices(self._said, k=3):
            self.repeated += 1
            super().publish(*earlier)
