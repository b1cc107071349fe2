"""Part of a file on its way to a client."""

from __future__ import annotations

import os
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable
from typing import Any, Final, TypeVar

from appliance.web.server.buffers import PIECE
from appliance.web.server.file_part import FilePart
from appliance.web.server.streamed_body import TURN

T = TypeVar("T")

_WRITE: Final = 2  # libev's mask
_MORE: Final[int] = getattr(sockets, "MSG_MORE", 0)


class FileOutbox:
    """Sends `start`, then `part`, as the client takes it: a thread gives the kernel as much as it
    has room for (by sendfile(2), where the system has that), then the loop waits for more room.
    So neither a disk nor much that is copied holds up the loop, and a slow client has no thread.

    `lend` has that done by a thread while the socket stays open. Calls `progress` after each part
    that went, `done` after the last, `broken` with the reason where it cannot go on.
    """

    __slots__ = (
        *("_broken", "_closed", "_done", "_lend", "_lent", "_part", "_progress", "_socket"),
        *("_start", "_watcher"),
    )

    def __init__(
        self,
        loop: Any,
        socket: Socket,
        start: bytes,
        part: FilePart,
        *,
        lend: Callable[[Callable[[], T], Callable[[T | Exception], object]], None],
        progress: Callable[[], None],
        done: Callable[[], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._socket = socket
        self._start = memoryview(start)  # what is not sent yet, before the part or of it
        self._part = part
        self._lend: Callable[..., None] = lend
        self._progress = progress
        self._done = done
        self._broken = broken
        self._closed = self._lent = False
        self._watcher = loop.io(socket.fileno(), _WRITE)
        self._carry()

    def close(self) -> None:
        self._closed = True
        self._watcher.stop()
        self._watcher.close()
        if not self._lent:
            self._part.close()

    def _carry(self) -> None:
        self._watcher.stop()
        self._lent = True
        self._lend(self._move, self._moved)

    def _moved(self, outcome: int | Exception) -> None:
        self._lent = False
        if self._closed:
            self._part.close()
        elif isinstance(outcome, Exception):
            self._broken(outcome)
        elif not (self._start or self._part.left):
            self._done()
        else:
            if outcome:
                self._progress()
            if outcome < TURN:
                self._watcher.start(self._carry)
            else:
                self._carry()

    # In a thread.

    def _move(self) -> int:
        """Send what there is room for, at most TURN bytes (about); how many went."""
        moved = 0
        try:
            while moved < TURN and (self._start or self._part.left):
                moved += self._send()
        except (BlockingIOError, InterruptedError):
            pass
        return moved

    def _send(self) -> int:
        part = self._part
        if self._start:
            sent = self._socket.send(self._start, _MORE if part.left else 0)
            self._start = self._start[sent:]
            return sent
        if not hasattr(os, "sendfile"):  # Windows
            self._start = memoryview(part.piece(PIECE))
            return 0
        most = min(part.left, TURN)
        sent = os.sendfile(self._socket.fileno(), part.file.fileno(), part.offset, most)
        part.went(sent)
        return sent
