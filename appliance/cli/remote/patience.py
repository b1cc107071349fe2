"""Going on through a chat that is away for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from appliance.cli.remote.waiting import pause, pause_within
from appliance.cli.terminal.exit import TryAgain, Unreachable

T = TypeVar("T")

LOST: Final = "Connection lost. Trying again …"
BACK: Final = "Back."


class Patience:
    """Repeats a request until it is answered, and says once that it waits and once that it is
    over.

    A chat that cannot be reached at the very beginning is not waited for: the address may be
    wrong. `sleep`, `chance` (between 0 and 1) and `tell` are the outside world.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], object],
        chance: Callable[[], float],
        tell: Callable[[str], object],
    ) -> None:
        self._sleep = sleep
        self._chance = chance
        self._tell = tell
        self._failures = 0
        self._met = False

    @property
    def sure(self) -> bool:
        """Whether the last request was answered: then the next may wait long for its news."""
        return self._met and not self._failures

    def answer_to(self, ask: Callable[[], T]) -> T:
        """What `ask` returns, sooner or later. Raises what waiting does not help against."""
        while True:
            try:
                answer = ask()
            except TryAgain as problem:
                self._wait(f"{problem.description} Trying again …", problem.retry_after)
            except Unreachable:
                if not self._met:
                    raise
                self._wait(LOST, 0)
            else:
                if self._failures:
                    self._tell(BACK)
                self._failures = 0
                self._met = True
                return answer

    def _wait(self, sentence: str, retry_after: float) -> None:
        if not self._failures:
            self._tell(sentence)
        self._failures += 1
        self._sleep(pause(self._failures, self._chance(), retry_after))


class Retry:
    """Repeats a request for `limit` seconds, which begin with each request."""

    def __init__(
        self,
        limit: float,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        chance: Callable[[], float],
        tell: Callable[[str], object],
    ) -> None:
        self._limit = limit
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._tell = tell

    def answer_to(self, ask: Callable[[], T]) -> T:
        """What `ask` returns. Raises what waiting does not help against, and when the time is
        over the last problem.
        """
        began = self._clock()
        failures = 0
        while True:
            try:
                return ask()
            except (TryAgain, Unreachable) as problem:
                failures += 1
                left = began + self._limit - self._clock()
                asked = problem.retry_after if isinstance(problem, TryAgain) else 0
                seconds = pause_within(left, failures, self._chance(), asked)
                if seconds is None:
                    raise
                if failures == 1:
                    self._tell(f"{problem.description} Trying again for {self._limit:g} seconds …")
                self._sleep(seconds)
