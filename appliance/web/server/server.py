"""The server: its listener, its connections, their deadlines and its end."""

from __future__ import annotations

import contextlib
from _socket import socket as Socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gevent.event import Event
from gevent.hub import get_hub

from appliance.errors import Problem
from appliance.porters import Porters
from appliance.web.complaint import Complaint
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.server import response
from appliance.web.server.buffers import PIECE, Buffers
from appliance.web.server.capacity import file_limit, moving_for, room_for
from appliance.web.server.channel import PARKED, RUNNING
from appliance.web.server.clients import Client, ClientLimits, Clients, plain_address
from appliance.web.server.connection import Connection
from appliance.web.server.crew import Crew
from appliance.web.server.environ import PARKS
from appliance.web.server.farewell import Farewell
from appliance.web.server.holdings import Holdings
from appliance.web.server.house import ServerCounts
from appliance.web.server.listeners import Listeners
from appliance.web.server.proxies import Proxies, UnnamedProxy, is_forwarded
from appliance.web.server.request import Request, RequestLimits, never

if TYPE_CHECKING:
    from appliance.web.server.parkable import Ticket

T = TypeVar("T")

FAREWELL_SECONDS: Final = 2.0
"""How long a client may take to read the last answer on a connection."""

MOST_FAREWELLS: Final = 100
"""Clients that are waited for so. Beyond it a connection is closed at once: its last answer may be
lost, but thousands that are turned away a second must not use up the files."""

IDLE_SECONDS: Final = 1.0
"""A connection that has rested for so long makes room for a new one where there are too many; who
rests for less may be about to poll again."""

PORTERS: Final = 2
"""Threads that move bodies, in turns of a few megabytes. One may wait for a disk, and the other
goes on. More of them take the interpreter from the loop: beside ten uploads a message came to
5,000 clients two and a half times as late with six."""

LAST_ANSWER_SECONDS: Final = 1.0
"""How long an answer under way may take that is the last one to its client."""


NO_PROXIES: Final = Proxies(())


class TooManyRequests(Problem):
    status = 429
    title = "Too many requests"


class TooManyConnections(Problem):
    status = 429
    title = "Too many connections"


