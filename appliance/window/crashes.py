"""When a web view whose own process keeps crashing is given up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

MOST: Final = 3
"""So many crashes within SECONDS, and the next would come as surely: a page that crashed once, or
once a day, is loaded again."""

SECONDS: Final = 30.0


class Crashes:
    """Counts them; `clock` tells seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._latest: deque[float] = deque(maxlen=MOST)

    def another(self) -> bool:
        """One more has happened. Whether it is hopeless now."""
        now = self._clock()
        self._latest.append(now)
        return len(self._latest) == MOST and now - self._latest[0] <= SECONDS
