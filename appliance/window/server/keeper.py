"""Keeps the server running as long as the window wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from typing import Final
from urllib.parse import urlsplit

from appliance.window.server.child import Child

PAUSES: Final = (0.2, 0.5)
"""Seconds before each new start; one failure more than there are pauses, and it gives up."""

STEADY_SECONDS: Final = 30.0
"""A server that ran for so long counts as one that works: earlier failures are forgotten."""

STOP_SECONDS: Final = 3.0
"""For the end: the server drains within two."""


class Keeper:
    """Starts the server, and again when it ends without being asked to.

    All callbacks come from other threads. `ready(url)` after every start that succeeded;
    `given_up(reason, code)` after some that quickly failed one after the other, or at once when
    the first ends with an exit code of `hopeless`: trying again would not help. `start` begins
    anew after that. `command` says what starts the server; it is asked before each start.
    """

    def __init__(
        self,
        command: Callable[[], Sequence[str]],
        *,
        hopeless: Collection[int],
        ready: Callable[[str], None],
        given_up: Callable[[str, int], None],
    ) -> None:
        self._command = command
        self._hopeless = hopeless
        self._ready = ready
        self._given_up = given_up
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._child: Child | None = None
        self._failures = 0
        self._port: int | None = None
        self._port_lost = False
        self._started = 0.0

    @property
    def running(self) -> bool:
        child = self._child
        return child is not None and child.code is None

    @property
    def pid(self) -> int | None:
        """The server's process."""
        return self._child.pid if self._child is not None else None

    def start(self) -> None:
        """Start the server, unless it runs."""
        with self._lock:
            self._closing.clear()
            self._failures = 0
            if not self.running:
                self._spawn()

    def stop(self) -> None:
        """End the server; returns when it is gone. `start` may come again."""
        self._closing.set()
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.stop(STOP_SECONDS)

    def _spawn(self) -> None:
        # The page goes on at the port it knows; who took it meanwhile keeps it.
        same = ["--port", str(self._port)] if self._port and not self._port_lost else []
        self._started = time.monotonic()
        try:
            self._child = Child([*self._command(), *same], self._is_ready, self._ended)
        except OSError as error:
            self._child = None
            self._given_up(f"It cannot be started: {error.strerror or error}.", 1)

    def _is_ready(self, url: str) -> None:
        self._port = urlsplit(url).port
        self._port_lost = False
        if not self._closing.is_set():
            self._ready(url)

    def _ended(self, child: Child) -> None:
        code = child.code or 0
        with self._lock:
            if self._closing.is_set() or child is not self._child:
                return
            if time.monotonic() - self._started > STEADY_SECONDS:
                self._failures = 0
            failures, self._failures = self._failures, self._failures + 1
            hopeless = code in self._hopeless and self._port is None
            self._port_lost = code in self._hopeless
        if hopeless or failures == len(PAUSES):
            self._given_up(child.reason, code)
        elif not self._closing.wait(PAUSES[failures]):
            with self._lock:
                if not self._closing.is_set() and child is self._child:
                    self._spawn()
