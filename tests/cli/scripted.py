"""A server that answers as it is told: for what a chat does not say on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NamedTuple

ABOUT: Final = {"log": "one"}


class Reply(NamedTuple):
    """One answer: JSON unless `body` is bytes already."""

    status: int = 200
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


class Scripted(ThreadingHTTPServer):
    """Gives its replies one after the other, the last one again and again; `/about` is answered
    beside them.
    """

    daemon_threads = True

    def __init__(self, replies: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.about = ABOUT

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def scripted(*replies: Reply) -> Iterator[Scripted]:
    """A server with these replies for the time of a `with`."""
    with Scripted(replies) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Scripted

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, dict(self.headers), body))
        about = self.path.endswith("/about")
        self._send(Reply(body=self.server.about) if about else self.server.next_reply())

    do_POST = do_GET  # noqa: N815 - the standard library's names

    def _send(self, reply: Reply) -> None:
        data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing: the test looks at `requests`."""
