"""What a view is told to do before there is a window to do it with, and what comes later."""

from __future__ import annotations

import threading
from collections.abc import Callable

from appliance.window.toolkits.native import Native

Order = Callable[[Native], None]


class Orders:
    """`do` may be called from any thread: what is to be done is done in the toolkit's, in this
    order, as soon as there is a window; after its end nothing is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._native: Native | None = None
        self._waiting: list[Order] | None = []

    def do(self, order: Order) -> None:
        with self._lock:
            if self._waiting is not None:
                self._waiting.append(order)
                return
            native = self._native
        if native is not None:
            native.later(lambda: self._now(order))

    def begin(self, native: Native) -> None:
        """The window is there; called in the toolkit's thread."""
        with self._lock:
            self._native = native
            waiting, self._waiting = self._waiting or [], None
        for order in waiting:
            self._now(order)

    def end(self) -> None:
        with self._lock:
            self._native, self._waiting = None, None

    def _now(self, order: Order) -> None:
        if self._native is not None:
            order(self._native)
