"""One of the soak's readers: polls, and sees that numbers only rise."""

from __future__ import annotations

import json
import re
import socket
from functools import lru_cache
from typing import Final, NamedTuple

from tests.attacks.attack import HOST

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
OK: Final = 200
PATIENCE: Final = (429, 503)


class News(NamedTuple):
    """What an answer tells: the cursor and the numbers of the entries."""

    cursor: int
    numbers: tuple[int, ...]
    truncated: bool


@lru_cache(maxsize=256)
def news(body: bytes) -> News:
    """Read once for all who get the same bytes."""
    said = json.loads(body)
    numbers = tuple(entry["id"] for entry in said["messages"])
    return News(int(said["cursor"]), numbers, "truncated" in said)


class Reader:
    """Its connection comes and goes; what it has read stays."""

    def __init__(self, number: int, since: int, source: str, place: tuple[str, int]) -> None:
        self.number = number
        self.start = self.cursor = since
        self.count = 0
        self.trouble = ""
        self.pleas = 0
        self.socket: socket.socket | None = None
        self._source = source
        self._place = place
        self._unread = b""

    def connect(self) -> int:
        """Begin a new connection; its file's number."""
        self._unread = b""
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.bind((self._source, 0))
        self.socket.connect_ex(self._place)
        return self.socket.fileno()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def poll(self) -> bool:
        """Ask for what comes next; whether that could be sent."""
        assert self.socket is not None
        head = (
            f"GET /sub?room=*&since={self.cursor}&wait=25 HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Cookie: member={self.number:032x}\r\nUser-Agent: a reader of the soak\r\n\r\n"
        )
        try:
            return self.socket.send(head.encode()) == len(head)
        except OSError:
            return False

    def read(self) -> int | None:
        """Take what has come: the status of a whole answer, 0 for a part, None at the end."""
        assert self.socket is not None
        try:
            data = self.socket.recv(1 << 18)
        except BlockingIOError:
            return 0
        except OSError:
            return None
        if not data:
            return None
        self._unread += data
        end = self._unread.find(b"\r\n\r\n")
        found = _LENGTH.search(self._unread, 0, end) if end >= 0 else None
        if found is None or len(self._unread) < end + 4 + int(found[1]):
            return 0
        status = int(self._unread[9:12])
        body, self._unread = self._unread[end + 4 :], b""
        self._take(status, body)
        return status

    def _take(self, status: int, body: bytes) -> None:
        if status in PATIENCE:
            self.pleas += 1
        elif status != OK:
            self.trouble = self.trouble or f"{status} at {self.cursor}: {body.decode()[:200]}"
        else:
            self._hear(news(body))

    def _hear(self, heard: News) -> None:
        last = self.cursor
        for number in heard.numbers:
            if number <= last:
                self.trouble = self.trouble or f"{number} after {last}"
            last = number
        if heard.truncated or heard.cursor < last:
            self.trouble = self.trouble or f"cursor {heard.cursor} after {self.cursor}: {heard}"
        self.cursor = heard.cursor
        self.count += len(heard.numbers)
