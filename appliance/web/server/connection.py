"""One connection: a small object that a read watcher calls, with a greenlet only for the app.

States, and what may follow each:

    READING    waiting for a request, or in the middle of one      -> RUNNING, PARKED, WRITING
    RUNNING    the app's greenlet works on a request               -> PARKED, WRITING, READING
    PARKED     a long poll is held; somebody will call `answer`    -> READING, WRITING
    WRITING    the client takes its answer slowly                  -> READING, RUNNING, LINGERING
    LINGERING  all is said; reads and drops until the client ends  -> CLOSED

The read watcher stays on through all of them: switching it would cost a system call for each
poll, and a client that hangs up is noticed in every state.
"""

from __future__ import annotations

import logging
import socket as sockets
from _socket import socket as Socket
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, Protocol

from appliance.errors import Problem
from appliance.web.deadlines import Deadlines
from appliance.web.server import response
from appliance.web.server.environ import environ
from appliance.web.server.request import Request, RequestParser, TooSlow

if TYPE_CHECKING:
    from appliance.web.server.clients import Client
    from appliance.web.server.server import Server

_log: Final = logging.getLogger(__name__)

READ_SIZE: Final = 16 * 1024
"""Bytes taken from a socket at once."""

MAX_HELD: Final = 64 * 1024
"""Bytes of further requests kept while one is being answered; then reading pauses."""

MAX_DROPPED: Final = 1024 * 1024
"""Bytes read and dropped after the last answer, before the connection is cut."""

FAILED: Final = -1
"""Bytes sent on a connection that is broken."""

READING, RUNNING, PARKED, WRITING, LINGERING, CLOSED = range(6)

_READ, _WRITE = 1, 2  # libev's masks


class Place(Protocol):
    """Where a parked connection waits."""

    def leave(self, connection: Connection) -> None: ...


class Ticket(Protocol):
    """A request that was admitted once, remembered so that it need not be parsed again."""

    def again(self, connection: Connection, data: bytes) -> bool:
        """Park or answer `connection` if `data` is that request but for its cursor."""


class Parkable(Protocol):
    """A response body that would rather wait than be iterated."""

    def park(self, connection: Connection, head: bytes, close: bool) -> None:
        """Put `connection` where it waits, or answer it at once."""

    def remember(self, raw: bytes, head: bytes) -> Ticket | None:
        """A ticket for the request whose exact bytes are `raw`."""


