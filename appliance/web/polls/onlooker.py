"""Whoever looks at the polls of a lot, and is told when there is something to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from appliance.feed.entry import Entry


class Onlooker(Protocol):
    """None of it may block; where it fails, those who wait are told what they are told all the
    same.
    """

    def heed(self) -> None:
        """Somebody begins to wait for what is now: while nobody does, nobody need look."""

    def said(self, entries: Sequence[Entry]) -> None:
        """These are said just now; nobody was told yet."""

    def end(self) -> None:
        """All are about to be answered for the last time."""
