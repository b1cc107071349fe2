"""The last words of some rooms, and the place in the log from which to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from appliance.chat.names import EVERY_ROOM
from appliance.cli.remote.client import ChatClient
from appliance.cli.remote.slice import Entry, RemoteSlice, number
from appliance.feed.contract import SLICE_ENTRIES


def history(client: ChatClient, rooms: Sequence[str], count: int) -> tuple[list[Entry], int]:
    """What `rooms` together end with, from the last `count` messages on, and the cursor behind it.

    The rooms are asked one after the other. All are read up to the number that was the last when
    the first was asked: what is said meanwhile comes after the cursor, once.
    """
    newest: list[Entry] = []
    known, cursor = _rooms(client, rooms)
    for room, last in known:
        if cursor is not None and _full(newest, count, last):
            break
        for part in _slices(client, room, count, cursor):
            if cursor is None:
                cursor = part.cursor
            newest = _end([*newest, *part.entries], count)
    return newest, cursor or 0


def _end(entries: Sequence[Entry], count: int) -> list[Entry]:
    """The last `count` messages of `entries`, with what is no message after the first of them. Each
    once: two names may be those of one room.
    """
    ordered = sorted({number(entry): entry for entry in entries}.values(), key=number)
    places = [place for place, entry in enumerate(ordered) if _is_message(entry)]
    if not count:
        return []
    return ordered[places[-count] :] if len(places) >= count else ordered


def _is_message(entry: Entry) -> bool:
    return entry.get("kind") == "message"


def _full(newest: Sequence[Entry], count: int, last: float) -> bool:
    """Whether a room whose newest entry is `last` cannot add to `newest` any more."""
    messages = sum(map(_is_message, newest))
    return messages == count and (not newest or last < number(newest[0]))


def _rooms(client: ChatClient, rooms: Sequence[str]) -> tuple[list[tuple[str, float]], int | None]:
    """Each room with its last number, the latest first, and the cursor, where they are known."""
    if list(rooms) != [EVERY_ROOM]:
        return [(room, math.inf) for room in rooms], None
    answer = client.get("/rooms")
    try:
        known = [(str(room["name"]), int(room["last"])) for room in answer["rooms"]]
        return sorted(known, key=lambda room: -room[1]), int(answer["cursor"])
    except (KeyError, TypeError, ValueError):
        raise client.not_a_chat() from None


def _slices(client: ChatClient, room: str, count: int, cursor: int | None) -> Iterator[RemoteSlice]:
    """Backwards from `cursor` (None: the end) until there are `count` messages."""
    path = f"/rooms/{quote(room, safe='')}/messages"
    before = None if cursor is None else cursor + 1
    left = count
    while True:
        query = {"limit": max(1, min(left, SLICE_ENTRIES))}
        if before is not None:
            query["before"] = before
        part = client.slice(path, query)
        yield part
        left -= sum(map(_is_message, part.entries))
        if left <= 0 or not part.entries or not part.more:
            return
        before = number(part.entries[0])
