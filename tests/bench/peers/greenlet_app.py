"""One greenlet for each poll: plain WSGI on gevent's own server, messages in memory.

TCP_NODELAY is set, since without it each answer waits for the client's delayed acknowledgement:
what is measured is the greenlets, not that setting.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from gevent.event import Event
from gevent.pywsgi import WSGIServer

from tests.bench.peers.room import Room

room = Room()
news = Event()


def publish(environ: dict[str, Any]) -> object:
    """Store the form's message and wake every poll."""
    size = int(environ.get("CONTENT_LENGTH") or 0)
    form = parse_qs(environ["wsgi.input"].read(size).decode())
    entry = room.append(form.get("nick", [""])[0], form.get("message", [""])[0])
    news.set()
    news.clear()
    return {"status": "sent", "id": entry["id"]}


def poll(environ: dict[str, Any]) -> object:
    """Hold this greenlet until there is something after ``since``."""
    query = parse_qs(environ["QUERY_STRING"])
    since = int(query.get("since", ["0"])[0])
    if room.last <= since:
        news.wait(float(query.get("wait", ["25"])[0]))
    return room.after(since)


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Two routes, JSON answers."""
    route = publish if environ["REQUEST_METHOD"] == "POST" else poll
    body = json.dumps(route(environ)).encode()
    head = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", head)
    return [body]


class Server(WSGIServer):  # type: ignore[misc, unused-ignore]
    """gevent's server with Nagle's algorithm off."""

    def handle(self, sock: Any, address: Any) -> None:
        """Turn Nagle off before the first answer."""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle(sock, address)


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), app, log=None, backlog=4096).serve_forever()
