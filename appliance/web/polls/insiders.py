"""Those who wait for something in private rooms as well.

They wait in a group with all who are told the same of public rooms, so that a public message is one
answer for all of them. What is said in a private room finds them here, by the room.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final
from weakref import ref

from appliance.feed.scope import Scope

if TYPE_CHECKING:
    from appliance.web.polls.group import Group, Subscription
    from appliance.web.server.parkable import Parked

SPARE: Final = 1_024
"""References kept to what is gone, some 80 bytes each, beside as many as there are to what is not;
then all that are of no use are thrown away."""


class Insider:
    """Where one connection waits whose poll holds private rooms: `scope` is all it waits for."""

    __slots__ = ("__weakref__", "_index", "connection", "group", "scope")

    def __init__(self, group: Group, scope: Scope, index: Insiders) -> None:
        self._index = index
        self.group: Final = group
        self.scope: Final = scope
        self.connection: Parked | None = None

    @property
    def subscription(self) -> Subscription:
        """What it waits for with its group."""
        return self.group.subscription

    @property
    def waits(self) -> bool:
        """Whether there is somebody to be told. Who was told with the group, or hung up, does not
        say so here: that would cost all of them something for each public message.
        """
        return self.connection is not None and self.connection.place is self

    @property
    def keys(self) -> Collection[str]:
        """By which it is found: rooms begin with a sign that no member has."""
        return self.scope.own

    def take(self, connection: Parked, cursor: int) -> bool:
        """As `Group.take`."""
        if not self.group.take(connection, cursor, self):
            return False
        if connection.place is self and self.connection is not connection:
            self.connection = connection
            self._index.add(self)
        return True

    def leave(self, connection: Parked) -> None:
        """The client hung up."""
        self.group.leave(connection)


class Insiders:
    """The index: private room -> those who wait for it. Who has none is not in it, and costs
    nothing.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, list[ref[Insider]]] = {}
        self._kept = 0
        self._most = SPARE

    def __len__(self) -> int:
        """References that are kept."""
        return self._kept

    def add(self, insider: Insider) -> None:
        """It waits for the first time, and is found from now on as long as it is there."""
        for room in insider.keys:
            self._rooms.setdefault(room, []).append(ref(insider))
            self._kept += 1
        if self._kept > self._most:
            self._sweep()

    def devices(self, member: str) -> int:
        """From how many connections a member waits for what is now, or did a moment ago."""
        return sum(one() is not None for one in self._rooms.get(member, ()))

    def of(self, rooms: Collection[str]) -> Collection[Insider]:
        """Those who wait for one of these private rooms, or are one of these members, each once."""
        known = (one() for room in rooms for one in self._rooms.get(room, ()))
        return {insider: None for insider in known if insider is not None and insider.waits}

    def _sweep(self) -> None:
        rooms = self._rooms.items()
        left = {room: [one for one in known if one() is not None] for room, known in rooms}
        self._rooms = {room: known for room, known in left.items() if known}
        self._kept = sum(map(len, self._rooms.values()))
        self._most = 2 * self._kept + SPARE
