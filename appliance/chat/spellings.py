"""One room for a name, however its letters are written: “Lobby” is the lobby."""

from __future__ import annotations

from appliance.chat.names import LOBBY
from appliance.chat.room import room_name, small
from appliance.feed.contract import Feed
from appliance.feed.scope import PUBLIC


class Spellings:
    """Finds the room that is meant. New ones are called in small letters, so that what a name means
    does not depend on who was first; those of an older log keep the names that they were made with.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        names = [room.name for room in feed.rooms(PUBLIC)]
        # Of several the same one after each start. No more are made.
        self._older = {
            small(name): name for name in sorted(names, reverse=True) if small(name) != name
        }

    def room(self, value: object) -> str:
        """The room that `value` names; raises BadInput. One of exactly that name comes first, so
        that each of an older log's “tea”, “Tea” and “TEA” can be reached.
        """
        name = room_name(value)
        if name == LOBBY or self._feed.has_room(name, PUBLIC):
            return name
        meant = small(name)
        if meant == LOBBY or self._feed.has_room(meant, PUBLIC):
            return meant
        return self._older.get(meant) or room_name(meant)
