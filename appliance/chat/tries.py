"""How often somebody may try a passcode, or ask to be let in: alone, and all together."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Final

from appliance.chat.makers import CROWD, Maker
from appliance.errors import Problem

AT_ONCE: Final = 5
"""Tries of one sender in a row: who mistypes one."""

SECONDS: Final = 20.0
"""Until a sender may try once more."""

ALL_AT_ONCE: Final = 40
"""Tries of everybody together in a row. Who gets in has used none up, so that a room full of people
comes in at once."""

ALL_SECONDS: Final = 5.0
"""Until one more of all may try, from however many addresses: 17,280 tries a day."""

KNOWN: Final = 4_096
"""Senders remembered; beyond it the one unseen for longest begins anew, and counts with all."""


class TooOften(Problem):
    """Somebody tried faster than they may, or everybody together did."""

    status = 429
    title = "Too many tries"

    def __init__(self, name: str, *, seconds: float) -> None:
        self.retry_after = max(1, math.ceil(seconds))
        super().__init__(name, seconds=self.retry_after)


class _Allowed:
    __slots__ = ("_left", "_most", "_seconds", "_updated")

    def __init__(self, most: int, seconds: float, now: float) -> None:
        self._most = most
        self._seconds = seconds
        self._left = float(most)
        self._updated = now

    def wait(self, now: float) -> float:
        """Seconds until there is something in it; 0 if there is."""
        grown = self._left + (now - self._updated) / self._seconds
        self._left, self._updated = min(float(self._most), grown), now
        return max(0.0, (1 - self._left) * self._seconds)

    def take(self, tries: int = 1) -> None:
        self._left = min(float(self._most), self._left - tries)


class Tries:
    """Everybody who tried lately."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._all = _Allowed(ALL_AT_ONCE, ALL_SECONDS, clock())
        self._known: OrderedDict[str, _Allowed] = OrderedDict()

    def take(self, sender: Maker) -> None:
        """`sender` tries, which counts before it is looked at. Raises TooOften, and then it does
        not count.
        """
        now = self._clock()
        own = self._buckets(sender, now)
        if (seconds := max(bucket.wait(now) for bucket in own)) > 0:
            raise TooOften("tries-too-often", seconds=seconds)
        if (seconds := self._all.wait(now)) > 0:
            raise TooOften("tries-of-all-too-often", seconds=seconds)
        for bucket in (*own, self._all):
            bucket.take()

    def give_back(self, sender: Maker) -> None:
        """The last try of `sender` was none: it was right."""
        for bucket in (*self._buckets(sender, self._clock()), self._all):
            bucket.take(-1)

    def _buckets(self, sender: Maker, now: float) -> list[_Allowed]:
        names = [(sender.name, 1), (sender.crowd, CROWD)]
        return [self._bucket(name, factor, now) for name, factor in names if name]

    def _bucket(self, name: str, factor: int, now: float) -> _Allowed:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = _Allowed(AT_ONCE * factor, SECONDS / factor, now)
        self._known.move_to_end(name)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return known
