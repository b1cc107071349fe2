"""The half of a connection that answers: sends what it is told, as fast as the client takes it."""

from __future__ import annotations

import contextlib
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from appliance.errors import Problem
from appliance.web.deadlines import Deadlines
from appliance.web.server.buffers import PIECE
from appliance.web.server.file_outbox import FileOutbox
from appliance.web.server.holdings import FREE, Held, HeldBuffer
from appliance.web.server.outbox import Outbox
from appliance.web.server.unsent import unsent

if TYPE_CHECKING:
    from appliance.web.server.clients import Client
    from appliance.web.server.file_part import FilePart
    from appliance.web.server.house import House
    from appliance.web.server.inbox import Inbox
    from appliance.web.server.parkable import WaitQueue

T = TypeVar("T")

BELIEVED: Final = 2.0
"""Seconds for which a client that sends no more is taken to listen still. Then what it waits for is
not begun any more (503): most of those have hung up."""

JOINED: Final = 8 * 1024
"""Bytes of a body that are copied behind their head; a larger one is sent from where it lies, which
many may share."""

TAKEN: Final = 4 * 1024
"""Bytes that a client takes at least in the time for taking some."""

_GATHERS: Final = hasattr(Socket, "sendmsg")
"""Whether the system sends from several places at once; Windows does not."""

READING, RUNNING, PARKED, WRITING, CLOSED = range(5)


