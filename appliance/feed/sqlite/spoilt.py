"""Entries of the log that cannot be read: left out, counted, and said."""

from __future__ import annotations

import logging
from typing import Final

MOST: Final = 1_000
"""Numbers kept; of more than so many only these are counted, and only the first few are said."""

SAID: Final = 10

_log: Final = logging.getLogger(__name__)


class Spoilt:
    """Which entries were met that are none. Used in several threads at once."""

    def __init__(self, said: int = SAID) -> None:
        self._said = said
        self._numbers: set[int] = set()

    def __len__(self) -> int:
        return len(self._numbers)

    def note(self, number: int) -> None:
        """The row of this number cannot be read as an entry."""
        if number in self._numbers or len(self._numbers) >= MOST:
            return
        self._numbers.add(number)
        if len(self._numbers) <= self._said:
            _log.warning(
                "Entry %d of the log is damaged and left out. All others are shown.", number
            )
