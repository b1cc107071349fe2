"""Who is about to say something: told by whoever types, now and then, and over by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from time import monotonic
from typing import Final

LASTS_SECONDS: Final = 6.0
"""Whoever types on says so again before that."""

EACH_SECONDS: Final = 3.0
"""What a member says sooner than that is taken and changes nothing."""

MOST_HERE: Final = 50
"""Where more than that are, nobody is told: somebody always types."""

MOST: Final = 4_096
"""Of so many it is known that they type, 200 bytes each; who begins beyond it is not told of."""


class Typing:
    """Knows nobody for longer than `LASTS_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._rooms: dict[str, dict[str, float]] = {}
        self._count = 0

    def types(self, member: str, room: str, here: int) -> bool:
        """`member` types in `room`, where so many are here; whether that is to be known for a while
        from now on.
        """
        now, known = self._clock(), self._rooms.get(room, {})
        since = known.get(member)
        if here > MOST_HERE or (since is not None and 0 <= now - since < EACH_SECONDS):
            return False
        if since is None:
            if self._count >= MOST:
                return False
            self._count += 1
        self._rooms.setdefault(room, known)[member] = now
        return True

    def stop(self, member: str, room: str) -> bool:
        """`member` has said it, or thought better of it; whether they typed until now."""
        known = self._rooms.get(room, {})
        if known.pop(member, None) is None:
            return False
        self._count -= 1
        if not known:
            del self._rooms[room]
        return True

    def of(self, member: str) -> Collection[str]:
        """The rooms in which `member` types."""
        return [room for room, known in self._rooms.items() if member in known]

    def who(self, room: str) -> Mapping[str, float]:
        """Those who type in `room`, and since when they said so."""
        return self._rooms.get(room, {})
