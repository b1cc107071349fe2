"""A server that belongs to a window ends with it: the window holds the other end of its input.

That works on every system, and however the window ended.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, Final

from gevent.hub import get_hub

_INPUT: Final = 0
"""The file number of standard input. Python's own object would be locked while it reads."""


def on_end_of_input(act: Callable[[], None]) -> Any:
    """Call `act` in the loop once standard input ends; the watcher is to be closed."""
    bell = get_hub().loop.async_()
    bell.start(act)
    threading.Thread(target=_read, args=(bell,), name="attendance", daemon=True).start()
    return bell


def _read(bell: Any) -> None:
    try:
        while os.read(_INPUT, 4_096):
            pass  # whatever is said here, only the end counts
    except OSError:
        pass  # there is no input: nobody attends
    if bell.active:
        bell.send()
