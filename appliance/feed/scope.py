"""What a read may reach. Every read of the feed takes one: nothing can be read without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

PRIVATE: Final = "@"
"""How the names of private rooms begin, and no others."""


def is_private(room: str) -> bool:
    """Whether only those may read `room` whose scope names it: seen from its name alone, so that
    nobody has to be asked, here or in the database.
    """
    return room.startswith(PRIVATE)


class Scope(NamedTuple):
    """Some rooms: all public ones or not, those named, and all private ones or not; of these, none
    that is `without`.

    Public rooms need not be there yet. Those that hold the same are equal, if `rooms` names none
    that is held anyway: so `of` and `within` make them.
    """

    public: bool
    rooms: frozenset[str] = frozenset()
    private: bool = False
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rooms: Iterable[str]) -> Scope:
        """These rooms and no others."""
        return cls(public=False, rooms=frozenset(rooms))

    def holds(self, room: str) -> bool:
        kind = self.private if is_private(room) else self.public
        return (kind or room in self.rooms) and room not in self.without

    def within(self, rooms: Iterable[str]) -> Scope:
        """Of these rooms, those that are held."""
        return Scope.of(filter(self.holds, rooms))

    def further(self, rooms: Iterable[str]) -> Scope:
        """What it holds, and `rooms` as well."""
        return self._replace(rooms=self.rooms | {room for room in rooms if not self.holds(room)})

    @property
    def common(self) -> Scope:
        """The public part of it, which is the same for many who differ in private rooms."""
        own = self.own
        return self._replace(rooms=self.rooms - own, private=False) if own else self

    @property
    def own(self) -> frozenset[str]:
        """The private ones of `rooms`."""
        return frozenset(filter(is_private, self.rooms)) if self.rooms else self.rooms

    @property
    def whole(self) -> bool:
        """Whether there is nothing that it does not hold."""
        return self.public and self.private and not self.without


EVERYTHING: Final = Scope(public=True, private=True)
"""For the program itself, and for nobody outside."""

PUBLIC: Final = Scope(public=True)
"""All rooms that are nobody's own, those not made yet included."""

NOTHING: Final = Scope(public=False)
