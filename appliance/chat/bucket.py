"""A bucket of so many acts that fills again."""

from __future__ import annotations


class Bucket:
    """Holds `most`, and gets `rate` more each second. The clock is whoever asks."""

    __slots__ = ("_left", "_most", "_rate", "_updated")

    def __init__(self, most: float, rate: float, now: float) -> None:
        self._most = self._left = most
        self._rate = rate
        self._updated = now

    def wait(self, now: float) -> float:
        """Seconds until there is one in it; 0 if there is."""
        self._left = min(self._most, self._left + (now - self._updated) * self._rate)
        self._updated = now
        return 0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self, acts: int = 1) -> None:
        """Some `acts` were done; fewer than none are given back, as far as it holds them."""
        self._left = min(self._most, self._left - acts)
