"""How often somebody may try a passcode, or ask to be let in: alone, and all together."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from appliance.chat.bucket import Bucket
from appliance.chat.senders import Maker, Senders
from appliance.errors import TooSoon

AT_ONCE: Final = 5
"""Tries of one sender in a row: who mistypes one."""

SECONDS: Final = 20.0
"""Until a sender may try once more."""

ALL_AT_ONCE: Final = 40
"""Tries of everybody together in a row. Who gets in has used none up, so that a room full of people
comes in at once."""

ALL_SECONDS: Final = 5.0
"""Until one more of all may try, from however many addresses: 17,280 tries a day."""


class TooOften(TooSoon):
    """Somebody tried faster than they may, or everybody together did."""

    title = "Too many tries"


class Tries:
    """Everybody who tried lately."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._all = Bucket(ALL_AT_ONCE, 1 / ALL_SECONDS, clock())
        self._known = Senders(_bucket)

    def take(self, sender: Maker) -> None:
        """`sender` tries, which counts before it is looked at. Raises TooOften, and then it does
        not count.
        """
        now = self._clock()
        own = self._buckets(sender)
        if (seconds := max(bucket.wait(now) for bucket in own)) > 0:
            raise TooOften("tries-too-often", seconds=seconds)
        if (seconds := self._all.wait(now)) > 0:
            raise TooOften("tries-of-all-too-often", seconds=seconds)
        for bucket in (*own, self._all):
            bucket.take()

    def give_back(self, sender: Maker) -> None:
        """The last try of `sender` was none: it was right."""
        for bucket in (*self._buckets(sender), self._all):
            bucket.take(-1)

    def _buckets(self, sender: Maker) -> list[Bucket]:
        return self._known.of(sender, self._clock())


def _bucket(factor: int, now: float) -> Bucket:
    return Bucket(AT_ONCE * factor, factor / SECONDS, now)
