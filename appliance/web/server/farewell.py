"""The end of a connection on which all is said."""

from __future__ import annotations

import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable
from typing import Any, Final

SIZE: Final = 16 * 1024
"""Bytes read and dropped at once."""

MAX_DROPPED: Final = 1024 * 1024
"""Bytes dropped in all. Then no more is read: who goes on sending has to pause, and sees the answer
before the time is over and the connection is cut."""


class Farewell:
    """Says that no more comes, then reads and drops until the client ends, too.

    Closing with unread bytes would make the kernel reset the connection and take the last answer
    from the client (RFC 9112, 9.6). Calls `ended` when it is over; `close` ends it early.
    """

    __slots__ = ("_dropped", "_ended", "_socket", "_watcher")

    def __init__(self, loop: Any, socket: Socket, ended: Callable[[Farewell], None]) -> None:
        self._socket = socket
        self._ended = ended
        self._dropped = 0
        self._watcher = loop.io(socket.fileno(), 1)
        self._watcher.start(self._readable)
        try:
            socket.shutdown(sockets.SHUT_WR)
        except OSError:
            return  # the client is gone already: reading will say so

    def close(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._socket.close()

    def _readable(self) -> None:
        try:
            data = self._socket.recv(SIZE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        self._dropped += len(data)
        if not data:
            self.close()
            self._ended(self)
        elif self._dropped > MAX_DROPPED:
            self._watcher.stop()
