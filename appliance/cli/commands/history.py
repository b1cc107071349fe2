"""The last words of some rooms, and the place in the log from which to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from appliance.cli.remote.client import Client
from appliance.cli.remote.page import Entry, Page, number

EVERY_ROOM: Final = "*"

MOST: Final = 500
"""Entries in one answer at most."""


def history(client: Client, rooms: Sequence[str], count: int) -> tuple[list[Entry], int]:
    """The last `count` entries of `rooms` together, and the cursor behind them.

    The rooms are asked one after the other. All are read up to the number that was the last when
    the first was asked: what is said meanwhile comes after the cursor, once.
    """
    newest: list[Entry] = []
    known, cursor = _rooms(client, rooms)
    for room, last in known:
        if cursor is not None and _full(newest, count, last):
            break
        for page in _pages(client, room, count, cursor):
            if cursor is None:
                cursor = page.cursor
            newest = sorted(newest + page.entries, key=number)[-count:] if count else []
    return newest, cursor or 0


def _full(newest: Sequence[Entry], count: int, last: float) -> bool:
    """Whether a room whose newest entry is `last` cannot add to `newest` any more."""
    return len(newest) == count and (not newest or last < number(newest[0]))


def _rooms(client: Client, rooms: Sequence[str]) -> tuple[list[tuple[str, float]], int | None]:
    """Each room with its last number, the latest first, and the cursor, where they are known."""
    if list(rooms) != [EVERY_ROOM]:
        return [(room, math.inf) for room in rooms], None
    answer = client.get("/rooms")
    try:
        known = [(str(room["name"]), int(room["last"])) for room in answer["rooms"]]
        return sorted(known, key=lambda room: -room[1]), int(answer["cursor"])
    except (KeyError, TypeError, ValueError):
        raise client.not_a_chat() from None


def _pages(client: Client, room: str, count: int, cursor: int | None) -> Iterator[Page]:
    """Backwards from `cursor` (None: the end) until there are `count` entries."""
    path = f"/rooms/{quote(room, safe='')}/messages"
    before = None if cursor is None else cursor + 1
    left = count
    while True:
        query = {"limit": max(1, min(left, MOST))}
        if before is not None:
            query["before"] = before
        page = client.page(path, query)
        yield page
        left -= len(page.entries)
        if left <= 0 or not page.entries or not page.more:
            return
        before = number(page.entries[0])
