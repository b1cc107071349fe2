"""What the server and those who park polls know of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from appliance.web.server.connection import Connection


class Parkable(Protocol):
    """A response body that would rather wait than be iterated."""

    def park(self, connection: Connection, head: bytes, close: bool) -> None:
        """Put `connection` where it waits, or answer it at once."""

    def remember(self, raw: bytes, head: bytes) -> Ticket | None:
        """A ticket for the request whose exact bytes are `raw`."""


class WaitQueue(Protocol):
    """Where a parked connection waits."""

    def leave(self, connection: Connection) -> None:
        """`connection` is gone."""


class Ticket(Protocol):
    """A request that was admitted once, remembered so that it need not be parsed again."""

    def again(self, connection: Connection, data: bytes) -> bool:
        """Park or answer `connection` if `data` is that request but for its cursor."""
