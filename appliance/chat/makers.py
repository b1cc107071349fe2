"""How fast, and how many, rooms one sender may make: rooms are few, and a loop makes them all."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from appliance.chat.bucket import Bucket
from appliance.chat.senders import Maker, Senders
from appliance.errors import TooManyRooms, TooSoon

AT_ONCE: Final = 30
"""Rooms that one sender may make in a row: whoever sets up a chat has them in mind."""

SECONDS: Final = 10.0
"""Until a sender may make one more."""

SHARE: Final = 4
"""One sender makes at most a quarter of the rooms there may be, counted since the start, and in a
small chat `AT_ONCE`: so one device does not take them from all others."""


class TooFast(TooSoon):
    """A sender made rooms faster than it may."""

    title = "Too many new rooms"


class _Allowance:
    """What one name may do: a bucket of rooms that fills again, and those it made."""

    __slots__ = ("_bucket", "_factor", "made")

    def __init__(self, factor: int, now: float) -> None:
        self.made = 0
        self._factor = factor
        self._bucket = Bucket(AT_ONCE * factor, factor / SECONDS, now)

    def take(self, share: int, now: float) -> None:
        most = share * self._factor
        if self.made >= most:
            raise TooManyRooms("rooms-used-up", made=self.made)
        if wait := self._bucket.wait(now):
            # Who reads it may have made none: others are behind the same router.
            raise TooFast("rooms-too-fast", seconds=wait)
        self._bucket.take()


class Makers:
    """Everybody who made a room lately."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        """`most` rooms there may be; `clock` gives seconds."""
        self._share = max(AT_ONCE, most // SHARE)
        self._clock = clock
        self._known = Senders(_Allowance)

    def admit(self, maker: Maker) -> None:
        """`maker` tries to make a room. Raises TooFast or TooManyRooms."""
        now = self._clock()
        for allowance in self._allowances(maker):
            allowance.take(self._share, now)

    def made(self, maker: Maker) -> None:
        """`maker` has made one."""
        for allowance in self._allowances(maker):
            allowance.made += 1

    def _allowances(self, maker: Maker) -> list[_Allowance]:
        return self._known.of(maker, self._clock())
