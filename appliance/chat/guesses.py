"""How often somebody may name a wrong secret."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from appliance.chat.bucket import Bucket
from appliance.chat.senders import Maker, Senders
from appliance.errors import TooSoon

AT_ONCE: Final = 10
"""Wrong ones in a row: somebody types, or a room full of people opens a link that has expired."""

SECONDS: Final = 6.0
"""Until one more may be named."""


class TooManyGuesses(TooSoon):
    """Too many wrong secrets came from one device or its network."""

    title = "Too many wrong secrets"


class Guesses:
    """Everybody who was wrong lately. None is this machine's own user, who may be."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known = Senders(_bucket)

    def check(self, who: Maker | None) -> None:
        """Before a secret is looked at. Raises TooManyGuesses."""
        now = self._clock()
        wait = max((bucket.wait(now) for bucket in self._buckets(who)), default=0)
        if wait:
            raise TooManyGuesses("guesses-too-fast", seconds=wait)

    def wrong(self, who: Maker | None) -> None:
        """It was none."""
        for bucket in self._buckets(who):
            bucket.take()

    def _buckets(self, who: Maker | None) -> list[Bucket]:
        return [] if who is None else self._known.of(who, self._clock())


def _bucket(factor: int, now: float) -> Bucket:
    return Bucket(AT_ONCE * factor, factor / SECONDS, now)
