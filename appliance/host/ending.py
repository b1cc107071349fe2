"""The end of the server: step after step, whatever became of the one before, and in time.

Who stops a program waits for it: systemd, a window that is closed, a shutdown. What hangs (a disk
that does not answer) or fails (a mistake of ours) must not keep the rest from being done, nor the
process from ending.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

SECONDS: Final = 1.8
"""For all of it; the promise is two, and a loop at rest looks for signals every 0.3 only."""

WORD_SECONDS: Final = 0.1
"""For saying what was left; where nobody takes the words, as from a terminal that is held, the
system ends the process."""

_log: Final = logging.getLogger(__name__)


class Ending:
    """Begins now. After SECONDS the process is left as it is, with a word about what it was at.

    A clock of the system's and no thread: that there are none left may be what is wrong.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._at = ""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._leave)
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def step(self, what: str, act: Callable[[], object]) -> None:
        """Do it; `what` it is goes with the sentence for a failure."""
        self._at = what
        try:
            act()
        except Exception:
            _log.exception("%s failed at the end. What was acknowledged is on disk.", what)

    def done(self) -> None:
        """All of it was, in time."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _leave(self, *_: Any) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, WORD_SECONDS)
        try:
            _log.error(
                "%s takes too long: the chat ends without it. What was acknowledged is on disk.",
                self._at,
            )
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        finally:  # also where the words were what took too long, and cannot be begun again
            os._exit(0)
