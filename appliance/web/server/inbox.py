"""What one client has sent and nobody has taken yet."""

from __future__ import annotations

from collections import deque
from typing import Final

from appliance.errors import Problem
from appliance.web.server.request import Request, RequestLimits, RequestParser

MAX_HELD: Final = 64 * 1024
"""Bytes kept unread while a request is being answered; then reading from the client pauses."""


EACH: Final = 1_024
"""Bytes that a request takes which came with others and waits for its turn, besides its body."""


class Inbox:
    """Requests in the order they came, cut from the bytes by a parser.

    A connection has one only while something is in it: most of the time, nothing is.
    """

    __slots__ = ("_held", "_parser", "_ready")

    def __init__(self, limits: RequestLimits) -> None:
        self._parser = RequestParser(limits)
        self._ready: deque[Request | Problem] = deque()
        self._held = b""

    @property
    def empty(self) -> bool:
        """Whether nothing is left, not even the beginning of a request."""
        return not (self._ready or self._held or self._parser.begun)

    @property
    def full(self) -> bool:
        """Whether no more may be held."""
        return len(self._held) >= MAX_HELD

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        ready = sum(EACH + item.size for item in self._ready if isinstance(item, Request))
        return len(self._held) + self._parser.size + ready

    @property
    def in_body(self) -> bool:
        """Whether the request under way has told its head already."""
        return self._parser.in_body

    def hold(self, data: bytes) -> None:
        """Keep bytes that came while a request is being answered: pipelined ones, mostly."""
        self._held += data

    def take(self) -> Request | Problem | None:
        """The next request that is complete, or the Problem to refuse what came with."""
        if not self._ready and self._held:
            held, self._held = self._held, b""
            self._ready += self._parser.feed(held)
        return self._ready.popleft() if self._ready else None

    def take_expectation(self) -> bool:
        """Whether the client waits for `100 Continue`; said once."""
        return self._parser.take_expectation()
