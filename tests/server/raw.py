"""A client that sends exactly the bytes it is told to, and reads answers one by one."""

from __future__ import annotations

import json
import select
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.running import DEADLINE


@dataclass(frozen=True)
class Answer:
    """One response: `wire` are its exact bytes; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def messages(self) -> list[str]:
        """What was said, of an answer to a poll."""
        return [entry["message"] for entry in self.json["messages"]]

    @property
    def closes(self) -> bool:
        return self.headers.get("connection") == "close"


def get(target: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    """A request without a body."""
    lines = [f"{method} {target} HTTP/{version}", "Host: localhost", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def poll(since: int | str, *headers: str, room: str = "lobby", wait: int = 25) -> bytes:
    """A poll as the page sends it."""
    return get(f"/sub?room={room}&since={since}&wait={wait}", *headers)


def post(body: bytes, *headers: str, kind: str = "application/x-www-form-urlencoded") -> bytes:
    """`POST /pub` with a body of that kind."""
    size = f"Content-Length: {len(body)}"
    return get("/pub", f"Content-Type: {kind}", size, *headers, method="POST") + body


class RawClient:
    """One connection. Everything it waits for has a deadline."""

    def __init__(
        self,
        port: int,
        receive_buffer: int | None = None,
        host: str = "127.0.0.1",
        made: Callable[[], socket.socket] = socket.socket,
    ) -> None:
        self.socket = made()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(DEADLINE)
        try:
            self.socket.connect((host, port))
        except OSError:
            self.socket.close()
            raise
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def ask(self, request: bytes) -> Answer:
        self.send(request)
        return self.answer()

    def answer(self, *, bare: bool = False) -> Answer:
        """The next response; `bare` ones (to HEAD) have no body."""
        while b"\r\n\r\n" not in self._unread:
            self._more()
        head, _, _ = self._unread.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            assert name.lower() not in headers, f"{name} comes twice"
            headers[name.lower()] = value.strip()
        status = int(first.split(" ")[1])
        bodiless = bare or status < 200 or status in (204, 304)
        end = len(head) + 4 + (0 if bodiless else int(headers["content-length"]))
        while len(self._unread) < end:
            self._more()
        wire, self._unread = self._unread[:end], self._unread[end:]
        return Answer(status, headers, wire[len(head) + 4 :], wire)

    def read(self, size: int = 16_384) -> int:
        """Take what has come, at most `size` bytes; returns how much is unread by `answer`."""
        self._more(size)
        return len(self._unread)

    def silent(self) -> bool:
        """Whether nothing has come, neither a byte nor the end."""
        poller = select.poll()  # select() knows no more than 1,024 files
        poller.register(self.socket, select.POLLIN)
        return not self._unread and not poller.poll(0)

    def ended(self, seconds: float = DEADLINE) -> bool:
        """Whether the server closes the connection in time, having said no more."""
        self.socket.settimeout(seconds)
        try:
            return self._unread == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        finally:
            self.socket.settimeout(DEADLINE)

    def half_close(self) -> None:
        """Say that nothing more will be sent."""
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Hang up with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        self.socket.close()

    def _more(self, size: int = 65_536) -> None:
        data = self.socket.recv(size)
        assert data, f"closed after {self._unread!r}"
        self._unread += data


def trickle(client: RawClient, data: bytes) -> None:
    """Send each byte as a packet of its own."""
    for at in range(len(data)):
        client.send(data[at : at + 1])