class Connection:
    """One client's connection, from accept to close."""

    __slots__ = (
        "_after",
        "_closing",
        "_ended",
        "_held",
        "_out",
        "_parser",
        "_queue",
        "_server",
        "_watcher",
        "_writer",
        "client",
        "place",
        "socket",
        "state",
        "ticket",
        "waits_in",
    )

    def __init__(self, server: Server, socket: Socket, client: Client) -> None:
        self._server = server
        self.socket = socket
        self.client = client
        self.state = READING
        self.place: Place | None = None
        self.ticket: Ticket | None = None
        self.waits_in: Deadlines[Connection] | None = None
        self._parser: RequestParser | None = None
        self._queue: tuple[Request | Problem, ...] = ()
        self._held = b""
        self._out: memoryview | bytes = b""
        self._closing = False
        self._ended = False
        self._writer: Any = None
        self._watcher = server.loop.io(socket.fileno(), _READ)
        self._watcher.start(self._readable)
        self._await(server.resting)

    @property
    def gone(self) -> bool:
        """Whether the connection is closed: nobody is there to be answered."""
        return self.state == CLOSED

    # Reading

    def _readable(self) -> None:
        try:
            data = self.socket.recv(READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._end_of_input()
        elif self.state == READING:
            ticket = self.ticket
            if ticket is None or self._parser is not None or not ticket.again(self, data):
                self._parse(data)
        elif self.state == LINGERING:
            self._drop(len(data))
        else:
            self._hold(data)

    def _end_of_input(self) -> None:
        """The client hung up, or said that it will send no more: the two look the same. A whole
        request is still answered; a poll that would have to wait is given up.
        """
        if self.state in (RUNNING, WRITING):
            self._ended = True
            self._watcher.stop()
        else:
            self.close()

    def _hold(self, data: bytes) -> None:
        """Keep what comes while an answer is outstanding: pipelined requests, mostly.

        Nobody reads on behind a full buffer, so nobody would notice that the client hung up; a
        poll can be held for ever, and is given up instead.
        """
        self._held += data
        if len(self._held) >= MAX_HELD:
            if self.state == PARKED:
                self.close()
            else:
                self._watcher.stop()

    def _drop(self, size: int) -> None:
        self._after += size
        if self._after > MAX_DROPPED:
            self.close()

    def _parse(self, data: bytes) -> None:
        parser = self._parser
        if parser is None:
            parser = self._parser = RequestParser(self._server.limits)
        self._queue += tuple(parser.feed(data))
        if self._queue:
            if not parser.begun:
                self._parser = None
            self._next()
            return
        if parser.take_expectation():
            self._send(response.CONTINUE)
        deadlines = self._server.reading_body if parser.in_body else self._server.reading_head
        if self.waits_in is not deadlines:
            self._await(deadlines)

    def _next(self) -> None:
        """Take the next request that is complete; without one, wait for it."""
        if self._queue:
            request, *rest = self._queue
            self._queue = tuple(rest)
            if isinstance(request, Problem):
                return self.refuse(request)
            if not self.client.may_ask():
                self._server.counts.throttled += 1
                self._closing = request.close or self._server.draining
                self._await(None)
                return self.answer(self._server.too_many(self._closing))
            self.state = RUNNING
            self._await(None)
            self._server.crew.run(self._run, request)
            return None
        self.state = READING
        if self._held:
            held, self._held = self._held, b""
            if not self._ended:
                self._watcher.start(self._readable)
            return self._parse(held)
        if self._ended:
            return self.close()
        begun = self._parser is not None
        self._await(self._server.reading_head if begun else self._server.resting)
        return None

    # Answering

    def _run(self, request: Request) -> None:
        """In a greenlet of its own: ask the app, and send or park what it says."""
        started: list[bytes] = []
        counted: list[bool] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> None:
            # A 304 may tell only the length that the 200 would have had, a 204 none at all.
            known = any(name.lower() == "content-length" for name, _ in headers)
            counted[:] = [known or status.startswith(("204", "304"))]
            started[:] = [response.head(status, headers)]

        try:
            env = environ(request, self._server.environ, self.client.address)
            body = self._server.app(env, start_response)
            if hasattr(body, "park"):
                return self._park(body, request, started[0])
            chunks = b"".join(body)
            getattr(body, "close", _nothing)()
        except Problem as problem:
            return self.refuse(problem)
        except Exception:
            _log.exception("The app failed on %s %r", request.method, request.target)
            return self.refuse(Problem("The chat made a mistake. Its log says which."))
        if self.state != CLOSED:
            bare = request.method == "HEAD"
            length = None if counted[0] else len(chunks)
            self._closing = request.close or self._server.draining
            start = response.finish(started[0], length, self._closing)
            self.answer(start if bare else start + chunks)
        return None

    def _park(self, body: Parkable, request: Request, head: bytes) -> None:
        if self.state == CLOSED:
            return
        close = self._closing = request.close or self._server.draining
        if request.raw is not None and not close:
            self.ticket = body.remember(request.raw, head)
        body.park(self, head, close)
        if self.state == PARKED and (self._ended or len(self._held) >= MAX_HELD):
            self.close()

    def parked(self, place: Place) -> None:
        """From now on `place` holds the connection; it will call `answer`."""
        self.state = PARKED
        self.place = place
        waits_in = self.waits_in
        if waits_in is not None:
            waits_in.discard(self)
            self.waits_in = None

    def told(self, wire: bytes, sent: int) -> None:
        """`answer_all` sent so much of the answer to this parked poll."""
        self.place = None
        if sent == FAILED:
            self.close()
        else:
            self._sent(wire, sent)

    def answer(self, wire: bytes) -> None:
        """Send a whole answer, as much as the kernel takes; the rest follows by itself.

        Never blocks and never raises: a client that reads slowly keeps only itself waiting.
        """
        self.place = None
        try:
            sent = self.socket.send(wire)
        except BlockingIOError:
            sent = 0
        except OSError:
            return self.close()
        return self._sent(wire, sent)

    def _sent(self, wire: bytes, sent: int) -> None:
        """Go on after the kernel took so much of an answer: nearly always, wait for the next."""
        if sent == len(wire) and not (
            self._closing or self._queue or self._held or self._ended or self._parser
        ):
            self.state = READING
            self.waits_in = resting = self._server.resting
            resting.add(self)
        else:
            self._slow(wire, sent)

    def _slow(self, wire: bytes, sent: int) -> None:
        self.state = WRITING
        if sent < len(wire):
            self._out = memoryview(wire)[sent:]
            self._await(self._server.writing)
            self._writer = self._server.loop.io(self.socket.fileno(), _WRITE)
            self._writer.start(self._writable)
        else:
            self._server.loop.run_callback(self._written)

    def _writable(self) -> None:
        try:
            sent = self.socket.send(self._out)
        except BlockingIOError:
            return None
        except OSError:
            return self.close()
        self._out = self._out[sent:]
        if self._out:
            return self._await(self._server.writing)
        self._end_writer()
        return self._written()

    def _written(self) -> None:
        if self.state != WRITING:
            return
        if self._closing:
            self._linger()
        else:
            self._next()

    def _send(self, wire: bytes) -> None:
        """Send a few bytes that may be lost without harm."""
        try:
            self.socket.send(wire)
        except OSError:
            return

    # Ending

    def refuse(self, problem: Problem) -> None:
        """Answer what is no request the app could take, and close."""
        if self.state == CLOSED:
            return
        self._closing = True
        self._queue = ()
        self._server.counts.refused += 1
        self.answer(response.problem(problem, close=True))

    def too_slow(self) -> None:
        """The rest of a request did not come in time."""
        self.refuse(TooSlow("The request did not arrive in time. Send it again."))

    def finish(self) -> None:
        """Close when nothing is under way, else after the answer."""
        self._closing = True
        if self.state == READING:
            self.close()

    def _linger(self) -> None:
        """Say that no more comes, then read on for a while: closing with unread bytes would
        make the kernel reset the connection and take the answer from the client (RFC 9112, 9.6).
        """
        if self._server.draining:
            return self.close()
        self.state = LINGERING
        self._after = 0
        self._held = b""
        try:
            self.socket.shutdown(sockets.SHUT_WR)
        except OSError:
            return self.close()
        self._watcher.start(self._readable)
        return self._await(self._server.lingering)

    def close(self) -> None:
        """Free everything at once."""
        if self.state == CLOSED:
            return
        self.state = CLOSED
        if self.place is not None:
            self.place.leave(self)
            self.place = None
        self._await(None)
        self._end_writer()
        self._watcher.stop()
        self._watcher.close()
        self.socket.close()
        self._server.closed(self)

    def _end_writer(self) -> None:
        if self._writer is not None:
            self._writer.stop()
            self._writer.close()
            self._writer = None
            self._out = b""

    def _await(self, deadlines: Deadlines[Connection] | None) -> None:
        """Wait under this deadline, which starts now, and no other."""
        if self.waits_in is not None:
            self.waits_in.discard(self)
        self.waits_in = deadlines
        if deadlines is not None:
            deadlines.add(self)


def answer_all(connections: Collection[Connection], wire: bytes) -> None:
    """Answer parked polls with the same bytes: first every `send`, then all the bookkeeping, so
    that the last of thousands does not wait for the others' (a third of the time is saved).
    """
    sent = []
    for connection in connections:
        try:
            sent.append(connection.socket.send(wire))
        except BlockingIOError:
            sent.append(0)
        except OSError:
            sent.append(FAILED)
    for connection, size in zip(connections, sent, strict=True):
        connection.told(wire, size)


def _nothing() -> None:
    """Stands for the `close` that a response body need not have."""
