"""Asks at the address of a found chat whether it is there."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Final
from urllib.parse import urlsplit

from appliance.network.discovery.found import FoundChat
from appliance.network.question import answer

MOST_TRIES: Final = 3
"""Addresses that are tried; a chat that answers at none of the best is not reached. Names are not
tried: the system would look for one of a stranger's making for many seconds."""


async def greeted(chat: FoundChat) -> FoundChat:
    """`chat` with `answers`, and the address that worked at the front."""
    for place in [url for url in chat.urls if _has_address(url)][:MOST_TRIES]:
        if await is_at(place, chat.id):
            others = tuple(url for url in chat.urls if url != place)
            return chat._replace(urls=(place, *others), answers=True)
    return chat._replace(answers=False)


def is_there(place: str, identity: str) -> bool:
    """Whether the log at `place` is the announced one. Not for a thread that has a loop."""
    return asyncio.run(is_at(place, identity))


async def is_at(place: str, identity: str) -> bool:
    """Whether the log at `place` is the announced one."""
    return (await answer(place, "about")).get("log") == identity


def _has_address(place: str) -> bool:
    try:
        ipaddress.ip_address(urlsplit(place).hostname or "")
    except ValueError:
        return False
    return True
