"""One of an attacker's connections."""

from __future__ import annotations

import re
import select
import socket
from typing import Final

from tests.attacks.attack import Attack, Reads

BUFFER: Final = 4_096
"""What the kernel may keep of answers for who does not read them."""

SIP: Final = 256
"""Bytes read at once by who reads slowly."""

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class Line:
    """Sends what it is given, and reads as its attack does."""

    def __init__(self, attack: Attack, source: str, place: tuple[str, int]) -> None:
        self.attack = attack
        self.begun = 0
        self.answers = 0
        self.closed = False
        self._awaited = 0
        self._unsent = b""
        self._unread = bytearray()
        self.socket = socket.socket()
        if attack.reads is not Reads.ALL:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.socket.setblocking(False)
        self.socket.bind((source, 0))
        self.socket.connect_ex(place)

    @property
    def idle(self) -> bool:
        """Whether it may send the next ones."""
        return not self._unsent and not self._awaited and self.begun < self.attack.times

    @property
    def done(self) -> bool:
        """Whether it has done all it was to do, and may hang up."""
        return self.begun >= self.attack.times and not self._unsent and not self._awaited

    def events(self) -> int:
        """What epoll is to look for."""
        wanted = select.EPOLLRDHUP
        if self._unsent:
            wanted |= select.EPOLLOUT
        if self.attack.reads is Reads.ALL:
            wanted |= select.EPOLLIN
        return wanted

    def begin(self, requests: bytes, count: int) -> None:
        """Send these next."""
        self.begun += 1
        self._unsent = requests
        self._awaited = count if self.attack.reads is not Reads.NOTHING else 0
        self.send()

    def send(self) -> None:
        try:
            self._unsent = self._unsent[self.socket.send(self._unsent) :] if self._unsent else b""
        except BlockingIOError:
            return
        except OSError:
            self.closed = True

    def read(self, size: int = 1 << 20) -> None:
        try:
            data = self.socket.recv(size)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.closed = True
        self._unread += data
        while self._take_answer():
            self.answers += 1
            self._awaited -= 1

    def sip(self) -> None:
        """Read a little, as somebody behind a bad line does."""
        self.read(SIP)

    def close(self) -> None:
        self.socket.close()

    def _take_answer(self) -> bool:
        end = self._unread.find(b"\r\n\r\n")
        found = _LENGTH.search(self._unread, 0, end) if end >= 0 else None
        whole = end + 4 + (int(found[1]) if found else 0)
        if end < 0 or len(self._unread) < whole:
            return False
        del self._unread[:whole]
        return True
