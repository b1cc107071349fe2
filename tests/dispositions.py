"""What the tests' children do when a signal comes.

A child inherits which signals its parent ignores or blocks, and keeps that. A job in the background
of a script ignores SIGINT and SIGQUIT, one under `nohup` SIGHUP: what the tests start there would
not hear them either.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Final

KEPT: Final = frozenset({signal.SIGPIPE, signal.SIGXFSZ})
"""Ignored by Python itself; `subprocess` gives children the usual."""


def heed() -> None:
    """From now on children begin with no signal ignored and none blocked.

    This process goes on ignoring what it ignores, as whoever started it wanted. A handler that does
    nothing is as good as none for that, and unlike SIG_IGN it ends with the exec of a child.
    """
    for number in signal.valid_signals() - KEPT:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _nothing)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _nothing(number: int, frame: FrameType | None) -> None:
    """Ignores it."""
