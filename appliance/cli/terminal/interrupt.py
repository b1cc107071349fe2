"""Ctrl-C ends a command, and not with a complaint."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import NoReturn


def expect() -> None:
    """An interrupt is a KeyboardInterrupt as ever, but what it leaves half made goes without a
    word: Python would print a trace for each object that was just being made and cannot be closed.
    """
    main = threading.current_thread() is threading.main_thread()
    if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.unraisablehook = lambda _: None
    raise KeyboardInterrupt
