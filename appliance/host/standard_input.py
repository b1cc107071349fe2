"""A server that belongs to a window ends with it: the window holds the other end of its input.

That works on every system, and however the window ended.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from gevent.hub import get_hub

_INPUT: Final = 0
"""The file number of standard input. Python's own object would be locked while it reads."""

_READABLE: Final = 1


def on_end_of_input(act: Callable[[], None]) -> Any:
    """Call `act` in the loop once standard input ends; the watcher is to be closed."""
    loop = get_hub().loop
    bell = loop.async_()
    bell.start(act)
    if os.name == "nt":  # its loop watches nothing but sockets
        threading.Thread(target=_read, args=(bell,), name="standard input", daemon=True).start()
        return bell
    if sys.stdin is None:  # there was none at start: nobody attends, and the number is another's
        bell.send()
        return bell
    bell.close()
    watcher = loop.io(_INPUT, _READABLE)

    def look() -> None:
        if _has_ended():
            watcher.stop()
            act()

    watcher.start(look)
    return watcher


def _read(bell: Any) -> None:
    while not _has_ended():
        pass
    if bell.active:
        bell.send()


def _has_ended() -> bool:
    """Reads on; whatever is said here, only the end counts."""
    try:
        return not os.read(_INPUT, 4_096)
    except OSError:
        return True
