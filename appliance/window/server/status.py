"""What the window asks the server: who else is connected, who may join, and which chat it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Around(NamedTuple):
    """Whether everyone on the network may join, and how many other devices are connected."""

    shared: bool
    others: int


def around(url: str) -> Around | None:
    """None if nobody answers."""
    said = _asked(url, "invite")
    shared = said.get("shared")
    return Around(shared, _others(said)) if isinstance(shared, bool) else None


def connected(url: str) -> int:
    """How many other devices are connected at this moment; none if nobody answers."""
    return _others(_asked(url, "invite"))


def identity(url: str) -> str:
    """What the chat's log is known by, as it is announced; empty if nobody answers."""
    said = _asked(url, "about").get("log")
    return said if isinstance(said, str) else ""


def _asked(url: str, path: str) -> Mapping[str, Any]:
    # Only now: the window need not wait for what is asked when it stands.
    from appliance.network.question import ask

    return ask(url, path)


def _others(invitation: Mapping[str, Any]) -> int:
    reached = invitation.get("reached")
    count = reached.get("connected") if isinstance(reached, dict) else None
    return count if isinstance(count, int) else 0
