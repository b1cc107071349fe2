"""What became of the polls, for those who watch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class PollCounts:
    """Polls admitted by their remembered head, or by the whole way; `on_wake` hears how many
    seconds it took to answer those who waited.
    """

    remembered: int = 0
    parsed: int = 0
    on_wake: Callable[[float], None] = field(default=lambda seconds: None)