class Channel:
    """Knows how far an answer has gone and what is kept meanwhile; `_next` goes on behind it."""

    __slots__ = (
        *("_closing", "_ended_at", "_held", "_inbox", "_house", "_lent", "_moving"),
        *("_outbox", "_unsent"),
        *("client", "place", "socket", "state", "waits_in"),
    )

    def __init__(self, house: House, socket: Socket, client: Client) -> None:
        self._house = house
        self.socket = socket
        self.client = client
        self.state = READING
        self.place: WaitQueue | None = None
        self.waits_in: Deadlines[Any] | None = None
        self._inbox: Inbox | None = None
        self._held: Held | None = None
        self._moving: Held | None = None
        self._lent = False
        self._closing = False
        self._ended_at = 0.0  # 0: there may come more
        self._outbox: Outbox | FileOutbox | None = None
        self._unsent = 0

    @property
    def gone(self) -> bool:
        """Whether the connection is closed: nobody is there to be answered."""
        return self.state == CLOSED

    def left(self) -> bool:
        """Whether the client is gone; one who hung up looks like one who only sent its end, who
        is believed to listen for `BELIEVED` seconds.
        """
        ended = self._ended_at
        return self.gone or (ended > 0 and monotonic() - ended > BELIEVED)

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

    def answer_parts(self, start: bytes, body: bytes) -> None:
        """As `answer`; a large body is not copied."""
        if len(body) <= JOINED or not _GATHERS:
            return self.answer(start + body)
        try:
            sent = self.socket.sendmsg((start, body)) - len(start)
        except BlockingIOError:
            sent = -len(start)
        except OSError:
            return self.close()
        return self.sent(body, sent) if sent >= 0 else self.sent(start + body, sent + len(start))

    def sent(self, wire: bytes, sent: int) -> None:
        """Go on after the kernel took so much of an answer: nearly always, wait for the next."""
        self.place = None
        if sent == len(wire) and not (self._closing or self._inbox or self._ended_at or self._held):
            self.state = READING
            self.waits_in = resting = self._house.resting
            resting.add(self)
        else:
            self._slow(wire, sent)

    def _slow(self, wire: bytes, sent: int) -> None:
        """The client takes its answer slowly, or has more to ask: go on from the loop."""
        self.state = WRITING
        if sent == len(wire):
            self._house.loop.run_callback(self._written)
            return None
        try:
            held = HeldBuffer(self._house.answered, self.client, wire)
        except Problem:
            return self.close()  # in the middle of an answer: nothing else can be said
        self._await_taking()
        self._outbox = Outbox(
            self._house.loop,
            self.socket,
            memoryview(wire)[sent:],
            held,
            progress=self._await_taking,
            done=self._written,
            broken=self.close,
        )
        return None

    def answer_file(self, start: bytes, part: FilePart) -> None:
        """As `answer`, with a body that lies in a file and is closed in the end.

        Raises TooMuch or Overfull, where nothing is sent.
        """
        try:
            self._move()
        except Problem:
            part.close()
            raise
        self.state = WRITING
        self._await_taking()
        self._outbox = FileOutbox(
            self._house.loop,
            self.socket,
            start,
            part,
            lend=self.lend,
            progress=self._await_taking,
            done=self._written,
            broken=self._broken,
        )

    def _await_taking(self) -> None:
        """Who takes a part of an answer has the whole time for the next one."""
        self._unsent = unsent(self.socket)
        self._await(self._house.writing)

    def takes_none(self) -> None:
        """The time is over without room for more; but what is to be sent may wait for a thread, or
        for a disk, and the kernel may hold megabytes for somebody slow, who took some of these.
        """
        if self._lent or self._unsent - unsent(self.socket) >= TAKEN:
            self._await_taking()
        else:
            self.close()

    def _broken(self, error: Exception) -> None:
        """A file cannot be sent on: the client hung up, or it is the disk's fault or ours."""
        if isinstance(error, ConnectionError):
            self.close()
        else:
            self.give_up(error)

    def give_up(self, error: Exception) -> None:
        """Close it for a mistake of this program."""
        self._house.mistakes.say(error, trace=True)
        self.close()

    def lend(self, work: Callable[[], T], then: Callable[[T | Exception], object]) -> None:
        """Have `work`, which uses the socket, done by a thread, and `then` told of it in the loop.
        Until then the socket is not closed: its number would be another connection's.
        """
        self._lent = True
        self._house.porters.begin(work, partial(self._returned, then))

    def _returned(self, then: Callable[[T | Exception], object], outcome: T | Exception) -> None:
        self._lent = False
        if self.state == CLOSED:
            self.socket.close()
        then(outcome)

    def _move(self) -> None:
        """Count what it takes to move a body for the client. Raises TooMuch or Overfull."""
        self._moving = moving = Held(self._house.moving, self.client)
        moving.resize(PIECE, self.client)

    def _moved(self) -> None:
        if self._moving is not None:
            self._moving.let_go()
            self._moving = None

    def _written(self) -> None:
        if self.state != WRITING:
            return
        self._end_outbox()
        if self._closing:
            self._let_go()
            self._house.say_farewell(self.socket)
        else:
            self._next()

    def _next(self) -> None:
        """The answer has gone: deal with what has come meanwhile."""
        raise NotImplementedError

    def _weigh(self, size: int) -> Problem | None:
        """Count `size` bytes as kept for the client from now on; the Problem if that is too much,
        and then none.
        """
        if size <= FREE:
            if self._held is not None:
                self._held.let_go()
                self._held = None
            return None
        if self._held is None:
            self._held = Held(self._house.asked, self.client)
        try:
            self._held.resize(size, self.client)
        except Problem as problem:
            return problem
        return None

    def close(self) -> None:
        """Free everything at once."""
        if self.state == CLOSED:
            return
        self._let_go()
        if self._lent:
            with contextlib.suppress(OSError):  # what a thread is at fails at once
                self.socket.shutdown(sockets.SHUT_RDWR)
        else:
            self.socket.close()

    def _let_go(self) -> None:
        """Free everything but the socket."""
        self.state = CLOSED
        self._await(None)
        self._end_outbox()
        self._moved()
        self._weigh(0)

    def _end_outbox(self) -> None:
        if self._outbox is not None:
            self._outbox.close()
            self._outbox = None
            self._moved()

    def _await(self, deadlines: Deadlines[Any] | None) -> None:
        """Wait under this deadline, which starts now, and no other."""
        if self.waits_in is not None:
            self.waits_in.discard(self)
        self.waits_in = deadlines
        if deadlines is not None:
            deadlines.add(self)