class Full(Problem):
    status = 503
    title = "The chat is full"


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Sizes in bytes, times in seconds, what one address may have, and all of them together."""

    request: RequestLimits
    client: ClientLimits
    connections: int
    head_seconds: float
    body_seconds: float
    idle_seconds: float
    write_seconds: float


class Server:
    """Serves a WSGI app on `hosts` and `port` until it is drained; the `House` of connections."""

    def __init__(
        self,
        app: Callable[..., Any],
        hosts: Sequence[str],
        port: int,
        limits: ServerLimits,
        timetable: Timetable,
        *,
        proxies: Proxies = NO_PROXIES,
        ticket: Ticket | None = None,
        streams: Callable[[Request], bool] = never,
    ) -> None:
        """`streams` says which requests' bodies `app` wants as streams, by their heads."""
        self.app = app
        self.ticket = ticket
        self.streams = streams
        hub = get_hub()
        self.loop: Any = hub.loop
        self.crew = Crew(hub)
        self.limits = limits.request
        self.counts = ServerCounts()
        self.draining = False
        self._all_closed = Event()
        self.connections: dict[Connection, None] = {}
        self._too_many = TooManyRequests("address-requests", most=limits.client.requests)
        self._too_many_yours = TooManyConnections(
            "address-connections", most=limits.client.connections
        )
        self._full = Full("chat-full")
        self._wanted = limits.connections
        self._most = room_for(self._wanted, file_limit())
        self.asked = Holdings()
        self.answered = Holdings()
        self.moving = Holdings(PIECE * moving_for(file_limit()))
        self.buffers = Buffers()
        self.mistakes = Complaint("Dealing with a connection failed")
        self._proxies = proxies
        self._unnamed = UnnamedProxy()
        self._clients = Clients(limits.client, proxies)
        self._queues: list[Deadlines[Any]] = []
        self._timetable = timetable
        self.resting = self._deadline(limits.idle_seconds, Connection.close)
        self.reading_head = self._deadline(limits.head_seconds, Connection.too_slow)
        self.reading_body = self._deadline(limits.body_seconds, Connection.too_slow)
        self.writing = self._deadline(limits.write_seconds, Connection.takes_none)
        self._farewells = self._deadline(FAREWELL_SECONDS, Farewell.close)
        self._last_answers = self._deadline(LAST_ANSWER_SECONDS, Connection.close)
        self._listeners = Listeners(self.loop, hosts, port, self._accepted, self._starved)
        self.port = self._listeners.port
        self.porters = Porters("Moving bodies", PORTERS)
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
            if not foreign(connection.address):
                continue
            if connection.state == RUNNING:
                connection.finish()
                self._last_answers.add(connection)
            else:
                connection.close()

    def connected(self) -> set[str]:
        """The addresses that have connections now."""
        return {connection.address for connection in self.connections}

    def asker(self, peer: Client, request: Request) -> Client:
        if peer.proxy:
            return self._clients.at(self._proxies.client(peer.address, request.headers))
        if is_forwarded(request.headers):
            self._unnamed.tell(peer.address)
            return self._clients.behind(peer)
        return peer

    def environ_of(self, peer: Client, request: Request) -> dict[str, Any]:
        secure = peer.proxy and self._proxies.secure(request.headers)
        return self._secure_environ if secure else self._environ

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
        self.porters.close()
        for queue in self._queues:
            self._timetable.forget(queue)

    def too_many(self, request: Request, close: bool) -> bytes:
        return response.problem(self._too_many, close, bare=request.method == "HEAD")

    def say_farewell(self, socket: Socket) -> None:
        if len(self._farewells) < MOST_FAREWELLS:
            self._farewells.add(Farewell(self.loop, socket, self._farewells.discard))
        else:
            socket.close()

    def closed(self, connection: Connection) -> None:
        self.connections.pop(connection, None)
        if self.draining and not self.connections:
            self._all_closed.set()

    def _accepted(self, socket: Socket, address: str) -> None:
        address = plain_address(address)
        client = self._clients.at(address)
        self.counts.accepted += 1
        refusal = self._refusal(client)
        if refusal is not None:
            self.counts.throttled += 1
            return self._turn_away(socket, refusal)
        client.connect()
        self.connections[Connection(self, socket, client)] = None
        return None

    def _turn_away(self, socket: Socket, refusal: Problem) -> None:
        with contextlib.suppress(OSError):
            socket.send(response.problem(refusal, close=True))
        self.say_farewell(socket)

    def _refusal(self, client: Client) -> Problem | None:
        """Why one more connection of `client` cannot be had."""
        if not client.may_connect():
            return self._too_many_yours
        if len(self.connections) < self._most or self._make_room():
            return None
        return self._full

    def _make_room(self) -> bool:
        """Whether there is room for one more, if need be in the place of whoever rests longest."""
        self._most = room_for(self._wanted, file_limit())  # it may have been changed meanwhile
        if len(self.connections) < self._most:
            return True
        oldest = self.resting.oldest()
        if oldest is None or oldest[1] < IDLE_SECONDS:
            return False
        oldest[0].close()
        return True

    def _starved(self) -> None:
        """There are no files left, for nobody: keep to the limit as it is now. Who rests goes
        first, then polls, which come again; while files are short they wait to be accepted.
        """
        self._most = room_for(self._wanted, file_limit())
        over = len(self.connections) - self._most
        resting = [one for one in self.connections if one.waits_in is self.resting]
        parked = [one for one in self.connections if one.state == PARKED]
        for connection in (*resting, *parked)[: max(0, over)]:
            connection.close()

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
