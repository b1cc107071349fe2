"""One connection: a small object that a read watcher calls, with a greenlet only for the app.

States, and what may follow each:

    READING    waiting for a request, or in the middle of one      -> RUNNING, PARKED, WRITING
    RUNNING    the app's greenlet works on a request               -> PARKED, WRITING, READING
    PARKED     a long poll is held; somebody will call `answer`    -> READING, WRITING
    WRITING    the client takes its answer slowly                  -> READING, RUNNING

Each may end in CLOSED. The read watcher stays on through all of them: switching it would cost a
system call for each poll, and a client that hangs up is noticed in every state.
"""

from __future__ import annotations

import contextlib
from _socket import socket as Socket
from typing import TYPE_CHECKING, Final

from appliance.errors import Problem
from appliance.web.deadlines import Deadlines
from appliance.web.server import response
from appliance.web.server.exchange import Parking, ask, mistake
from appliance.web.server.inbox import Inbox
from appliance.web.server.outbox import Outbox
from appliance.web.server.refusals import TooSlow
from appliance.web.server.request import Request

if TYPE_CHECKING:
    from appliance.web.server.clients import Client
    from appliance.web.server.parkable import Place, Ticket
    from appliance.web.server.server import Server

READ_SIZE: Final = 16 * 1024
"""Bytes taken from a socket at once."""

READING, RUNNING, PARKED, WRITING, CLOSED = range(5)
_READ: Final = 1  # libev's mask


