"""Which rooms may be made: not too many, and none that looks like another."""

from __future__ import annotations

from typing import Final

from gevent.event import Event

from appliance.chat.lookalike import Looks
from appliance.chat.makers import Makers
from appliance.chat.names import LOBBY
from appliance.chat.room import check_new
from appliance.chat.senders import Maker
from appliance.errors import Problem, TooManyRooms
from appliance.feed.contract import Feed, Receipt
from appliance.feed.entry import Draft
from appliance.feed.scope import PUBLIC


class LooksTheSame(Problem):
    """A room was to be made that people would take for another."""

    status = 409
    title = "There is a room like this"


class NewRooms:
    """Makes rooms, at most `most` with those that are there; private ones do not count.

    Rooms under way count as well, or a rush of new names would pass the limit together.
    """

    def __init__(self, feed: Feed, most: int) -> None:
        self._feed = feed
        self._most: Final = most
        # At most one for each request under way; one that was made stays until the feed tells it.
        self._coming: dict[str, Event] = {}
        self._looks = Looks()
        self._makers = Makers(most)

    def make(self, draft: Draft, maker: Maker | None) -> Receipt | None:
        """Append `draft`, the first of its room; None if somebody else has just made it. Raises
        BadInput, LooksTheSame, TooManyRooms or TooFast where there may be no such room,
        StorageProblem where it could not be stored.
        """
        check_new(draft.room)
        if self._comes(draft.room):
            return None
        if maker is not None:
            # Before anything that looks at all rooms.
            self._makers.admit(maker)
        self._check(draft.room)
        receipt = self._append(draft)
        if receipt.new and maker is not None:
            self._makers.made(maker)
        return receipt

    def _comes(self, name: str) -> bool:
        """Whether somebody makes this room already: waits until it is made. If that fails, the
        first of those who waited is next.
        """
        while coming := self._coming.get(name):
            if coming.is_set():
                return True
            coming.wait()
        return False

    def _append(self, draft: Draft) -> Receipt:
        coming = self._coming[draft.room] = Event()
        made = False
        try:
            receipt = self._feed.append(draft)
            made = receipt.new
        finally:
            if not made:
                del self._coming[draft.room]
            coming.set()
        return receipt

    def _check(self, name: str) -> None:
        known = {room.name for room in self._feed.rooms(PUBLIC)}
        for there_by_now in known & self._coming.keys():
            if self._coming[there_by_now].is_set():
                del self._coming[there_by_now]
        there = known | self._coming.keys()
        if len(there | {name}) > self._most:
            raise TooManyRooms("rooms-full", most=self._most)
        self._looks.follow(there | {LOBBY})
        like = self._looks.like(name)
        if like is not None:
            raise LooksTheSame("room-looks-the-same", like=like)
