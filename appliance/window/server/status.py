"""What the window asks the server: who else is connected, and which chat it is."""

from __future__ import annotations

import http.client
import json
import urllib.request
from typing import Any, Final

SECONDS: Final = 1.0
"""The user waits for the window to close; a server that is slower has nobody it serves."""

_MOST: Final = 1_000_000


def connected(url: str) -> int:
    """How many other devices are connected at this moment; none if nobody answers."""
    reached = _asked(f"{url}invite").get("reached")
    count = reached.get("connected") if isinstance(reached, dict) else None
    return count if isinstance(count, int) else 0


def identity(url: str) -> str:
    """What the chat's log is known by, as it is announced; empty if nobody answers."""
    said = _asked(f"{url}about").get("log")
    return said if isinstance(said, str) else ""


def _asked(url: str) -> dict[str, Any]:
    # Without whatever proxy the environment names: it is this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=SECONDS) as answer:
            said = json.loads(answer.read(_MOST))
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    return said if isinstance(said, dict) else {}
