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

    `name` is what it does, as its troubles are told: "Following the log". `pause` waits for so
    many seconds in the way of whoever takes the turns: a thread's sleep, or a greenlet's.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[..., object],
        pause: Callable[[float], object] = at_once,
    ) -> None:
        self._name = name
        self._turn = turn
        self._pause = pause
        self._ended = False
        self._turned = time.monotonic()
        self.failed = ""
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
                self.failed = ""
                _log.warning("%s works again.", self._name)
        except Exception as error:  # but not what ends a greenlet or the process
            with suppress(Exception):  # without memory there is none for words or timers either
                self._say(error)
            with suppress(Exception):
                self._pause(PAUSE_SECONDS)
            return False
        return True

    def trouble(self, within: float) -> str:
        """A sentence if the last turn failed, or if none was taken for `within` seconds."""
        if self.failed or time.monotonic() - self._turned <= within:
            return self.failed
        return f"{self._name} is held up. If it stays so, start the chat again."

    def _say(self, error: Exception) -> None:
        known = self.failed
        self.failed = f"{self._name} fails; it is tried again. The log of the program says why."
        if isinstance(error, Problem):
            self.failed = error.description
        if not known:
            trace = None if isinstance(error, Problem) else error
            _log.error("%s failed: %s", self._name, str(error) or repr(error), exc_info=trace)
