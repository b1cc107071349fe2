"""Bytes in, requests out: HTTP/1 as the connection sees it. No sockets here.

The grammar is llhttp's (Node's parser, through httptools), which refuses what has been used
to smuggle requests: bare line feeds, folded headers, two lengths, a length beside chunks.
On top of it stand this server's limits and the few decisions a parser leaves to its user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httptools

from appliance.errors import BadInput, Problem, TooLong

MAX_HEADERS: Final = 100
"""Header lines in one request; more are refused (431)."""


class HeadTooLarge(Problem):
    status = 431
    title = "The request's head is too large"


class NotImplementedHere(Problem):
    status = 501
    title = "Not something this server does"


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
        self._expects = False

    def take_expectation(self) -> bool:
        """Whether the client waits for `100 Continue` before it sends the body; said once."""
        expects, self._expects = self._expects, False
        return expects

    def feed(self, data: bytes) -> list[Request | Problem]:
        """The requests that `data` completes, in order."""
        self._done = []
        if not self.in_body:
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
        try:
            self._http.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            # An offer to change the protocol may be ignored (RFC 9110, 7.8); what follows the
            # request is then the next request.
            self._http = httptools.HttpRequestParser(self)
            rest = data[upgrade.args[0] :]
            if rest:
                self._feed(rest)

    def _settle(self) -> None:
        """After good bytes: enforce the head's limit, and remember a request that came alone."""
        in_head = self.begun and not self.in_body
        if in_head and not self._done and len(self._raw) > self._limits.head:
            self._done.append(self._head_too_large())
        if not self.begun:
            if len(self._done) == 1 and not self._had_body:
                done = self._done[0]
                if isinstance(done, Request):
                    done.raw = self._raw
            self._raw = b""

    def _refuse(self, error: httptools.HttpParserError) -> None:
        last = self._done[-1] if self._done else None
        if isinstance(last, Request) and last.close:
            return  # bytes after a request that asked to close are nobody's
        if isinstance(error, httptools.HttpParserInvalidMethodError):
            sentence = "The request does not begin with an HTTP method."
        elif isinstance(error, httptools.HttpParserInvalidURLError):
            sentence = "The request's target is not a valid path."
        else:
            sentence = f"The request is not valid HTTP: {error}."
        self._done.append(BadInput(sentence))

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
            raise VersionNotSupported("This server speaks HTTP/1.1 and HTTP/1.0.")
        self._check(dict(self._headers))

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
        self._expects = headers.get(b"expect", b"").lower() == b"100-continue"
        tokens = [token.strip() for token in headers.get(b"connection", b"").lower().split(b",")]
        self._close = self._version == "1.0" or b"close" in tokens

    def _check_size(self, size: int) -> None:
        if size > self._limits.body:
            raise TooLong(f"The request's body is over the limit of {self._limits.body:,} bytes.")

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