class Connection:
    """One client's connection, from accept to close."""

    __slots__ = (
        "_closing",
        "_ended",
        "_inbox",
        "_outbox",
        "_server",
        "_watcher",
        "client",
        "peer",
        "place",
        "socket",
        "state",
        "ticket",
        "waits_in",
    )

    def __init__(self, server: Server, socket: Socket, client: Client) -> None:
        self._server, self.socket = server, socket
        self.client = self.peer = client
        self.state = READING
        self.place: Place | None = None
        self.ticket: Ticket | None = None
        self.waits_in: Deadlines[Connection] | None = None
        self._inbox: Inbox | None = None
        self._closing = self._ended = False
        self._outbox: Outbox | None = None
        self._watcher = server.loop.io(socket.fileno(), _READ)
        self._watcher.start(self._readable)
        self._await(server.resting)

    @property
    def gone(self) -> bool:
        """Whether the connection is closed: nobody is there to be answered."""
        return self.state == CLOSED

    def left(self) -> bool:  # one who hung up looks like one who sent its end
        return self._ended or self.state == CLOSED

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
            if ticket is None or self._inbox is not None or not ticket.again(self, data):
                self._keep(data)
                self._next()
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
        """Keep what comes while an answer is outstanding.

        Nobody reads on behind a full inbox, so nobody would notice that the client hung up; a
        poll can be held for ever, and is given up instead.
        """
        inbox = self._keep(data)
        if inbox.full and self.state == PARKED:
            self.close()
        elif inbox.full:
            self._watcher.stop()

    def _keep(self, data: bytes) -> Inbox:
        if self._inbox is None:
            self._inbox = Inbox(self._server.limits)
        self._inbox.hold(data)
        return self._inbox

    def _next(self) -> None:
        """Take the next request that is complete; without one, wait for it."""
        inbox = self._inbox
        request = None if inbox is None else inbox.take()
        if inbox is not None and inbox.empty:
            self._inbox = None
        if request is None:
            return self._wait()
        if isinstance(request, Problem):
            return self.refuse(request)
        self._await(None)
        self._server.recognise(self, request)
        if not self.client.may_ask():
            self._server.counts.throttled += 1
            self._closing = request.close or self._server.draining
            return self.answer(self._server.too_many(request, self._closing))
        self.state = RUNNING
        return self._server.crew.run(self._run, request)

    def _wait(self) -> None:
        """Wait for a request, or for the rest of one."""
        self.state = READING
        inbox = self._inbox
        if self._ended:
            return self.close()
        self._watcher.start(self._readable)  # it may have paused; else this does nothing
        if inbox is None:
            return self._await(self._server.resting)
        if inbox.take_expectation():
            with contextlib.suppress(OSError):  # it may be lost without harm
                self.socket.send(response.CONTINUE)
        deadlines = self._server.reading_body if inbox.in_body else self._server.reading_head
        if self.waits_in is not deadlines:
            self._await(deadlines)
        return None

    # Answering

    def _run(self, request: Request) -> None:
        """In a greenlet: ask the app, and send or park what it says."""
        server = self._server
        try:
            answer = ask(server.app, request, server.environ_of(self, request), self.client.address)
            if self.state == CLOSED:
                return
            close = self._closing = self._closing or request.close or server.draining
            if isinstance(answer, Parking):
                self._park(answer, request, close)
            else:
                self.answer(answer.wire(close))
        except Problem as problem:
            self.refuse(problem, bare=request.method == "HEAD")
        except Exception:  # nobody above would answer
            self.refuse(mistake(request), bare=request.method == "HEAD")

    def _park(self, parking: Parking, request: Request, close: bool) -> None:
        if request.raw is not None and not close:
            self.ticket = parking.body.remember(request.raw, parking.head)
        parking.body.park(self, parking.head, close)
        if self.state == PARKED and (self._ended or (self._inbox and self._inbox.full)):
            self.close()

    def parked(self, place: Place) -> None:
        """From now on `place` holds the connection; it will call `answer`."""
        self.state = PARKED
        self.place = place
        waits_in = self.waits_in
        if waits_in is not None:
            waits_in.discard(self)
            self.waits_in = None

    def answer(self, wire: bytes) -> None:
        """Send a whole answer, as much as the kernel takes; the rest follows by itself.

        Never blocks and never raises: a client that reads slowly keeps only itself waiting.
        """
        try:
            sent = self.socket.send(wire)
        except BlockingIOError:
            sent = 0
        except OSError:
            return self.close()
        return self.sent(wire, sent)

    def sent(self, wire: bytes, sent: int) -> None:
        """Go on after the kernel took so much of an answer: nearly always, wait for the next."""
        self.place = None
        if sent == len(wire) and not (self._closing or self._inbox or self._ended):
            self.state = READING
            self.waits_in = resting = self._server.resting
            resting.add(self)
        else:
            self._slow(wire, sent)

    def _slow(self, wire: bytes, sent: int) -> None:
        """The client takes its answer slowly, or has more to ask: go on from the loop."""
        self.state = WRITING
        if sent == len(wire):
            self._server.loop.run_callback(self._written)
            return
        self._await(self._server.writing)
        self._outbox = Outbox(
            self._server.loop,
            self.socket,
            memoryview(wire)[sent:],
            # Who takes a part has the whole time for the next one.
            progress=lambda: self._await(self._server.writing),
            done=self._written,
            broken=self.close,
        )

    def _written(self) -> None:
        if self.state != WRITING:
            return
        self._end_outbox()
        if self._closing:
            self._let_go()
            self._server.say_farewell(self.socket)
        else:
            self._next()

    # Ending

    def refuse(self, problem: Problem, *, bare: bool = False) -> None:
        """Answer what is no request the app could take, and close."""
        if self.state == CLOSED:
            return
        self._closing = True
        self._inbox = None
        self._server.counts.refused += 1
        self.answer(response.problem(problem, close=True, bare=bare))

    def too_slow(self) -> None:
        """The rest of a request did not come in time."""
        self.refuse(TooSlow("The request did not arrive in time. Send it again."))

    def finish(self) -> None:
        """Close when nothing is under way, else after the answer."""
        self._closing = True
        if self.state == READING:
            self.close()

    def close(self) -> None:
        """Free everything at once."""
        if self.state != CLOSED:
            self._let_go()
            self.socket.close()

    def _let_go(self) -> None:
        """Free everything but the socket."""
        self.state = CLOSED
        if self.place is not None:
            self.place.leave(self)
            self.place = None
        self._await(None)
        self._end_outbox()
        self._watcher.stop()
        self._watcher.close()
        self._server.closed(self)

    def _end_outbox(self) -> None:
        if self._outbox is not None:
            self._outbox.close()
            self._outbox = None

    def _await(self, deadlines: Deadlines[Connection] | None) -> None:
        """Wait under this deadline, which starts now, and no other."""
        if self.waits_in is not None:
            self.waits_in.discard(self)
        self.waits_in = deadlines
        if deadlines is not None:
            deadlines.add(self)
