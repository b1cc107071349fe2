"""The server: its listener, its connections, their deadlines and its end."""

from __future__ import annotations

from _socket import socket as Socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from gevent.event import Event
from gevent.hub import get_hub

from appliance.errors import Problem
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.server import response
from appliance.web.server.clients import ClientLimits, Clients, plain_address
from appliance.web.server.connection import RUNNING, Connection
from appliance.web.server.crew import Crew
from appliance.web.server.environ import LEFT, PARKS
from appliance.web.server.farewell import Farewell
from appliance.web.server.listeners import Listeners
from appliance.web.server.proxies import Proxies
from appliance.web.server.request import Request, RequestLimits

T = TypeVar("T")

FAREWELL_SECONDS: Final = 2.0
"""How long a client may take to read the last answer on a connection."""

LAST_ANSWER_SECONDS: Final = 1.0
"""How long an answer under way may take that is the last one to its client."""


NO_PROXIES: Final = Proxies(())


class TooManyRequests(Problem):
    status = 429
    title = "Too many requests"


class TooManyConnections(Problem):
    status = 429
    title = "Too many connections"


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Sizes in bytes, times in seconds, and what one address may have."""

    request: RequestLimits = field(default_factory=RequestLimits)
    client: ClientLimits = field(default_factory=ClientLimits)
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    idle_seconds: float = 30.0
    write_seconds: float = 30.0


@dataclass(slots=True)
class Counts:
    """What happened before the app was asked."""

    accepted: int = 0
    refused: int = 0
    throttled: int = 0


class Server:
    """Serves a WSGI app on `hosts` and `port` until it is drained."""

    def __init__(
        self,
        app: Callable[..., Any],
        hosts: Sequence[str],
        port: int,
        limits: ServerLimits,
        timetable: Timetable,
        *,
        proxies: Proxies = NO_PROXIES,
    ) -> None:
        self.app = app
        hub = get_hub()
        self.loop: Any = hub.loop
        self.crew = Crew(hub)
        self.limits = limits.request
        self.counts = Counts()
        self.draining = False
        self._all_closed = Event()
        self.connections: dict[Connection, None] = {}
        self._too_many = TooManyRequests(
            f"More than {limits.client.requests:,} requests a second come from your address. "
            "Wait a moment."
        )
        self._full = TooManyConnections(
            f"Your address has {limits.client.connections:,} connections open, and no more are "
            "allowed. Close some."
        )
        self._proxies = proxies
        self._clients = Clients(limits.client, proxies)
        self._queues: list[Deadlines[Any]] = []
        self._timetable = timetable
        self.resting = self._deadline(limits.idle_seconds, Connection.close)
        self.reading_head = self._deadline(limits.head_seconds, Connection.too_slow)
        self.reading_body = self._deadline(limits.body_seconds, Connection.too_slow)
        self.writing = self._deadline(limits.write_seconds, Connection.close)
        self._farewells = self._deadline(FAREWELL_SECONDS, Farewell.close)
        self._last_answers = self._deadline(LAST_ANSWER_SECONDS, Connection.close)
        self._listeners = Listeners(self.loop, hosts, port, self._accepted)
        self.port = self._listeners.port
        self._environ = _environ(hosts[0], self.port)
        self._secure_environ = {**self._environ, "wsgi.url_scheme": "https"}

    def move(self, hosts: Sequence[str]) -> None:
        """Accept on `hosts` instead, on the same port; connections stay.

        Raises Starting when that cannot be had; then nothing has changed.
        """
        self._listeners.move(hosts)

    def cut(self, foreign: Callable[[str], bool]) -> None:
        """Close the connections of `foreign` addresses, parked polls too. Only who is being
        answered by the app just now hears the answer out, and that is the last one.
        """
        for connection in list(self.connections):
            if not foreign(connection.client.address):
                continue
            if connection.state == RUNNING:
                connection.finish()
                self._last_answers.add(connection)
            else:
                connection.close()

    def connected(self) -> set[str]:
        """The addresses that have connections now."""
        return {connection.client.address for connection in self.connections}

    def recognise(self, connection: Connection, request: Request) -> None:
        """Make the connection's client whoever sends `request`, if a proxy did for somebody."""
        peer = connection.peer
        if not peer.proxy:
            return
        client = self._clients.at(self._proxies.client(peer.address, request.headers))
        if client is not connection.client:
            connection.client = client
            # The next one like the last poll is no longer from the one who asks now.
            connection.ticket = None

    def environ_of(self, connection: Connection, request: Request) -> dict[str, Any]:
        """What requests have that came in this way."""
        secure = connection.peer.proxy and self._proxies.secure(request.headers)
        return {**(self._secure_environ if secure else self._environ), LEFT: connection.left}

    def drain(self, seconds: float, wake: Callable[[], None]) -> None:
        """Stop accepting, end the parked polls with `wake`, and wait for answers under way.

        Returns when every connection is closed, after `seconds` at the latest.
        """
        self.draining = True
        self._listeners.close()
        for connection in list(self.connections):
            connection.finish()
        wake()
        if self.connections:
            self._all_closed.wait(seconds)
        for connection in list(self.connections):
            connection.close()
        for farewell in self._farewells.take():
            farewell.close()
        for queue in self._queues:
            self._timetable.forget(queue)

    def too_many(self, request: Request, close: bool) -> bytes:
        """The answer to an address that asks too often."""
        bare = request.method == "HEAD"
        return response.problem(self._too_many, close, retry_after=1, bare=bare)

    def say_farewell(self, socket: Socket) -> None:
        """All is said on this connection, which is nobody's now."""
        self._farewells.add(Farewell(self.loop, socket, self._farewells.discard))

    def closed(self, connection: Connection) -> None:
        """A connection ended by itself."""
        self.connections.pop(connection, None)
        connection.peer.connections -= 1
        if self.draining and not self.connections:
            self._all_closed.set()

    def _accepted(self, socket: Socket, address: str) -> None:
        address = plain_address(address)
        client = self._clients.at(address)
        self.counts.accepted += 1
        allowed = client.may_connect()
        client.connections += 1
        connection = Connection(self, socket, client)
        self.connections[connection] = None
        if not allowed:
            self.counts.throttled += 1
            connection.refuse(self._full)

    def _deadline(self, seconds: float, expired: Callable[[T], None]) -> Deadlines[T]:
        queue = Deadlines(self._timetable, seconds, expired)
        self._timetable.watch(queue)
        self._queues.append(queue)
        return queue


def _environ(host: str, port: int) -> dict[str, Any]:
    """The part of the WSGI environment that is the same for every request."""
    return {
        "SCRIPT_NAME": "",
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": str(port),
        "SERVER_SOFTWARE": "chat-appliance",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        PARKS: True,
    }
