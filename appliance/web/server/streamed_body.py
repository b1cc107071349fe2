"""A request's body that the app reads as it comes.

The app is asked when the head is there. Nothing is read from the socket but what the app reads of
the body, so that the kernel's buffers are all that fills when it reads slowly: then the client's
sending pauses. What goes to a disk is best poured (`pour`): the bytes go from the socket into a
thread's buffer and from there to whoever takes them, and the loop never sees them.
"""

from __future__ import annotations

import contextlib
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Protocol, TypeVar, cast

from gevent.hub import Waiter, get_hub

from appliance.errors import BadInput, Problem
from appliance.web.server import response
from appliance.web.server.body import Body
from appliance.web.server.buffers import PIECE, Buffers
from appliance.web.server.refusals import TooSlow

T = TypeVar("T")

TURN: Final = 4 * 1024 * 1024
"""Bytes that a thread moves for one connection before it is another's turn."""

LINES: Final = 16 * 1024
"""Bytes read at once where lines stand between chunks."""

PROGRESS: Final = 4 * 1024
"""Bytes within the time for a body that earn the whole time again. A client that sends a byte now
and then is too slow, as it is with a small body."""

ENOUGH: Final = PIECE // 2
"""Bytes that wait in the kernel before a thread is sent for them; any after the time for a body."""

DROPPED: Final = 4
"""Pieces that are dropped of a body which the app did not want; behind a longer one the connection
ends."""


class BodyEnded(BadInput):
    """The client hung up in the middle of a body, or the server ends: no more of it comes."""

    def __init__(self) -> None:
        super().__init__("body-ended")


class Inlet(Protocol):
    """What a body needs of its connection."""

    socket: Socket

    def lend(self, work: Callable[[], T], then: Callable[[T | Exception], object]) -> None:
        """Have `work`, which uses the socket, done in a thread; `then` hears of it in the loop."""

    def listen(self, heard: Callable[[], object] | None) -> None:
        """Call `heard` while there is something to read; None: no more."""

    def give_time(self) -> None:
        """Bytes came: the time for the body begins anew."""

    def body_over(self, rest: bytes) -> None:
        """The body is at its end, and `rest` came behind it."""


