"""How many packets are looked at: a flood by one device is its own loss."""

from __future__ import annotations

from typing import Final, NamedTuple

BURST: Final = 100
"""Packets of one sender at once; a chat says all of itself in two or three. Further ones are not
looked at until time has passed."""

A_SECOND: Final = 50.0
"""Packets of one sender that are looked at in the long run."""

TOTAL_BURST: Final = 1_000
TOTAL_A_SECOND: Final = 500.0
"""Of all senders together: a packet takes a tenth of a millisecond, so a flood with ever new
senders costs a twentieth of a processor."""

MOST_SENDERS: Final = 256
"""Senders that are remembered; the one that was heard first is forgotten, and its burst with it."""


class _Bucket(NamedTuple):
    left: float
    at: float

    def refilled(self, now: float, rate: float, most: float) -> float:
        return min(most, self.left + (now - self.at) * rate)


class Budget:
    """Counts packets by their sender."""

    def __init__(self) -> None:
        self._senders: dict[str, _Bucket] = {}
        self._total = _Bucket(TOTAL_BURST, 0.0)

    def allows(self, sender: str, now: float) -> bool:
        """Whether one more packet of `sender` is looked at, at `now` seconds; if so it counts."""
        own = self._senders.get(sender, _Bucket(BURST, now)).refilled(now, A_SECOND, BURST)
        total = self._total.refilled(now, TOTAL_A_SECOND, TOTAL_BURST)
        if own < 1 or total < 1:
            return False
        self._total = _Bucket(total - 1, now)
        if sender not in self._senders and len(self._senders) >= MOST_SENDERS:
            del self._senders[next(iter(self._senders))]
        self._senders[sender] = _Bucket(own - 1, now)
        return True
