"""A request's body: so many bytes, or chunks until the last (RFC 9112, 6.3 and 7.1).

Where a body ends the next request begins, so nothing here is guessed or mended: whoever reads the
same bytes by the same rules, a proxy above all, finds the same end.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from appliance.errors import BadInput, TooLong

MAX_LINE: Final = 4 * 1024
"""Bytes of one line between chunks: a size with its extensions, a trailer. A longer one is refused
(413)."""

FREE_WRAPPING: Final = 4 * 1024
"""Bytes that chunked coding may take beside its share of the body: who begins with chunks of a few
bytes has these. What goes over it (chunks of one byte, extensions or trailers without end) is
refused (413): each chunk costs time, however small it is."""

WRAPPING_SHARE: Final = 4
"""The share is one part in so many."""

STREAM_WRAPPING_SHARE: Final = 64
"""The same of a body without a limit: chunks of 450 bytes, which no program that sends much falls
short of."""

ENDLESS: Final = 2**63 - 1
"""Bytes that a body without a limit of ours may have; more fit no file."""

_MAX_DIGITS: Final = 16
"""Of a chunk's size, so that it fits 64 bits wherever it is read."""

_SIZE: Final = re.compile(
    rb"([0-9A-Fa-f]{1,%d})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?\r\n" % _MAX_DIGITS
)
_TRAILER: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n")
_END: Final = b"\r\n"


class Body(Protocol):
    """Takes its bytes as they come. Raises the Problem to refuse the request with.

    Who wants it as a stream takes `content` away from time to time, and sets no limit (None).
    """

    content: bytearray
    done: bool

    @property
    def size(self) -> int | None:
        """Bytes of all of it, where the head says so."""

    @property
    def plain(self) -> int:
        """So many of the bytes that come next are content and nothing else."""

    def take(self, data: bytes, at: int) -> int:
        """Take from `data` what stands from `at` on and belongs to the body; returns up to where.

        What is left of a body that is not done is the beginning of a line, and is given again
        when more has come.
        """

    def passed(self, size: int) -> None:
        """So many of the `plain` bytes went elsewhere, and are not to be taken here."""


class SizedBody:
    """So many bytes."""

    __slots__ = ("content", "done", "plain", "size")

    def __init__(self, size: int, limit: int | None) -> None:
        if limit is not None and size > limit:
            raise too_large(limit)
        self.size = self.plain = size
        self.content = bytearray()
        self.done = size == 0

    def take(self, data: bytes, at: int) -> int:
        end = min(len(data), at + self.plain)
        self.content += data[at:end]
        self.passed(end - at)
        return end

    def passed(self, size: int) -> None:
        self.plain -= size
        self.done = self.plain == 0


class ChunkedBody:
    """Chunks, each behind its size, until one of no size; then trailers, which nobody here uses."""

    __slots__ = (
        *("_had", "_in_trailers", "_left", "_limit", "_share", "_wrapping"),
        *("content", "done", "size"),
    )

    def __init__(self, limit: int | None) -> None:
        self._limit = ENDLESS if limit is None else limit
        self._share = STREAM_WRAPPING_SHARE if limit is None else WRAPPING_SHARE
        self.size = None
        self._left: int | None = None  # of the chunk under way; None before its size is known
        self._in_trailers = False
        self._had = 0  # bytes of content
        self._wrapping = 0
        self.content = bytearray()
        self.done = False

    @property
    def plain(self) -> int:
        return self._left or 0

    def passed(self, size: int) -> None:
        self._had += size
        self._left = self.plain - size

    def take(self, data: bytes, at: int) -> int:
        start, had = at, self._had
        while not self.done:
            before = at
            at = self._step(data, at)
            if at == before:
                break
        self._wrapping += at - start - (self._had - had)
        if self._wrapping > self._had // self._share + FREE_WRAPPING:
            raise TooLong("chunks-too-small")
        return at

    def _step(self, data: bytes, at: int) -> int:
        """One line or one piece of a chunk; `at` itself where more must come first."""
        if self._in_trailers:
            return self._trailer(data, at)
        if self._left is None:
            return self._chunks(data, at)
        if self._left == 0:
            return self._chunk_end(data, at)
        end = min(len(data), at + self._left)
        self.content += data[at:end]
        self.passed(end - at)
        return end

    def _chunks(self, data: bytes, at: int) -> int:
        """Chunks that are here as a whole, and the size of the first that is not."""
        content = self.content
        while True:
            line = _SIZE.match(data, at)
            if line is None:
                return _unfinished(data, at, "chunk-without-size")
            at = _end(line)
            size = int(line[1], 16)
            end = at + size
            if self._had + size > self._limit:
                raise too_large(self._limit)
            if size == 0 or data[end : end + 2] != _END:
                break
            content += data[at:end]
            self._had += size
            at = end + 2
        self._left = size
        self._in_trailers = size == 0
        return at

    def _chunk_end(self, data: bytes, at: int) -> int:
        end = data[at : at + 2]
        if end == _END:
            self._left = None
            return at + 2
        if not _END.startswith(end):
            raise BadInput("chunk-too-long")
        return at

    def _trailer(self, data: bytes, at: int) -> int:
        if data.startswith(_END, at):
            self.done = True
            return at + 2
        line = _TRAILER.match(data, at)
        if line is None:
            return _unfinished(data, at, "trailer-not-valid")
        return _end(line)


def _end(line: re.Match[bytes]) -> int:
    start, end = line.span()
    if end - start > MAX_LINE:
        raise _line_too_long()
    return end


def _unfinished(data: bytes, at: int, wrong: str) -> int:
    """`at`, if the line there may still become one that is valid."""
    if data.find(b"\n", at, at + MAX_LINE) >= 0:
        raise BadInput(wrong)
    if len(data) - at >= MAX_LINE:
        raise _line_too_long()
    return at


def _line_too_long() -> TooLong:
    return TooLong("chunk-line-too-long", most=MAX_LINE)


def too_large(limit: int) -> TooLong:
    return TooLong("body-too-long", most=limit)
