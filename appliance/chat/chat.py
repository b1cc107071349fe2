"""The chat itself: what may be said, where, and what there is to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from appliance.chat.member import public_id
from appliance.chat.room import LOBBY, room_name
from appliance.chat.text import clean
from appliance.errors import BadInput, TooManyRooms
from appliance.feed.contract import Feed, Page, Receipt, RoomSummary
from appliance.feed.entry import Draft

LONGEST_KEY: Final = 64
"""Characters in a sender's key."""

MAX_PAGE: Final = 500
"""Entries in one answer; more are fetched with the next."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything: characters of a message and a nick, and rooms."""

    message: int = 4_000
    nick: int = 40
    rooms: int = 1_000


class Chat:
    """Checks what comes in, appends it to the feed, and reads it back."""

    def __init__(self, feed: Feed, limits: Limits) -> None:
        self._feed = feed
        self._coming: set[str] = set()
        self.limits = limits

    def post(
        self, token: str, nick: object, message: object, room: object = LOBBY, key: object = None
    ) -> Receipt:
        """Say `message` in `room`; returns once it is on disk.

        Raises BadInput, TooLong or TooManyRooms for what cannot be accepted, StorageProblem for
        what could not be stored and may be sent again.
        """
        draft = Draft(
            room=room_name(room),
            kind="message",
            nick=clean(nick, "The nickname", self.limits.nick, lines=False),
            member=public_id(token),
            fields={"message": self._message(message)},
            key=self._key(key),
        )
        if draft.room == LOBBY or self._feed.has_room(draft.room):
            return self._feed.append(draft)
        return self._make_room(draft)

    def history(self, room: str, before: int | None, limit: int) -> Page:
        """The entries of `room` just before `before` (None: the newest), oldest first."""
        return self._feed.before(room_name(room), before, min(limit, MAX_PAGE))

    def rooms(self) -> list[RoomSummary]:
        """Every room, the lobby first, then by name."""
        known = self._feed.rooms()
        lobby = [room for room in known if room.name == LOBBY]
        others = [room for room in known if room.name != LOBBY]
        return [*(lobby or [RoomSummary(LOBBY, 0, 0, "")]), *others]

    def _message(self, value: object) -> str:
        text = clean(value, "The message", self.limits.message, lines=True)
        if not text.strip():
            raise BadInput("The message is empty. Write something first.")
        return text

    def _key(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            raise BadInput("The key must be text of printable ASCII characters.")
        if not 1 <= len(value) <= LONGEST_KEY:
            raise BadInput(f"The key must have 1 to {LONGEST_KEY} characters.")
        return value

    def _make_room(self, draft: Draft) -> Receipt:
        """Append `draft`, the first of its room, if there may be one more.

        Rooms under way count as well, or a rush of new names would pass the limit together.
        """
        known = {room.name for room in self._feed.rooms()}
        self._coming -= known
        if len(known | self._coming | {draft.room}) > self.limits.rooms:
            raise TooManyRooms(
                f"There are {self.limits.rooms:,} rooms, and no more are allowed. Use one of them."
            )
        self._coming.add(draft.room)
        made = False
        try:
            receipt = self._feed.append(draft)
            made = receipt.new
        finally:
            if not made:
                self._coming.discard(draft.room)
        return receipt
