"""At which addresses members were seen: for host and helpers, before they remove somebody."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

MAX_KNOWN: Final = 10_000
"""Members whose last address is remembered, 2 MB; the one not seen for longest goes, and is not
counted any more."""


class LastAddresses:
    """In memory only: what was seen goes with the process. Polls that go the short way are not
    looked at, for their connection was when it began.
    """

    def __init__(self, most: int = MAX_KNOWN) -> None:
        self._most = most
        self._last: OrderedDict[str, str] = OrderedDict()

    def saw(self, member: str, address: str) -> None:
        """The member asked something from there."""
        self._last[member] = address
        self._last.move_to_end(member)
        if len(self._last) > self._most:
            self._last.popitem(last=False)

    def others(self, member: str) -> int | None:
        """How many other members asked last from where this one did; None if that is not known."""
        address = self._last.get(member)
        if address is None:
            return None
        return sum(there == address for there in self._last.values()) - 1