class StreamedBody:
    """What the app reads, in one greenlet; under WSGI it is `wsgi.input`.

    Whatever reads raises BodyEnded, TooSlow where less than PROGRESS came in the time for a body,
    and the Problem with chunks that are none. The client is told to send its body, if it asks for
    that (`Expect: 100-continue`), when the first of it is wanted.
    """

    __slots__ = (
        *("_buffers", "_enough", "_expects", "_framing", "_inlet", "_over", "_rest", "_since"),
        *("_urged", "_waiter", "_why", "length", "received"),
    )

    def __init__(
        self, inlet: Inlet, buffers: Buffers, framing: Body, begun: bytes, *, expects: bool
    ) -> None:
        """`framing` finds the body's end; `begun` is what has come of it, and behind it."""
        self._inlet = inlet
        self._buffers = buffers
        self._framing = framing
        self._rest = begun
        self._expects = expects
        self._enough = 1
        self._since = 0
        self._urged = False
        self._over = False
        self._waiter: Waiter[Any] | None = None
        self._why: Problem | None = None
        self.length = framing.size
        """Bytes of all of it; None where the client does not say."""
        self.received = 0
        """Bytes that were read of it."""

    # For the app.

    def pour(self, sink: Callable[[memoryview], object], most: int | None = None) -> int:
        """Give all of the body to `sink`, at most so many bytes; returns how many.

        `sink` is called in a thread, one piece (PIECE bytes, or fewer) after the other, which it
        must not use any longer than it runs. What it raises is raised here; the rest of the body,
        from behind the piece that it had, may still be read.
        """
        poured = 0
        while not self._over and (most is None or poured < most):
            turn = TURN if most is None else min(TURN, most - poured)
            before = self.received
            try:
                dry = self._in_thread(partial(self._move, sink, turn))
            finally:
                poured += self._came(self.received - before)
            if dry:
                self._wait(ENOUGH if most is None else most - poured)
        return poured

    def receive(self, most: int = PIECE) -> bytes:
        """What there is of it, at most so many bytes; nothing at its end."""
        if self._over or not most:
            return b""
        room = memoryview(bytearray(min(most, PIECE)))
        while True:
            self._check()
            try:
                return bytes(room[: self._came(self._take(room))])
            except BlockingIOError:
                self._wait()

    def __iter__(self) -> Iterator[bytes]:
        """Pieces as they come."""
        return iter(self.receive, b"")

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer at the end only. All that comes is no size: it may be any."""
        if size < 0:
            raise ValueError("say how many bytes of a stream to read")
        pieces = []
        while size and (piece := self.receive(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    # For the connection.

    def finish(self) -> bool:
        """No more is read; whether the connection is behind the body now. What has come of one
        that the app did not want is dropped.
        """
        try:
            if not self._over and not self._expects:
                self._drop()
        except (OSError, Problem):
            pass
        self.end(BodyEnded())
        return self._over

    def late(self) -> bool:
        """The time is over; whether that is the client's fault. It is not if the app does not read,
        nor while what came waits in the kernel for more: that is read first.
        """
        if self._waiter is None:
            return False
        if self._enough > 1 and not self._urged:
            self._urged = True
            self._wake_at(1)
            return False
        self.end(TooSlow("request-late"))
        return True

    def end(self, why: Problem) -> None:
        """No more comes: whoever reads, now or later, is told `why`."""
        self._why = self._why or why
        waiter, self._waiter = self._waiter, None
        if waiter is not None:
            get_hub().loop.run_callback(waiter.throw, self._why)

    def _check(self) -> None:
        if self._why is not None:
            raise self._why

    def _in_thread(self, work: Callable[[], T]) -> T:
        self._check()
        waiter: Waiter[Any] = Waiter()
        self._inlet.lend(work, waiter.switch)
        outcome = waiter.get()
        if isinstance(outcome, Exception):
            raise outcome
        return cast("T", outcome)

    def _wait(self, wanted: int = 1) -> None:
        """Until there is something to read, if possible so many bytes, or ENOUGH."""
        self._check()
        self._wake_at(1 if self._urged else max(1, min(wanted, ENOUGH, self._framing.plain)))
        if self._expects:
            self._expects = False
            with contextlib.suppress(OSError):  # reading will say what is wrong
                self._inlet.socket.send(response.CONTINUE)
        waiter: Waiter[Any] = Waiter()
        self._waiter = waiter
        self._inlet.listen(self._readable)
        try:
            waiter.get()
        finally:
            self._waiter = None
            self._inlet.listen(None)

    def _wake_at(self, size: int) -> None:
        """Let the kernel say that there is something to read when there is so much, or the end: a
        thread for each packet would cost more than what is in it.
        """
        if size != self._enough:
            self._enough = size
            with contextlib.suppress(OSError):  # where a system knows no such thing, at each packet
                socket = self._inlet.socket
                socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT, size)

    def _readable(self) -> None:
        if self._waiter is not None:
            self._waiter.switch(None)

    def _came(self, size: int) -> int:
        """So many bytes were taken; the same number."""
        self._since += size
        if self._since >= PROGRESS:
            self._since = 0
            self._urged = False
            self._inlet.give_time()
        if self._framing.done and not self._framing.content and not self._over:
            self._over = True
            self._wake_at(1)
            rest, self._rest = self._rest, b""
            self._inlet.body_over(rest)
        return size

    def _drop(self) -> None:
        with self._buffers.lent() as room:
            for _ in range(DROPPED):
                if not self._came(self._take(room)):
                    return

    # In the loop or in a thread, but in one of them at a time.

    def _move(self, sink: Callable[[memoryview], object], most: int) -> bool:
        """Give the sink what there is, at most so many bytes; whether there is no more for now."""
        with self._buffers.lent() as room:
            while most:
                try:
                    size = self._take(room[:most])
                except BlockingIOError:
                    return True
                if not size:
                    return False
                sink(room[:size])
                most -= size
        return False

    def _take(self, room: memoryview) -> int:
        """Put into `room` what there is; 0 at the end. Raises BlockingIOError where nothing is."""
        framing = self._framing
        while not (framing.content or framing.done):
            if framing.plain and not self._rest:
                size = self._receive(room[: framing.plain])
                framing.passed(size)
                self.received += size
                return size
            at = framing.take(self._rest, 0)
            if at:
                self._rest = self._rest[at:]
            else:  # the beginning of a line
                lines = memoryview(bytearray(LINES))
                self._rest += bytes(lines[: self._receive(lines)])
        size = min(len(room), len(framing.content))
        room[:size] = framing.content[:size]
        del framing.content[:size]
        self.received += size
        return size

    def _receive(self, room: memoryview) -> int:
        try:
            size = self._inlet.socket.recv_into(room)
        except InterruptedError as error:
            raise BlockingIOError from error
        except BlockingIOError:
            raise
        except OSError as error:
            raise BodyEnded from error
        if not size:
            raise BodyEnded
        return size
