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
"""Bytes that chunked coding may take beside a quarter of the body: who begins with chunks of a few
bytes has these. What goes over it (chunks of one byte, extensions or trailers without end) is
refused (413): each chunk costs time, however small it is."""

_MAX_DIGITS: Final = 16
"""Of a chunk's size, so that it fits 64 bits wherever it is read."""

_SIZE: Final = re.compile(
    rb"([0-9A-Fa-f]{1,%d})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?\r\n" % _MAX_DIGITS
)
_TRAILER: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n")
_END: Final = b"\r\n"


class Body(Protocol):
    """Takes its bytes as they come. Raises the Problem to refuse the request with."""

    content: bytearray
    done: bool

    def take(self, data: bytes, at: int) -> int:
        """Take from `data` what stands from `at` on and belongs to the body; returns up to where.

        What is left of a body that is not done is the beginning of a line, and is given again
        when more has come.
        """


class SizedBody:
    """So many bytes."""

    __slots__ = ("_size", "content", "done")

    def __init__(self, size: int, limit: int) -> None:
        if size > limit:
            raise too_large(limit)
        self._size = size
        self.content = bytearray()
        self.done = size == 0

    def take(self, data: bytes, at: int) -> int:
        end = min(len(data), at + self._size - len(self.content))
        self.content += data[at:end]
        self.done = len(self.content) == self._size
        return end


class ChunkedBody:
    """Chunks, each behind its size, until one of no size; then trailers, which nobody here uses."""

    __slots__ = ("_in_trailers", "_left", "_limit", "_wrapping", "content", "done")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._left: int | None = None  # of the chunk under way; None before its size is known
        self._in_trailers = False
        self._wrapping = 0
        self.content = bytearray()
        self.done = False

    def take(self, data: bytes, at: int) -> int:
        start, had = at, len(self.content)
        while not self.done:
            before = at
            at = self._step(data, at)
            if at == before:
                break
        self._wrapping += at - start - (len(self.content) - had)
        if self._wrapping > len(self.content) // 4 + FREE_WRAPPING:
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
        self._left -= end - at
        return end

    def _chunks(self, data: bytes, at: int) -> int:
        """Chunks that are here as a whole, and the size of the first that is not."""
        content, limit = self.content, self._limit
        while True:
            line = _SIZE.match(data, at)
            if line is None:
                return _unfinished(data, at, "chunk-without-size")
            at = _end(line)
            size = int(line[1], 16)
            end = at + size
            if len(content) + size > limit:
                raise too_large(limit)
            if size == 0 or data[end : end + 2] != _END:
                break
            content += data[at:end]
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
