"""What may stand between a browser and the chat: a proxy, a filter, a guest network's login page.

Also what such a thing does to connections: it cuts off silent ones, or forgets them without a word.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from typing import Final, Self

HEAD: Final = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"


def answer(status: str, body: str = "", content_type: str = "text/html", **headers: str) -> bytes:
    """One whole answer."""
    fields = {"Content-Type": content_type, **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return HEAD % (status.encode(), len(body.encode()), lines.encode()) + body.encode()


class Middlebox:
    """Relays each connection to the chat at `port`, unless `meddle` or one of the faults is set."""

    def __init__(self, port: int) -> None:
        self.meddle: Callable[[bytes], bytes | None] = lambda _request: None
        """What is answered in the chat's place to a request, by its first bytes."""
        self.cut_after: float | None = None
        """Seconds of silence after which a connection is closed."""
        self.seen: list[str] = []
        """The target of each request that came here."""
        self._chat = ("127.0.0.1", port)
        self._forgotten: set[socket.socket] = set()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._begin(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def answers(self, whole: bytes, prefix: str = "/") -> None:
        """From now on `whole` answers what is asked below `prefix`; what is held is cut."""
        self.meddle = lambda request: whole if _target(request).startswith(prefix) else None
        self.cut()

    def passes(self) -> None:
        """Nothing is in the way any more."""
        self.meddle = lambda _request: None

    def forget(self) -> None:
        """The connections there are lead nowhere from now on, and nobody is told."""
        self._forgotten |= self._open

    def cut(self) -> None:
        """Close all connections."""
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _begin(self, loop: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=loop, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # how it is told to end
            while True:
                self._begin(self._relay, self._listener.accept()[0])

    def _relay(self, near: socket.socket) -> None:
        self._open.add(near)
        with near, contextlib.suppress(OSError), socket.create_connection(self._chat) as far:
            while self._step(near, far):
                pass
        self._open.discard(near)

    def _step(self, near: socket.socket, far: socket.socket) -> bool:
        readable, _, _ = select.select([near, far], [], [], self.cut_after)
        if near in self._forgotten:
            return bool(near.recv(65536))
        for source in readable:
            data = source.recv(65536)
            if not data:
                return False
            if source is near and not self._asked(near, far, data):
                return False
            if source is far:
                near.sendall(data)
        return bool(readable)

    def _asked(self, near: socket.socket, far: socket.socket, data: bytes) -> bool:
        """Hands a request on; False where it was answered here."""
        self.seen.append(_target(data))
        instead = self.meddle(data)
        (near if instead else far).sendall(instead or data)
        return instead is None


def _target(request: bytes) -> str:
    """`/sub?since=1`, of the bytes that a request begins with."""
    return request.split(b" ", 2)[1].decode("latin-1") if request.count(b" ") > 1 else ""
