"""The rest of an answer that a slow client has not taken yet."""

from __future__ import annotations

from _socket import socket as Socket
from collections.abc import Callable
from typing import Any, Final

from appliance.web.server.holdings import HeldBuffer

_WRITE: Final = 2  # libev's mask


class Outbox:
    """Sends `rest` as the kernel takes it; `held` says that it is kept meanwhile.

    Calls `progress` after each part, `done` after the last and `broken` when the client is gone.
    """

    __slots__ = ("_broken", "_done", "_held", "_progress", "_rest", "_socket", "_watcher")

    def __init__(
        self,
        loop: Any,
        socket: Socket,
        rest: memoryview,
        held: HeldBuffer,
        *,
        progress: Callable[[], None],
        done: Callable[[], None],
        broken: Callable[[], None],
    ) -> None:
        self._socket = socket
        self._rest = rest
        self._held = held
        self._progress = progress
        self._done = done
        self._broken = broken
        self._watcher = loop.io(socket.fileno(), _WRITE)
        self._watcher.start(self._writable)

    def close(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._held.let_go()

    def _writable(self) -> None:
        try:
            sent = self._socket.send(self._rest)
        except BlockingIOError:
            return
        except OSError:
            self._broken()
            return
        self._rest = self._rest[sent:]
        if self._rest:
            self._progress()
        else:
            self._done()
