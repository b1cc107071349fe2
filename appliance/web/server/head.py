"""The head of one request, by llhttp's grammar (Node's parser, through httptools).

It refuses what has been used to smuggle requests: bare line feeds, folded headers, two lengths, a
length beside chunks. It is asked about heads only. Of a request that offers to change the protocol
(`Upgrade`, CONNECT) it says that it ends with its head; a server may ignore that offer, and then
the body is where it always is (RFC 9110, 7.8). So it never sees a body: `framing` decides where
that ends.
"""

from __future__ import annotations

import re
from typing import Final

import httptools

from appliance.errors import BadInput, Problem
from appliance.web.server.refusals import (
    BadTarget,
    HeadTooLarge,
    UnknownMethod,
    VersionNotSupported,
)

MAX_HEADERS: Final = 100
"""Header lines in one request; more are refused (431)."""

_METHOD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ ")

_NAMES: Final = {
    "Content-Length can't be present with Transfer-Encoding": "length-and-encoding",
    "Content-Length overflow": "length-overflow",
    "Duplicate Content-Length": "length-twice",
    "Empty Content-Length": "length-not-number",
    "Empty Transfer-Encoding": "encoding-empty",
    "Expected CRLF after version": "first-line-version",
    "Expected HTTP/, RTSP/ or ICE/": "first-line-version",
    "Expected dot": "first-line-version",
    "Invalid `Transfer-Encoding` header value": "encoding-chunked-once",
    "Invalid character in Content-Length": "length-not-number",
    "Invalid header field char": "head-name",
    "Invalid header token": "head-name",
    "Invalid header value char": "head-value",
    "Invalid major version": "first-line-version",
    "Invalid minor version": "first-line-version",
    "Missing expected CR after header value": "line-end-alone",
    "Missing expected LF after header value": "line-end-alone",
    "Transfer-Encoding can't be present with Content-Length": "length-and-encoding",
    "Unexpected space after start line": "head-space",
    "Unexpected whitespace after header value": "head-folded",
}
"""What llhttp says, for its authors, and the name of the problem."""


class Head:
    """Reads one head, in pieces as they come; `complete` after its last byte and no earlier.

    Names of headers are in lower case. What a header says is without the spaces around it.
    """

    __slots__ = ("_http", "complete", "headers", "target")

    def __init__(self) -> None:
        self._http = httptools.HttpRequestParser(self)
        self.complete = False
        self.target = b""
        self.headers: list[tuple[bytes, bytes]] = []

    @property
    def method(self) -> str:
        return self._http.get_method().decode()

    def feed(self, piece: bytes, before: bytes) -> None:
        """Read on; `before` are the bytes of this head that came earlier.

        Raises the Problem to refuse it with.
        """
        try:
            self._http.feed_data(piece)
        except httptools.HttpParserUpgrade:
            pass  # an offer that is ignored
        except httptools.HttpParserCallbackError as error:
            if isinstance(error.__context__, Problem):
                raise error.__context__ from None
            raise
        except httptools.HttpParserError as error:
            if not self.complete:  # else it is about the body
                raise _problem(error, before + piece) from None

    # What httptools calls.

    def on_url(self, url: bytes) -> None:
        self.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value.strip(b" \t")))
        if len(self.headers) > MAX_HEADERS:
            raise HeadTooLarge("head-headers", most=MAX_HEADERS)

    def on_headers_complete(self) -> None:
        self.complete = True


def _problem(error: httptools.HttpParserError, head: bytes) -> Problem:
    reason = str(error)
    if reason in ("Invalid HTTP version", "Pause on PRI/Upgrade"):
        return VersionNotSupported()
    if reason == "Invalid method for HTTP/x.x request":
        return UnknownMethod()
    if isinstance(error, httptools.HttpParserInvalidMethodError):
        if _METHOD.match(head):
            return UnknownMethod()
        return BadInput("method-missing")
    if isinstance(error, httptools.HttpParserInvalidURLError):
        return BadTarget()
    return BadInput(_NAMES.get(reason, "http-not-valid"))
