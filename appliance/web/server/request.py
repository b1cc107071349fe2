"""Bytes in, requests out: HTTP/1 as the connection sees it. No sockets here.

The grammar is llhttp's (Node's parser, through httptools), which refuses what has been used
to smuggle requests: bare line feeds, folded headers, two lengths, a length beside chunks.
On top of it stand this server's limits and the few decisions a parser leaves to its user.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import httptools

from appliance.errors import BadInput, Problem, TooLong

MAX_HEADERS: Final = 100
"""Header lines in one request; more are refused (431)."""

MAX_WRAPPING: Final = 8
"""Bytes that chunked coding may take on the wire for each allowed byte of a body: chunks of one
byte take six. Extensions and trailers without end go over it and are refused (413)."""

_METHOD: Final = re.compile(rb"(?:\r\n)*[!#$%&'*+.^_`|~0-9A-Za-z-]+ ")
_VERSIONS: Final = "This server speaks HTTP/1.1 and HTTP/1.0."

# What llhttp calls by names that only its authors know.
_SENTENCES: Final = {
    "Expected HTTP/, RTSP/ or ICE/": "the target must be followed by HTTP/1.1 or HTTP/1.0",
}


class HeadTooLarge(Problem):
    status = 431
    title = "The request's head is too large"


class BadTarget(BadInput):
    """The target of a request is neither a path nor an http address."""

    def __init__(self) -> None:
        super().__init__(
            "The request's target is not a valid path. Whatever is not plain ASCII, and every "
            "space, is written with % and its code."
        )


class NotImplementedHere(Problem):
    status = 501
    title = "Not something this server does"


def unknown_method() -> Problem:
    """A method that is well written and means nothing here (RFC 9110, 9.1: 501, not 400)."""
    return NotImplementedHere("The request's method is none that this server knows.")


class VersionNotSupported(Problem):
    status = 505
    title = "Not a version of HTTP this server speaks"


class TooSlow(Problem):
    """The request did not arrive in time."""

    status = 408
    title = "Too slow"


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Bytes of a request's head (request line and headers) and of its body."""

    head: int = 16 * 1024
    body: int = 64 * 1024


@dataclass(slots=True)
class Request:
    """One whole request. `raw` is its exact bytes if it came alone and without a body."""

    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    version: str
    close: bool
    body: bytes
    raw: bytes | None = None


