"""The last words of some rooms, and the place in the log from which to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from appliance.chat.names import EVERY_ROOM
from appliance.cli.remote.client import ChatClient
from appliance.cli.remote.slice import Entry, RemoteSlice, number

MOST: Final = 500
"""Entries in one answer at most."""


def history(client: ChatClient, rooms: Sequence[str], count: int) -> tuple[list[Entry], int]:
    """The last `count` entries of `rooms` together, and the cursor behind them.

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
            newest = sorted(newest + part.entries, key=number)[-count:] if count else []
    return newest, cursor or 0


def _full(newest: Sequence[Entry], count: int, last: float) -> bool:
    """Whether a room whose newest entry is `last` cannot add to `newest` any more."""
    return len(newest) == count and (not newest or last < number(newest[0]))


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
    """Backwards from `cursor` (None: the end) until there are `count` entries."""
    path = f"/rooms/{quote(room, safe='')}/messages"
    before = None if cursor is None else cursor + 1
    left = count
    while True:
        query = {"limit": max(1, min(left, MOST))}
        if before is not None:
            query["before"] = before
        part = client.slice(path, query)
        yield part
        left -= len(part.entries)
        if left <= 0 or not part.entries or not part.more:
            return
        before = number(part.entries[0])
