"""How many are in the chats of others, as these tell it: asked while somebody chooses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from appliance.window.choice import Neighbour

MOST: Final = 16
"""Chats that are asked at once; of those after them nothing is told."""

MOST_DEVICES: Final = 10_000
"""More than that no chat counts; who says so is none."""

_NO_SERVICE: Final = 9
"""A port: a datagram socket that is bound for it sends nothing."""


def counted(chats: Sequence[Neighbour]) -> list[Neighbour]:
    """`chats` with how many devices are in each now, without this one. For one that does not
    say so, as behind a closed door, none. Takes a second at most; not for a thread that has a loop.
    """
    if not chats:
        return []
    return [*asyncio.run(_counted(chats[:MOST])), *chats[MOST:]]


async def _counted(chats: Sequence[Neighbour]) -> list[Neighbour]:
    return list(await asyncio.gather(*map(_ask, chats)))


async def _ask(chat: Neighbour) -> Neighbour:
    # Only now: the start need not wait for what is seldom asked.
    from appliance.network.question import answer

    reached = (await answer(chat.url, "invite")).get("reached")
    known = reached.get("connected") if isinstance(reached, dict) else None
    if not isinstance(known, int) or known < 0:
        return chat
    # It counts the devices that are not its own: us too, and a window of its own it does not.
    others = max(0, min(known, MOST_DEVICES) - (not _is_here(chat.url)))
    return chat._replace(here=others + chat.attended)


def _is_here(url: str) -> bool:
    """Whether this is an address of this computer's own."""
    host = urlsplit(url).hostname or ""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with suppress(OSError, UnicodeError), socket.socket(family, socket.SOCK_DGRAM) as way:
        way.connect((host, _NO_SERVICE))
        return bool(way.getsockname()[0] == way.getpeername()[0])
    return False
