"""How long to wait before the next try: rules without a clock.

One second after the first failure, then doubling with jitter up to thirty, so that many who lost
the same chat do not come back in step.
"""

from __future__ import annotations

from typing import Final

FIRST: Final = 1.0
LONGEST: Final = 30.0
"""Seconds."""

HASTY: Final = 0.3
"""Seconds; a poll that ends with nothing sooner than this was not held at all."""


def pause(failures: int, chance: float, retry_after: float = 0) -> float:
    """Seconds to wait after so many `failures` in a row (1 or more).

    `chance` is between 0 and 1. Never sooner than the chat asked for with `retry_after`.
    """
    ceiling = min(LONGEST, FIRST * 2 ** min(failures - 1, 10))
    jittered = ceiling * (0.6 + 0.4 * chance) if failures > 1 else FIRST
    return max(jittered, retry_after)


def pause_within(left: float, failures: int, chance: float, retry_after: float = 0) -> float | None:
    """As `pause`, for one who gives up in `left` seconds: the last try is made at that moment.

    None means to give up now: the time is over, or the chat asks for a longer wait.
    """
    if left <= 0 or retry_after > left:
        return None
    return min(pause(failures, chance, retry_after), left)


def rest(asked: float, held: float, told: bool) -> float:
    """Seconds to rest before the next poll.

    A chat that is being stopped, or a proxy, may answer at once with nothing (not `told`) where
    it was `asked` to wait: not a reason to ask a thousand times a second.
    """
    return FIRST if asked and not told and held < HASTY else 0
