"""What SQLite says to itself: files it could not open, pages that are not right, a disk that fails.

Whoever asked for something is told in a sentence; what was behind it belongs into the program's
log, where somebody who looks for the cause finds it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Set as AbstractSet
from typing import Final

QUIET_SECONDS: Final = 600.0
"""The same kind is logged once in so long: on a full disk there is one for each message."""

LONGEST: Final = 300
"""Characters of one report; what is longer is cut."""

_PRIMARY_CODE: Final = 0xFF

_log: Final = logging.getLogger(__name__)


class Murmur:
    """Passes SQLite's reports on to the log, but for the `expected` kinds.

    From `begin` on: while a chat starts it says itself, in one sentence, why it does not.
    """

    def __init__(self, expected: AbstractSet[int]) -> None:
        self._expected = expected
        self._logged: dict[int, float] = {}  # by SQLite's numbers, of which there are about 100
        self._heard = False

    def begin(self) -> None:
        self._heard = True

    def report(self, code: int, words: str) -> None:
        """Called in whatever thread it happens."""
        if not self._heard or code & _PRIMARY_CODE in self._expected:
            return
        now = time.monotonic()
        if now - self._logged.get(code, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._logged[code] = now
            _log.warning("SQLite reports %d: %s", code, words[:LONGEST])
