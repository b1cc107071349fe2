"""What the window asks the server: who else is connected, and which chat it is."""

from __future__ import annotations

from typing import Any


def connected(url: str) -> int:
    """How many other devices are connected at this moment; none if nobody answers."""
    reached = _asked(url, "invite").get("reached")
    count = reached.get("connected") if isinstance(reached, dict) else None
    return count if isinstance(count, int) else 0


def identity(url: str) -> str:
    """What the chat's log is known by, as it is announced; empty if nobody answers."""
    said = _asked(url, "about").get("log")
    return said if isinstance(said, str) else ""


def _asked(url: str, path: str) -> dict[str, Any]:
    # Only now: the window need not wait for what is asked when it stands.
    from appliance.network.question import ask

    return ask(url, path)
