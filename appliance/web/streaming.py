"""Requests whose bodies are streams: which they are, and how a resource reads one.

A responder that is `streamed` is called as soon as the request's head is there, and reads of the
body what it wants. Everybody else is called when the whole body is there, which is small
(`max body`); to a stream the server sets no limit, so that its responder has to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol, TypeVar

import falcon
from falcon.routing import CompiledRouter

from appliance.web.access.chat_path import ChatPath
from appliance.web.server.environ import path_in
from appliance.web.server.refusals import BadTarget
from appliance.web.server.request import Request
from appliance.web.server.streamed_body import StreamedBody

R = TypeVar("R", bound=Callable[..., None])

READ: Final = 64 * 1024
"""Bytes read at once of a body that another server hands over."""

_MARK: Final = "takes_stream"


def streamed(responder: R) -> R:
    """Marks the method of a resource that takes its body as a stream, by `incoming`."""
    setattr(responder, _MARK, True)
    return responder


class Incoming(Protocol):
    """A body as a streamed responder reads it. `StreamedBody` says more, and what it raises."""

    length: int | None
    """Bytes of all of it; None where the client does not say."""
    received: int
    """Bytes that were read of it."""

    def pour(self, sink: Callable[[memoryview], object], most: int | None = None) -> int:
        """Give all of it to `sink`, in a thread, at most so many bytes; returns how many."""

    def receive(self, most: int = ...) -> bytes:
        """What there is of it, at most so many bytes; nothing at its end."""

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end only."""

    def __iter__(self) -> Iterator[bytes]:
        """Pieces as they come."""


def incoming(req: falcon.Request) -> Incoming:
    """The body of a request to a streamed responder: under any server, and be there none."""
    body = req.env["wsgi.input"]
    return body if isinstance(body, StreamedBody) else _Handed(body, req.content_length or 0)


class _Handed:
    """What another server hands over, of which it says how long it is; or no body at all."""

    def __init__(self, body: BinaryIO, length: int) -> None:
        self._body = body
        self.length: int | None = length
        self._left = length
        self.received = 0

    def receive(self, most: int = READ) -> bytes:
        piece = self._body.read(min(most, self._left, READ))
        self._left -= len(piece)
        self.received += len(piece)
        return piece

    def read(self, size: int) -> bytes:
        pieces = []
        while size and (piece := self.receive(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def pour(self, sink: Callable[[memoryview], object], most: int | None = None) -> int:
        before = self.received
        while piece := self.receive(READ if most is None else most - self.received + before):
            sink(memoryview(piece))
        return self.received - before

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.receive, b"")


class Streams:
    """Says of a request, by its head, whether its responder is streamed."""

    def __init__(self, path: ChatPath, router: CompiledRouter) -> None:
        self._path = path
        self._router = router
        # Whole targets of routes that have nothing of what somebody says in them, which are few.
        # None behind the chat's own path, which may be typed in any number of ways.
        self._known: dict[tuple[str, bytes], bool] = {}

    def __call__(self, request: Request) -> bool:
        asked = request.method, request.target
        known = self._known.get(asked)
        return self._look(*asked) if known is None else known

    def _look(self, method: str, target: bytes) -> bool:
        try:
            typed = path_in(target)
        except BadTarget:
            return False
        own = self._path.own(typed)
        found = self._router.find(own)
        if found is None:
            return False
        _, responders, _, template = found
        streams = bool(getattr(responders.get(method), _MARK, False))
        if own == template and method in responders and target == own.encode():
            self._known[method, target] = streams
        return streams
