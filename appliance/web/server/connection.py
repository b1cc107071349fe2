"""One connection: a small object that a read watcher calls, with a greenlet only for the app.

States, and what may follow each:

    READING    waiting for a request, or in the middle of one      -> RUNNING, PARKED, WRITING
    RUNNING    the app's greenlet works on a request, and reads    -> PARKED, WRITING, READING
               its body if that is a stream
    PARKED     a long poll is held; somebody will call `answer`    -> READING, WRITING
    WRITING    the client takes its answer slowly                  -> READING, RUNNING

Each may end in CLOSED. The read watcher stays on through all of them: switching it would cost a
system call for each poll, and a client that hangs up is noticed in every state. Only the body that
is a stream has the socket to itself while it lasts.
"""

from __future__ import annotations

import contextlib
from _socket import socket as Socket
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from appliance.errors import Problem
from appliance.web.server import response
from appliance.web.server.channel import CLOSED, PARKED, READING, RUNNING, WRITING
from appliance.web.server.clients import plain_address
from appliance.web.server.environ import LEFT, REACHED
from appliance.web.server.exchange import Parking, Sending, ask, mistake
from appliance.web.server.holdings import FREE
from appliance.web.server.inbox import Inbox
from appliance.web.server.intake import Intake
from appliance.web.server.refusals import TooSlow
from appliance.web.server.request import Request
from appliance.web.server.streamed_body import BodyEnded

if TYPE_CHECKING:
    from appliance.web.server.clients import Client
    from appliance.web.server.house import House
    from appliance.web.server.parkable import Ticket, WaitQueue

READ_SIZE: Final = 4 * 1024
"""Bytes taken from a socket at once, which most requests fit in. There is a place for all of them
each time, and what is freed is overwritten (see `freed`): four times as many cost each poll 2 %."""

COPIES: Final = 3
"""How often a request's body is in memory while the app works on it: as it came, decoded, and as
what is stored. The same for a poll's target, whose rooms are kept by name."""


