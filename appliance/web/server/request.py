"""Bytes in, requests out: HTTP/1 as the connection sees it. No sockets here.

A request is its head, up to the first empty line (`head` reads it), and the body that the head
says it has (`framing` decides, `body` reads). Here stand the order of the two and the limits. A
request whose body is wanted as a stream is there with its head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from appliance.errors import BadInput, Problem
from appliance.web.server.body import Body
from appliance.web.server.framing import body_of, has_body
from appliance.web.server.head import Head
from appliance.web.server.refusals import HeadTooLarge, VersionNotSupported

MAX_EMPTY_LINES: Final = 8
"""Empty lines before a request, where old clients end a body with one (RFC 9112, 2.2). More are
refused (400). They count as the request's beginning, whose deadline runs from the first."""

_LINE_END: Final = b"\r\n"
_HEAD_END: Final = b"\r\n\r\n"
_VERSIONS: Final = {b" HTTP/1.1": "1.1", b" HTTP/1.0": "1.0"}


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Bytes of a request's head (request line and headers) and of its body."""

    head: int
    body: int


@dataclass(slots=True)
class Request:
    """One whole request. `raw` is its exact bytes if it has no body.

    If its body is `coming` as a stream, `body` is what came behind the head by now, as it came:
    all that is known of the body, and what may follow it. `expects` is whether the client waits
    for `100 Continue` before it sends one.
    """

    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    version: str
    close: bool
    body: bytes = b""
    raw: bytes | None = None
    expects: bool = False
    coming: Body | None = None


def never(request: Request) -> bool:
    """No request's body is wanted as a stream."""
    return False


