"""What the server and those who park polls know of each other."""

from __future__ import annotations

from _socket import socket as Socket
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from appliance.web.server.clients import Client


class Parked(Protocol):
    """A connection, for whoever parks it and answers it later; never blocks, never raises."""

    client: Client
    socket: Socket
    ticket: Ticket | None
    place: WaitQueue | None

    @property
    def gone(self) -> bool:
        """Whether nobody is there to be answered."""

    def parked(self, place: WaitQueue) -> None:
        """From now on `place` holds the connection, and will answer it."""

    def answer(self, wire: bytes) -> None:
        """Send a whole answer."""

    def sent(self, wire: bytes, sent: int) -> None:
        """Go on after the kernel took so much of an answer."""

    def give_up(self, error: Exception) -> None:
        """Close it for a mistake of this program."""

    def close(self) -> None:
        """Free everything at once."""


class Parkable(Protocol):
    """A response body that would rather wait than be iterated."""

    def park(self, connection: Parked, head: bytes, close: bool) -> None:
        """Put `connection` where it waits, or answer it at once."""

    def remember(self, raw: bytes | None, head: bytes) -> Ticket | None:
        """A ticket for the request whose exact bytes are `raw`; None for one that is not to be
        known again.
        """


class WaitQueue(Protocol):
    """Where a parked connection waits."""

    def leave(self, connection: Parked) -> None:
        """`connection` is gone."""


class Ticket(Protocol):
    """A request that was admitted once, remembered so that it need not be parsed again."""

    @property
    def member(self) -> str | None:
        """Who was admitted; None for who is nobody's member, and where nobody was yet."""

    @property
    def revoked(self) -> bool:
        """Whether that was revoked: it counts no more then."""

    def again(self, connection: Parked, data: bytes) -> bool:
        """Park or answer `connection` if `data` is that request but for its cursor."""
