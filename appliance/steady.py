"""What must not end: what goes wrong in one turn is said, and the next turn is taken.

Without it the first exception that nobody thought of (no memory, no thread, a mistake of our own)
ends a loop for good, while everything that does not need it looks well.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from appliance.errors import Problem

PAUSE_SECONDS: Final = 0.5
"""After a turn that failed: what is wrong for long must not take a processor as well."""

_log: Final = logging.getLogger(__name__)


def at_once(seconds: float) -> None:
    """The pause of what is not a loop of its own."""


class Steady:
    """Takes `turn`, again and again, whatever it raises.

    `name`, with `values`, is what it does: the name of words where its trouble is told to clients,
    the words where only the log is to call it so. `pause` waits for so many seconds in the way of
    whoever takes the turns: a thread's sleep, or a greenlet's.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[..., object],
        pause: Callable[[float], object] = at_once,
        **values: str,
    ) -> None:
        self._part = Problem(name, **values)
        self._turn = turn
        self._pause = pause
        self._ended = False
        self._turned = time.monotonic()
        self.failed: Problem | None = None
        """What to tell of the last turn if it failed."""

    def run(self) -> None:
        while not self._ended:
            self.step()

    def end(self) -> None:
        """Let the turn that is being taken be the last."""
        self._ended = True

    def step(self, *about: Any) -> bool:
        """One turn, `about` something; whether it went well.

        Of a row of failures the first is logged, and that it is over.
        """
        try:
            self._turn(*about)
            self._turned = time.monotonic()
            if self.failed:
                self.failed = None
                _log.warning("%s works again.", self._part)
        except Exception as error:  # but not what ends a greenlet or the process
            with suppress(Exception):  # without memory there is none for words or timers either
                self._say(error)
            with suppress(Exception):
                self._pause(PAUSE_SECONDS)
            return False
        return True

    def trouble(self, within: float) -> Problem | None:
        """What to tell if the last turn failed, or if none was taken for `within` seconds."""
        if self.failed or time.monotonic() - self._turned <= within:
            return self.failed
        return Problem("part-held-up", part=self._part)

    def _say(self, error: Exception) -> None:
        known = self.failed
        self.failed = Problem("part-fails", part=self._part)
        if isinstance(error, Problem):
            self.failed = error.with_traceback(None)  # whose frames hold much
        if not known:
            trace = None if isinstance(error, Problem) else error
            _log.error("%s failed: %s", self._part, str(error) or repr(error), exc_info=trace)
