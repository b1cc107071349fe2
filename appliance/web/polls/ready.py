"""Answers that are made already: many who stand at the same place are told the same."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from appliance.feed.scope import Scope

MAX_BYTES: Final = 4 * 1024 * 1024
"""Kept for the whole lot, however many ask from however many places; beyond it all are thrown away
and made again as they are asked for."""

_EACH: Final = 256
"""What keeping one takes besides its bytes: an answer that there is nothing to tell has none."""

_ROOM: Final = 256
"""What keeping the name of a room takes, of which a poll has up to a hundred."""


class Ready:
    """Keeps answers as long as the log ends where it ended when they were made."""

    def __init__(self) -> None:
        self._wires: dict[Hashable, bytes] = {}
        self._bytes = 0
        self._last = -1

    def get(self, last: int, key: Hashable) -> bytes | None:
        """The answer under `key` where the log ends at `last`."""
        return self._wires.get(key) if last == self._last else None

    def forget(self) -> None:
        """The log goes on: what was ready is of no use, and may have words that are erased now."""
        self._wires = {}
        self._bytes = 0

    def put(self, last: int, key: Hashable, wire: bytes, scope: Scope) -> None:
        """Keep it; `scope` is the one in the key."""
        size = len(wire) + _EACH + _ROOM * len(scope.rooms)
        if last != self._last or self._bytes + size > MAX_BYTES:
            self._wires = {}
            self._bytes = 0
            self._last = last
        self._wires[key] = wire
        self._bytes += size
