"""Those who did something lately that has limits for each: one sender, and its whole crowd."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

CROWD: Final = 4
"""What all senders of one crowd may do together, as a multiple of what one may: of rooms, with the
share, as much as there is."""

KNOWN: Final = 4_096
"""Senders remembered; beyond it the one unseen for longest begins anew."""

T = TypeVar("T")


class Maker(NamedTuple):
    """Who does it, as making a room: the name of one sender, and of a crowd that may be only this
    one.
    """

    name: str
    crowd: str = ""


class Senders(Generic[T]):
    """Keeps for each what `begin` made of its multiple of what one may, and of the time."""

    def __init__(self, begin: Callable[[int, float], T]) -> None:
        self._begin = begin
        self._known: OrderedDict[str, T] = OrderedDict()

    def of(self, sender: Maker, now: float) -> list[T]:
        """Its own and its crowd's."""
        names = [(sender.name, 1), (sender.crowd, CROWD)]
        return [self._one(name, factor, now) for name, factor in names if name]

    def _one(self, name: str, factor: int, now: float) -> T:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._begin(factor, now)
        self._known.move_to_end(name)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return known
