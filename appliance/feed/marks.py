"""What each member keeps for themselves: how far they have read, what they want to hear of.

It is in no log: nobody else is ever told of it, and only the last of it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from appliance.errors import Problem, StorageProblem

NOBODY: Final = ""
"""Whose marks are the program's own, which are few: there is room for these beside all others."""


class MarksFull(StorageProblem):
    """There are as many marks as memory is meant to hold."""

    status = 507
    title = "The chat is full"


class Marks(Protocol):
    """By members and names; JSON's values."""

    def of(self, member: str) -> Mapping[str, Any]:
        """All that a member keeps, without waiting."""

    def put(self, member: str, name: str, value: Any) -> None:
        """Keep `value`, or nothing more where it is None; returns once it is kept, and blocks only
        the calling greenlet. Raises StorageProblem where it cannot be.
        """

    @property
    def trouble(self) -> Problem | None:
        """What is in the way of keeping, if anything is. Asked without waiting."""

    def close(self) -> None:
        """Keep what waits, and let go of everything."""
