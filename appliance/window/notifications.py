"""The desktop's notifications, one after the other.

WebKitGTK would hand over what people write as if it were HTML, and Qt's binding to D-Bus cannot
send the unsigned number that the call wants, so this tells the desktop itself.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from appliance.window.session_bus import SessionBus

MOST: Final = 20
"""Notifications that wait to be shown or may be pressed; older ones are forgotten."""


class _Wanted(NamedTuple):
    title: str
    text: str
    pressed: Callable[[], None]


class Notifications:
    """Shows them from a thread of its own, which ends with `close`. Without a session bus it does
    nothing, until there is one.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._wanted: deque[_Wanted] = deque(maxlen=MOST)
        self._bell: socket.socket | None = None

    def show(self, title: str, text: str, pressed: Callable[[], None]) -> None:
        """`pressed` is called in that thread when the user presses the notification."""
        if self._bell is None:
            self._bell = self._begin()
        self._wanted.append(_Wanted(title, text, pressed))
        with contextlib.suppress(OSError):  # so many rings that nobody needs one more
            self._bell.send(b"!")

    def close(self) -> None:
        if self._bell is not None:
            self._bell.close()

    def _begin(self) -> socket.socket:
        """Rings for the thread, which ends when it is closed."""
        bell, heard = socket.socketpair()
        bell.setblocking(False)
        run = threading.Thread(target=self._run, args=(heard,), name="notifications", daemon=True)
        run.start()
        return bell

    def _run(self, heard: socket.socket) -> None:
        # Not before it is needed: a window starts without it.
        from appliance.window.session_bus import SessionBus

        with heard:
            while heard.recv(MOST):
                with contextlib.suppress(OSError), SessionBus() as bus:
                    self._converse(bus, heard)
                # There is no bus, or no longer. What comes next may find one.
                self._wanted.clear()

    def _converse(self, bus: SessionBus, heard: socket.socket) -> None:
        shown: OrderedDict[int, Callable[[], None]] = OrderedDict()
        with selectors.DefaultSelector() as either:
            either.register(bus, selectors.EVENT_READ)
            bell = either.register(heard, selectors.EVENT_READ)
            while True:
                self._tell(bus, shown)
                for number in bus.presses():
                    shown.pop(number, lambda: None)()
                rung = any(key == bell for key, _ in either.select())
                if rung and not heard.recv(MOST):
                    return

    def _tell(self, bus: SessionBus, shown: OrderedDict[int, Callable[[], None]]) -> None:
        while self._wanted:
            wanted = self._wanted.popleft()
            if number := bus.notify(self._program, wanted.title, wanted.text):
                shown[number] = wanted.pressed
            if len(shown) > MOST:
                shown.popitem(last=False)
