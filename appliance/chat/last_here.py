"""When people were here last, kept from one start of the chat to the next.

As one mark that is nobody's: written now and then and at the end, never because somebody came, left
or asked. What is lost with a killed process are the last minutes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from appliance.chat.presence import Presence
from appliance.feed.marks import NOBODY, Marks

MOST: Final = 1_000
"""People of whom it is kept, 40 KB; beyond it not those who were here longest ago."""

_NAME: Final = "last here"


class LastHere:
    """Seconds since 1970, by members."""

    def __init__(self, marks: Marks, presence: Presence) -> None:
        """`presence` is told what the process before this one kept."""
        self._marks = marks
        self._presence = presence
        presence.recall(self._known())

    def _known(self) -> Mapping[str, float]:
        kept: Mapping[str, Any] = self._marks.of(NOBODY).get(_NAME, {})
        return {who: at for who, at in kept.items() if isinstance(at, int | float)}

    def keep(self) -> None:
        """Blocks the calling greenlet only. Raises StorageProblem."""
        newest = sorted(self._presence.last().items(), key=lambda seen: seen[1], reverse=True)
        self._marks.put(NOBODY, _NAME, {who: round(at) for who, at in newest[:MOST]})
