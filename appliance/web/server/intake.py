"""The part of a connection that hands a body to the app as a stream."""

from __future__ import annotations

from _socket import socket as Socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from appliance.web.server.body import Body
from appliance.web.server.channel import CLOSED, Channel
from appliance.web.server.request import Request
from appliance.web.server.streamed_body import BodyEnded, StreamedBody

if TYPE_CHECKING:
    from appliance.web.server.clients import Client
    from appliance.web.server.house import House

_READ: Final = 1  # libev's mask


class Intake(Channel):
    """Has the watcher that says when there is something to read, by calling the connection itself:
    for thousands that is less than a method of each. While a stream lasts, what is read is that
    body's; before and after it, the connection's own.
    """

    __slots__ = ("_stream", "_watcher")

    def __init__(self, house: House, socket: Socket, client: Client) -> None:
        super().__init__(house, socket, client)
        self._stream: StreamedBody | None = None
        self._watcher = house.loop.io(socket.fileno(), _READ)

    def _begin_stream(self, request: Request, framing: Body) -> StreamedBody:
        """From here to its end nobody else reads. Raises TooMuch or Overfull."""
        self._move()
        self._watcher.stop()
        self.give_time()
        begun, request.body = request.body, b""
        buffers = self._house.buffers
        stream = StreamedBody(self, buffers, framing, begun, expects=request.expects)
        self._stream = stream
        return stream

    def _end_stream(self, stream: StreamedBody) -> None:
        """The app has answered. Of a body that it did not read so far the end is not known, so
        that it is the last one here.
        """
        self._stream = None
        self._closing = not stream.finish() or self._closing
        self._await(None)
        self._moved()

    def listen(self, heard: Callable[[], object] | None) -> None:
        if self.state == CLOSED:
            return
        if heard is None:
            self._watcher.stop()
        else:
            self._watcher.start(heard)

    def give_time(self) -> None:
        if self.state != CLOSED:
            self._await(self._house.reading_body)

    def body_over(self, rest: bytes) -> None:
        if self.state == CLOSED:
            return
        self._await(None)
        self.listen(self)
        if rest:
            self._hold(rest)

    def __call__(self) -> None:
        """Something that is no stream's can be read."""
        raise NotImplementedError

    def _hold(self, data: bytes) -> None:
        """Keep what came behind the request that is being answered."""
        raise NotImplementedError

    def _let_go(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        if self._stream is not None:
            self._stream.end(BodyEnded())
        super()._let_go()
