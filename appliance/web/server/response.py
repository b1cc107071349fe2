"""Responses as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time
from typing import Final

from appliance.errors import Problem

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"

TRY_AGAIN: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Statuses whose cause passes by itself: such an answer says when to try again."""

_COMMON: Final = (
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
)


def head(status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Status line and headers, without those that `finish` adds."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def finish(start: bytes, length: int | None, close: bool) -> bytes:
    """The head complete; `length` of the body, None where there is to be no such header."""
    size = b"" if length is None else b"Content-Length: %d\r\n" % length
    end = b"Connection: close\r\n\r\n" if close else b"\r\n"
    return b"".join((start, _date(int(time())), size, end))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return b"Date: %s\r\n" % formatdate(second, usegmt=True).encode()


def problem(what: Problem, close: bool, *, bare: bool = False) -> bytes:
    """The whole answer that tells of `what`, for what happens before the app is asked; `bare` to
    HEAD, whose answer has no body: a client or proxy would take one for the next answer.
    """
    body = problem_body(what)
    again = (("Retry-After", f"{what.retry_after:.0f}"),) if what.status in TRY_AGAIN else ()
    start = head(f"{what.status} {HTTPStatus(what.status).phrase}", (*_COMMON, *again))
    return finish(start, len(body), close) + (b"" if bare else body)


def problem_body(what: Problem) -> bytes:
    """The JSON that every error of this program is."""
    return json.dumps(what.told(), ensure_ascii=False).encode()