class Connection(Intake):
    """One client's connection, from accept to close."""

    __slots__ = ("peer", "ticket")

    def __init__(self, house: House, socket: Socket, client: Client) -> None:
        super().__init__(house, socket, client)
        self.peer = client
        self.ticket: Ticket | None = house.ticket
        self._watcher.start(self)
        self._await(house.resting)

    @property
    def address(self) -> str:
        """Where the client is for whom it is just now."""
        return self.client.address

    # Reading

    def __call__(self) -> None:
        try:
            data = self.socket.recv(READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        try:
            if not data:
                self._end_of_input()
            elif self.state == READING:
                ticket = self.ticket
                if ticket is None or self._inbox is not None or not ticket.again(self, data):
                    self._keep(data)
                    self._next()
            else:
                self._hold(data)
        except Exception as error:  # nobody above would know whose mistake it was
            self.give_up(error)

    def _end_of_input(self) -> None:
        """The client hung up, or said that it will send no more: the two look the same. A whole
        request is still answered; a poll that would have to wait is given up.
        """
        if self.state in (RUNNING, WRITING):
            self._ended_at = monotonic()
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
        elif self._weigh(self._held.size + len(data) if self._held else inbox.size):
            self.close()  # an answer is under way: nothing else can be said
        elif inbox.full:
            self._watcher.stop()

    def _keep(self, data: bytes) -> Inbox:
        if self._inbox is None:
            self._inbox = Inbox(self._house.limits, self._house.streams)
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
        self._recognise(request)
        if not self.client.may_ask():
            self._house.counts.throttled += 1
            # Who has sent more behind it does not wait for answers, and would be refused thousands
            # of times a second.
            self._closing = request.close or self._house.draining or self._inbox is not None
            return self.answer(self._house.too_many(request, self._closing))
        if too_much := self._weigh(COPIES * len(request.body) + self._unread()):
            return self.refuse(too_much, bare=request.method == "HEAD")
        self.state = RUNNING
        return self._house.crew.run(self._run, request)

    def _recognise(self, request: Request) -> None:
        """Make the connection's client whoever sends `request`, if a proxy did for somebody."""
        peer = self.peer
        if not peer.exempt:
            return
        client = self._house.asker(peer, request)
        if client is not self.client:
            self.client = client
            # The next one like the last poll is no longer from the one who asks now.
            self.ticket = None

    def _environ(self, request: Request) -> dict[str, Any]:
        base = self._house.environ_of(self.peer, request)
        base = {**base, LEFT: self.left, REACHED: self._reached}
        if request.coming is not None:
            base["wsgi.input"] = self._begin_stream(request, request.coming)
        return base

    def _reached(self) -> tuple[str, int]:
        host, port = self.socket.getsockname()[:2]
        return plain_address(host), port

    def _wait(self) -> None:
        """Wait for a request, or for the rest of one."""
        self.state = READING
        inbox = self._inbox
        if self._ended_at:
            return self.close()
        if too_much := self._weigh(self._unread()):
            return self.refuse(too_much)
        self._watcher.start(self)  # it may have paused; else this does nothing
        if inbox is None:
            return self._await(self._house.resting)
        if inbox.take_expectation():
            with contextlib.suppress(OSError):  # it may be lost without harm
                self.socket.send(response.CONTINUE)
        deadlines = self._house.reading_body if inbox.in_body else self._house.reading_head
        if self.waits_in is not deadlines:
            self._await(deadlines)
        return None

    def _unread(self) -> int:
        """Bytes of requests that nobody has taken yet."""
        return self._inbox.size if self._inbox else 0

    # Answering

    def _run(self, request: Request) -> None:
        """In a greenlet: ask the app, and send or park what it says."""
        house = self._house
        try:
            answer = ask(house.app, request, self._environ(request), self.client.address)
            if self._stream is not None:
                self._end_stream(self._stream)
            if self.state == CLOSED:
                if isinstance(answer, Sending):
                    answer.part.close()
                return
            close = self._closing = self._closing or request.close or house.draining
            if isinstance(answer, Parking):
                self._park(answer, request, close)
            elif isinstance(answer, Sending):
                self.answer_file(answer.start(close), answer.part)
            else:
                self.answer_parts(answer.start(close), answer.body)
        except Problem as problem:
            self.refuse(problem, bare=request.method == "HEAD")
        except Exception:  # nobody above would answer
            self.refuse(mistake(request), bare=request.method == "HEAD")

    def _park(self, parking: Parking, request: Request, close: bool) -> None:
        if too_much := self._weigh(COPIES * len(request.target) + self._unread()):
            raise too_much
        self.ticket = None  # of a poll before this one, by which it must not be taken
        raw = request.raw
        known = raw is not None and len(raw) <= FREE and not close
        self.ticket = parking.body.remember(raw if known else None, parking.head)
        parking.body.park(self, parking.head, close)
        if self.state == PARKED:
            self._watch_parked()

    def _watch_parked(self) -> None:
        """A poll may be held for ever: whoever waits for it must be heard hanging up, also where
        reading paused for what is pipelined behind.
        """
        if self._ended_at or (self._inbox and self._inbox.full):
            self.close()
        else:
            self._watcher.start(self)  # nearly always it never stopped; this does nothing

    def parked(self, place: WaitQueue) -> None:
        """From now on `place` holds the connection; it will call `answer`."""
        self.state = PARKED
        self.place = place
        waits_in = self.waits_in
        if waits_in is not None:
            waits_in.discard(self)
            self.waits_in = None

    # Ending

    def refuse(self, problem: Problem, *, bare: bool = False) -> None:
        """Answer what is no request the app could take, and close."""
        if self.state == CLOSED:
            return
        self._closing = True
        self._inbox = None
        self._house.counts.refused += 1
        self.answer(response.problem(problem, close=True, bare=bare))

    def too_slow(self) -> None:
        """The rest of a request did not come in time."""
        stream = self._stream
        if stream is None:
            self.refuse(TooSlow("request-late"))
        elif not stream.late():
            self.give_time()

    def finish(self) -> None:
        """Close when nothing is under way, else after the answer; no more comes of a body."""
        self._closing = True
        if self.state == READING:
            self.close()
        elif self._stream is not None:
            self._stream.end(BodyEnded())

    def _let_go(self) -> None:
        if self.place is not None:
            self.place.leave(self)
            self.place = None
        self.ticket = None  # which may know the connection: they would keep each other
        super()._let_go()
        self.peer.leave()
        self._house.closed(self)
