"""Asking the WSGI app: one request in, one answer, parkable body or part of a file out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from appliance.errors import Problem
from appliance.web.server import response
from appliance.web.server.environ import environ
from appliance.web.server.file_part import FilePart
from appliance.web.server.parkable import Parkable
from appliance.web.server.request import Request

_log: Final = logging.getLogger(__name__)

App = Callable[[dict[str, Any], Callable[..., None]], Any]


class Answer(NamedTuple):
    """What the app said. `length` goes into the head; None where no such header belongs."""

    head: bytes
    length: int | None
    body: bytes

    def start(self, close: bool) -> bytes:
        """The bytes before the body."""
        return response.finish(self.head, self.length, close)


class Parking(NamedTuple):
    """The app's answer is to wait; `head` is for when there is something to say."""

    head: bytes
    body: Parkable


class Sending(NamedTuple):
    """The app's answer has the rest of `part` for a body."""

    head: bytes
    length: int | None
    part: FilePart

    def start(self, close: bool) -> bytes:
        """The bytes before the body."""
        return response.finish(self.head, self.length, close)


def ask(
    app: App, request: Request, base: dict[str, Any], address: str
) -> Answer | Parking | Sending:
    """What `app` says to `request` from `address`. Raises Problem where there is no answer."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> None:
        started[:] = [(status, headers)]

    env = environ(request, base, address)
    try:
        body = app(env, start_response)
        status, headers = started[0]
        head = response.head(status, headers)
        if hasattr(body, "park"):
            return Parking(head, body)
        known = [value for name, value in headers if name.lower() == "content-length"]
        if isinstance(body, FilePart):
            return _sending(head, known, body)
        chunks = b"".join(body)
        getattr(body, "close", _nothing)()
    except Exception as error:
        raise mistake(request) from error
    # A 304 may tell only the length that the 200 would have had, a 204 none at all.
    length = None if known or status.startswith(("204", "304")) else len(chunks)
    return Answer(head, length, b"" if request.method == "HEAD" else chunks)


def _sending(head: bytes, known: list[str], part: FilePart) -> Sending:
    """Raises ValueError if the app says another length: what follows would not be understood."""
    if known and known != [str(part.left)]:
        part.close()
        raise ValueError(f"{part.left} bytes of a file are not {known}")
    return Sending(head, None if known else part.left, part)


def mistake(request: Request) -> Problem:
    """What to say about a fault of this program; the log gets the exception being handled."""
    _log.exception("Answering %s %r failed", request.method, request.target)
    return Problem("mistake")


def _nothing() -> None:
    """Stands for the `close` that a response body need not have."""
