"""The in-memory room of the plain peers: a list of messages shaped like our answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Entry = dict[str, Any]

KEPT = 10_000  # older messages are dropped: a peer's memory is measured too


class Room:
    """Messages numbered from 1; keeps the newest ``KEPT``."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.last = 0

    def append(self, nick: str, message: str) -> Entry:
        """Number one message and remember it."""
        self.last += 1
        entry = {
            "id": self.last,
            "room": "lobby",
            "kind": "message",
            "nick": nick,
            "member": "0123456789abcdef",
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "message": message,
        }
        self.entries.append(entry)
        if len(self.entries) > 2 * KEPT:
            del self.entries[:KEPT]
        return entry

    def after(self, since: int) -> Entry:
        """The answer to a poll that has everything up to ``since``."""
        first = self.last - len(self.entries)
        return {"cursor": str(self.last), "messages": self.entries[max(0, since - first) :]}
