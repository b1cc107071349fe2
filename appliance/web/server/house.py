"""What a connection needs of the house it is in; `Server` is one."""

from __future__ import annotations

from _socket import socket as Socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from appliance.porters import Porters
    from appliance.web.complaint import Complaint
    from appliance.web.deadlines import Deadlines
    from appliance.web.server.buffers import Buffers
    from appliance.web.server.clients import Client
    from appliance.web.server.crew import Crew
    from appliance.web.server.exchange import App
    from appliance.web.server.holdings import Holdings
    from appliance.web.server.parkable import Ticket
    from appliance.web.server.request import Request, RequestLimits


@dataclass(slots=True)
class ServerCounts:
    """What happened before the app was asked."""

    accepted: int = 0
    refused: int = 0
    throttled: int = 0


class House(Protocol):
    """The same for all its connections."""

    app: App
    loop: Any
    crew: Crew
    limits: RequestLimits
    counts: ServerCounts
    mistakes: Complaint
    draining: bool
    ticket: Ticket | None
    """The first one of every connection."""
    asked: Holdings
    """What is kept of requests."""
    answered: Holdings
    """What is kept of answers."""
    moving: Holdings
    """What it takes to move bodies that are streams or files, a piece for each."""
    porters: Porters
    """Who move them."""
    buffers: Buffers
    # The times that a connection has for each of these.
    resting: Deadlines[Any]
    reading_head: Deadlines[Any]
    reading_body: Deadlines[Any]
    writing: Deadlines[Any]

    def streams(self, request: Request) -> bool:
        """Whether the app wants the body of this one as a stream."""

    def asker(self, peer: Client, request: Request) -> Client:
        """Who sends `request` by way of `peer`."""

    def environ_of(self, peer: Client, request: Request) -> dict[str, Any]:
        """What all requests have that came in this way."""

    def too_many(self, request: Request, close: bool) -> bytes:
        """The answer to an address that asks too often."""

    def say_farewell(self, socket: Socket) -> None:
        """All is said on this connection, which is nobody's now."""

    def closed(self, connection: Any) -> None:
        """One of its connections ended by itself."""
