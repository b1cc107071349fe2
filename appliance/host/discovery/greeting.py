"""Asks at the address of a found chat whether it is there."""

from __future__ import annotations

import http.client
import json
from typing import Final
from urllib.parse import urlsplit

from appliance.host.discovery.found import FoundChat

SECONDS: Final = 1.0
"""On one network an answer takes milliseconds."""

MOST_TRIES: Final = 3
"""Addresses that are tried; a chat that answers at none of the best is not reached."""

LARGEST: Final = 65_536
"""Bytes of an answer that are read; a chat's is much shorter."""


def greeted(chat: FoundChat) -> FoundChat:
    """`chat` with `answers`, and the address that worked at the front."""
    for place in chat.urls[:MOST_TRIES]:
        if is_there(place, chat.id):
            others = tuple(url for url in chat.urls if url != place)
            return chat._replace(urls=(place, *others), answers=True)
    return chat._replace(answers=False)


def is_there(place: str, identity: str) -> bool:
    """Whether the log at `place` is the announced one."""
    parts = urlsplit(place)
    asker = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        asker.request("GET", "/about", headers={"Connection": "close"})
        answer = asker.getresponse()
        about = json.loads(answer.read(LARGEST)) if answer.status == http.client.OK else None
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        asker.close()
    return isinstance(about, dict) and about.get("log") == identity