class RequestParser:
    """Cuts one connection's bytes into requests.

    `feed` returns what became complete; where the bytes stop making sense, the last item is
    the Problem to answer with before closing, and the parser must not be fed again.
    """

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits
        self._done: list[Request | Problem] = []
        self._fresh()

    def _fresh(self) -> None:
        self._http = httptools.HttpRequestParser(self)
        self.begun = False
        self.in_body = False
        self._raw = b""
        self._exact = True  # _raw is the one request from its first byte to its last
        self._wrapped = 0  # bytes of a body as they came, with what chunked coding adds
        self._expects = False

    def take_expectation(self) -> bool:
        """Whether the client waits for `100 Continue` before it sends the body; said once."""
        expects, self._expects = self._expects, False
        return expects

    def feed(self, data: bytes) -> list[Request | Problem]:
        """The requests that `data` completes, in order."""
        self._done = []
        if self.in_body:
            self._exact = False
            self._wrapped += len(data)
        else:
            self._raw += data
        try:
            self._feed(data)
        except httptools.HttpParserCallbackError as error:
            if not isinstance(error.__context__, Problem):
                raise
            self._done.append(error.__context__)
        except httptools.HttpParserError as error:
            self._refuse(error)
        else:
            self._settle()
        return self._done

    def _feed(self, data: bytes) -> None:
        while data:
            try:
                self._http.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                # An offer to change the protocol may be ignored (RFC 9110, 7.8); what follows
                # the request is then the next request.
                self._http = httptools.HttpRequestParser(self)
                data = data[upgrade.args[0] :]
            else:
                return

    def _settle(self) -> None:
        """After good bytes: enforce the limits, and remember a request that came alone."""
        if not self.begun:
            if self._exact and len(self._done) == 1 and not self._had_body:
                done = self._done[0]
                if isinstance(done, Request):
                    done.raw = self._raw
            self._raw = b""
            self._exact = True
            self._wrapped = 0
        elif self._done:
            # The next request has begun behind others: which bytes are its own is not known.
            self._raw = b""
            self._exact = False
            self._wrapped = 0
        elif self.in_body:
            if self._wrapped > self._limits.body * MAX_WRAPPING:
                self._done.append(self._body_too_large())
        elif len(self._raw) > self._limits.head:
            self._done.append(self._head_too_large())

    def _refuse(self, error: httptools.HttpParserError) -> None:
        last = self._done[-1] if self._done else None
        if isinstance(last, Request) and last.close:
            return  # bytes after a request that asked to close are nobody's
        self._done.append(self._problem(error))

    def _problem(self, error: httptools.HttpParserError) -> Problem:
        reason = str(error)
        if reason in ("Invalid HTTP version", "Pause on PRI/Upgrade"):
            return VersionNotSupported(_VERSIONS)
        if reason == "Invalid method for HTTP/x.x request":
            return unknown_method()
        if isinstance(error, httptools.HttpParserInvalidMethodError):
            if not self._done and self._exact and _METHOD.match(self._raw):
                return unknown_method()
            return BadInput("The request does not begin with an HTTP method.")
        if isinstance(error, httptools.HttpParserInvalidURLError):
            return BadTarget()
        return BadInput(f"The request is not valid HTTP: {_SENTENCES.get(reason, reason)}.")

    def _head_too_large(self) -> Problem:
        return HeadTooLarge(f"The request's head is over the limit of {self._limits.head:,} bytes.")

    # What httptools calls.

    def on_message_begin(self) -> None:
        self.begun = True
        self._target = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_size = 0
        self._body: list[bytes] = []
        self._body_size = 0
        self._expects = False
        self._had_body = False

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.in_body:
            return  # a trailer; nothing here uses them
        self._headers.append((name.lower(), value.strip(b" \t")))
        self._head_size += len(name) + len(value) + 4
        if len(self._headers) > MAX_HEADERS:
            raise HeadTooLarge(f"The request has more than {MAX_HEADERS} headers.")

    def on_headers_complete(self) -> None:
        self.in_body = True
        self._version = self._http.get_http_version()
        if self._head_size + len(self._target) > self._limits.head:
            raise self._head_too_large()
        if self._version not in ("1.0", "1.1"):
            raise VersionNotSupported(_VERSIONS)
        headers: dict[bytes, bytes] = {}
        for name, value in self._headers:
            headers[name] = headers[name] + b", " + value if name in headers else value
        self._check(headers)

    def _check(self, headers: dict[bytes, bytes]) -> None:
        if sum(name == b"host" for name, _ in self._headers) > 1:
            raise BadInput("The request has more than one Host header.")
        if self._version == "1.1" and b"host" not in headers:
            raise BadInput("The request has no Host header.")
        coding = headers.get(b"transfer-encoding")
        if coding is not None:
            if self._version == "1.0":
                raise BadInput("HTTP/1.0 knows no Transfer-Encoding.")
            if coding.lower() != b"chunked":
                raise NotImplementedHere("The only Transfer-Encoding known here is chunked.")
        self._check_size(int(headers.get(b"content-length", b"0")))
        expects = headers.get(b"expect", b"").lower() == b"100-continue"
        self._expects = expects and self._version != "1.0"  # RFC 9110, 10.1.1
        tokens = [token.strip() for token in headers.get(b"connection", b"").lower().split(b",")]
        self._close = self._version == "1.0" or b"close" in tokens

    def _check_size(self, size: int) -> None:
        if size > self._limits.body:
            raise self._body_too_large()

    def _body_too_large(self) -> Problem:
        return TooLong(f"The request's body is over the limit of {self._limits.body:,} bytes.")

    def on_body(self, data: bytes) -> None:
        self._had_body = True
        self._body.append(data)
        self._body_size += len(data)
        self._check_size(self._body_size)

    def on_message_complete(self) -> None:
        self.begun = self.in_body = False
        self._done.append(
            Request(
                self._http.get_method().decode(),
                self._target,
                self._headers,
                self._version,
                self._close,
                b"".join(self._body),
            )
        )
