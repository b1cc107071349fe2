"""The signals that ask this process to end, heard whatever the main thread is doing."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

ENDINGS: Final = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Not every system has all; SIGHUP comes when the terminal or the session ends."""


@contextlib.contextmanager
def heard(act: Callable[[], None]) -> Iterator[None]:
    """Inside, the first such signal calls `act` from a thread; to be used by the main thread.

    Python runs handlers between two of its own instructions in the main thread, which a web
    view's loop may not reach for a long time; the number of the signal, however, is written to
    the wakeup socket at once. A toolkit may put its own socket there, and then runs handlers.
    After it nothing ends this process early any more: it is ending.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)

    def note(*_: Any) -> None:
        with contextlib.suppress(OSError):
            theirs.send(b"!")

    def wait() -> None:
        if ours.recv(1):
            act()

    listener = threading.Thread(target=wait, name="signals", daemon=True)
    listener.start()
    signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    for name in ENDINGS:
        number = getattr(signal, name, None)
        # What nohup ignores stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, note)
    try:
        yield
    finally:
        signal.set_wakeup_fd(-1)
        theirs.close()
        listener.join(1.0)
        ours.close()
