"""What one client has sent and nobody has taken yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from appliance.errors import Problem
from appliance.web.server.request import Request, RequestLimits, RequestParser

MAX_HELD: Final = 64 * 1024
"""Bytes kept unread while a request is being answered; then reading from the client pauses."""


class Inbox:
    """Requests in the order they came, cut from the bytes by a parser.

    A connection has one only while something is in it: most of the time, nothing is.
    """

    __slots__ = ("_parser",)

    def __init__(self, limits: RequestLimits, streams: Callable[[Request], bool]) -> None:
        self._parser = RequestParser(limits, streams)

    @property
    def empty(self) -> bool:
        """Whether nothing is left, not even the beginning of a request."""
        return not self._parser.begun

    @property
    def full(self) -> bool:
        """Whether no more may be held."""
        return self._parser.waiting >= MAX_HELD

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._parser.size

    @property
    def in_body(self) -> bool:
        """Whether the request under way has told its head already."""
        return self._parser.in_body

    def hold(self, data: bytes) -> None:
        """Keep bytes: those of the next request, and of more that are pipelined behind it."""
        self._parser.feed(data)

    def take(self) -> Request | Problem | None:
        """The next request that is complete, or whose body is wanted as a stream; or the Problem
        to refuse what came with.
        """
        return self._parser.next()

    def take_expectation(self) -> bool:
        """Whether the client waits for `100 Continue`; said once."""
        return self._parser.take_expectation()
