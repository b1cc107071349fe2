"""How often somebody may name a wrong secret."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Final

from appliance.chat.bucket import Bucket
from appliance.chat.makers import CROWD, Maker
from appliance.errors import Problem

AT_ONCE: Final = 10
"""Wrong ones in a row: somebody types, or a room full of people opens a link that has expired."""

SECONDS: Final = 6.0
"""Until one more may be named."""

KNOWN: Final = 4_096
"""Senders remembered; beyond it the one unseen for longest begins anew."""


class TooManyGuesses(Problem):
    """Too many wrong secrets came from one device or its network."""

    status = 429
    title = "Too many wrong secrets"

    def __init__(self, seconds: float) -> None:
        self.retry_after = max(1, math.ceil(seconds))
        super().__init__("guesses-too-fast", seconds=self.retry_after)


class Guesses:
    """Everybody who was wrong lately. None is this machine's own user, who may be."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, Bucket] = OrderedDict()

    def check(self, who: Maker | None) -> None:
        """Before a secret is looked at. Raises TooManyGuesses."""
        now = self._clock()
        wait = max((bucket.wait(now) for bucket in self._buckets(who)), default=0)
        if wait:
            raise TooManyGuesses(wait)

    def wrong(self, who: Maker | None) -> None:
        """It was none."""
        for bucket in self._buckets(who):
            bucket.take()

    def _buckets(self, who: Maker | None) -> list[Bucket]:
        if who is None:
            return []
        names = [(who.name, 1), (who.crowd, CROWD)]
        return [self._bucket(name, factor) for name, factor in names if name]

    def _bucket(self, name: str, factor: int) -> Bucket:
        known = self._known.get(name)
        if known is None:
            known = Bucket(AT_ONCE * factor, factor / SECONDS, self._clock())
            self._known[name] = known
        self._known.move_to_end(name)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return known