class RequestParser:
    """Cuts one connection's bytes into requests: `feed` it what comes, take them with `next`.

    They are cut one by one, when they are asked for: bytes that wait are small, requests are not.
    What comes behind a Problem, or behind a request that asked to close, is nobody's; what comes
    behind one whose body is `coming` belongs to who reads that.

    `streams` says of a request with a body, by its head, whether that is wanted as a stream.
    """

    __slots__ = (
        "_at",
        "_body",
        "_data",
        "_empty_lines",
        "_fed",
        "_head",
        "_limits",
        "_over",
        "_request",
        "_streams",
    )

    def __init__(self, limits: RequestLimits, streams: Callable[[Request], bool] = never) -> None:
        self._limits = limits
        self._streams = streams
        self._data = b""  # what came and was not taken yet, from `_at` on
        self._at = 0
        self._over = False
        self._fresh()

    def _fresh(self) -> None:
        self._empty_lines = 0
        self._head: Head | None = None
        self._fed = 0  # bytes of the head that were read already, and wait for the rest
        self._request: Request | None = None
        self._body: Body | None = None

    @property
    def begun(self) -> bool:
        """Whether anything of the next request has come, be it only an empty line."""
        return bool(self._data or self._body or self._empty_lines)

    @property
    def waiting(self) -> int:
        """Bytes that were fed and are not taken yet."""
        return len(self._data) - self._at

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return len(self._data) + (len(self._body.content) if self._body else 0)

    @property
    def in_body(self) -> bool:
        """Whether the request under way has told its head already."""
        return self._body is not None

    def take_expectation(self) -> bool:
        """Whether the client waits for `100 Continue` before it sends the body; said once."""
        request = self._request
        if request is None or not request.expects:
            return False
        request.expects = False
        return True

    def feed(self, data: bytes) -> None:
        if self._over:
            return
        self._data = self._data[self._at :] + data if self._data else data
        self._at = 0

    def next(self) -> Request | Problem | None:
        """The next request that is complete, or the Problem to answer with before closing."""
        try:
            request = self._next()
        except Problem as problem:
            self._end()
            return problem
        if request is not None:
            self._fresh()
            if request.coming is not None:
                request.body, self._at = self._data[self._at :], len(self._data)
            elif request.close:
                self._end()
        if self._at == len(self._data):
            self._data, self._at = b"", 0
        return request

    def _end(self) -> None:
        self._fresh()
        self._over = True
        self._data, self._at = b"", 0

    def _next(self) -> Request | None:
        """The next request that is complete."""
        request = self._request or self._take_head()
        body = self._body
        if request is None or body is None:
            return request
        self._at = body.take(self._data, self._at)
        if not body.done:
            return None
        request.body = bytes(body.content)
        return request

    def _take_head(self) -> Request | None:
        """The next request without its body, once its head is complete."""
        data = self._data
        if self._head is None:
            if data.startswith((b"\r", b"\n"), self._at):
                self._skip_empty_lines()
            if data[self._at : self._at + 2] in (b"", b"\r"):
                return None
            self._head = Head()
        at, fed = self._at, self._at + self._fed
        end = data.find(_HEAD_END, max(at, fed - len(_HEAD_END) + 1))
        stop = end + len(_HEAD_END) if end >= 0 else len(data)
        self._head.feed(data[fed:stop], data[at:fed])
        if stop - at > self._limits.head:
            raise HeadTooLarge("head-too-long", most=self._limits.head)
        if end < 0:
            self._fed = stop - at
            return None
        self._at = stop
        return self._decide(self._head, data[at:stop])

    def _skip_empty_lines(self) -> None:
        while self._data.startswith(_LINE_END, self._at):
            self._at += len(_LINE_END)
            self._empty_lines += 1
            if self._empty_lines > MAX_EMPTY_LINES:
                raise BadInput("head-empty-lines")
        rest = self._data[self._at : self._at + 2]
        if rest.startswith((b"\r", b"\n")) and rest != b"\r":
            raise BadInput("line-end-alone")

    def _decide(self, head: Head, raw: bytes) -> Request:
        """What the head alone says of its request."""
        version = _version(head, raw)
        lines = len(head.headers) + 2  # the first, and the empty one
        # Whoever takes one that stands alone for a line's end finds other requests in these bytes.
        if not head.complete or raw.count(b"\n") != lines or raw.count(b"\r") != lines:
            raise BadInput("line-end-alone")
        headers = _joined(head.headers, version)
        request = Request(head.method, head.target, head.headers, version, version == "1.0")
        if b"connection" in headers and b"close" in _tokens(headers[b"connection"]):
            request.close = True
        if b"expect" in headers and version != "1.0":  # RFC 9110, 10.1.1
            request.expects = b"100-continue" in _tokens(headers[b"expect"])
        streamed = has_body(headers) and self._streams(request)
        body = body_of(headers, version, None if streamed else self._limits.body)
        if body is None or body.done:
            request.raw = raw
        elif streamed:
            request.coming = body
        else:
            self._request, self._body = request, body
        return request


def _version(head: Head, raw: bytes) -> str:
    """The version in the first line, which is nothing but method, target and it, a space between.

    llhttp takes several spaces for one, and RTSP/1.0 for HTTP/1.0.
    """
    end = raw.index(_LINE_END)
    version = _VERSIONS.get(raw[end - 9 : end])
    if version is None:
        raise VersionNotSupported
    if end != len(head.method) + 1 + len(head.target) + 9:
        raise BadInput("first-line-spaces")
    return version


def _joined(headers: list[tuple[bytes, bytes]], version: str) -> dict[bytes, bytes]:
    """What each header says, in one line; raises BadInput where no single host is named."""
    joined = dict(headers)
    if len(joined) < len(headers):
        if sum(name == b"host" for name, _ in headers) > 1:
            raise BadInput("host-twice")
        joined = {}
        for name, value in headers:
            joined[name] = joined[name] + b", " + value if name in joined else value
    if version == "1.1" and b"host" not in joined:
        raise BadInput("host-missing")
    return joined


def _tokens(value: bytes) -> list[bytes]:
    return [token.strip() for token in value.lower().split(b",")]
