"""Many connections at a time that send what a Mutator hands out, and read what is answered."""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import struct
import time
from collections import Counter
from typing import Final

from tests.fuzz.mutation import Mutator

AT_ONCE: Final = 48
"""Connections side by side."""

PATIENCE: Final = 1.0
"""Seconds that a connection on which nothing more happens is kept."""

_STATUS: Final = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH: Final = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.IGNORECASE)
_RESET: Final = struct.pack("ii", 1, 0)


class Stream:
    """One connection: what is still to be sent, what came, and when something last did."""

    def __init__(self, port: int, pieces: list[bytes], end: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire = b"".join(pieces)
        self.pieces = pieces
        self.end = end
        self.heard = bytearray()
        self.moved = time.monotonic()

    def send(self) -> bool:
        """Send the next piece; whether there is more to be sent."""
        try:
            sent = self.socket.send(self.pieces[0])
        except BlockingIOError:
            return True
        except OSError:  # refused already; the answer is to be read
            self.pieces = []
            return False
        self.moved = time.monotonic()
        self.pieces[0] = self.pieces[0][sent:]
        if not self.pieces[0]:
            del self.pieces[0]
        if not self.pieces and self.end == "half close":
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
        return bool(self.pieces)

    def read(self) -> bool:
        """Read what came; whether more may come."""
        try:
            data = self.socket.recv(65_536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.moved = time.monotonic()
        self.heard += data
        return bool(data)

    def close(self) -> None:
        if self.end == "reset":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.socket.close()


class Assault:
    """`tried` are requests that were answered, or at which a connection ended without an answer:
    what stood behind a request that was refused does not count.
    """

    def __init__(self, port: int, seed: int) -> None:
        self.tried = 0
        self.connections = 0
        self.sent = 0
        self.statuses: Counter[int] = Counter()
        self.wrong: list[tuple[bytes, bytes]] = []
        self._port = port
        self._mutator = Mutator(seed)
        self._selector = selectors.DefaultSelector()
        self._streams: dict[Stream, None] = {}

    def go_on(self, count: int) -> None:
        """Until so many requests were tried in all, and every connection has ended."""
        while self.tried < count or self._streams:
            while self.tried < count and len(self._streams) < AT_ONCE:
                self._open()
            for key, events in self._selector.select(0.1):
                self._move(key.data, events)
            self._let_go_of_the_idle()

    def close(self) -> None:
        self._selector.close()

    def _open(self) -> None:
        pieces = self._mutator.stream() or [b"\r\n"]
        stream = Stream(self._port, pieces, self._mutator.end())
        self.connections += 1
        self.sent += len(stream.wire)
        self._streams[stream] = None
        both = selectors.EVENT_READ | selectors.EVENT_WRITE
        self._selector.register(stream.socket, both, stream)

    def _move(self, stream: Stream, events: int) -> None:
        if events & selectors.EVENT_READ and not stream.read():
            self._done(stream)
        elif events & selectors.EVENT_WRITE and not stream.send():
            if stream.end == "reset":
                self._done(stream)
            else:
                self._selector.modify(stream.socket, selectors.EVENT_READ, stream)

    def _let_go_of_the_idle(self) -> None:
        """The first has been there for longest, but may have moved since."""
        before = time.monotonic() - PATIENCE
        for stream in list(self._streams)[:4]:
            if stream.moved < before:
                self._done(stream)

    def _done(self, stream: Stream) -> None:
        self._selector.unregister(stream.socket)
        del self._streams[stream]
        stream.close()
        statuses = statuses_in(bytes(stream.heard))
        if statuses is None or any(map(_wrong, statuses)):
            self.wrong.append((stream.wire, bytes(stream.heard)))
        self.statuses.update(statuses or ())
        self.tried += len(statuses or ()) or 1


def statuses_in(heard: bytes) -> list[int] | None:
    """The status of each answer, the last of which may be cut; None where they are none."""
    statuses: list[int] = []
    at = 0
    while at < len(heard):
        status = _STATUS.match(heard, at)
        if status is None:
            return None if len(heard) - at > len("HTTP/1.1 200 ") else statuses
        end = heard.find(b"\r\n\r\n", at) + 4
        if end < 4:
            break
        number = int(status[1])
        length = _LENGTH.search(heard, at, end)
        at = end
        # An answer to HEAD has a length and no body: then the next answer stands there.
        if length is not None and not heard.startswith(b"HTTP/1.1 ", end):
            at += int(length[1])
        if number >= 200:
            statuses.append(number)
    return statuses


def _wrong(status: int) -> bool:
    return status >= 500 and status not in (501, 505)
