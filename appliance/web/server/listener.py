"""Accepting connections."""

from __future__ import annotations

import contextlib
import errno
import os
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable
from typing import Any, Final

from appliance.errors import Problem, Starting
from appliance.steady import Steady

BACKLOG: Final = 4096
"""Connections the kernel may hold for us before we accept them."""

AT_ONCE: Final = 256
"""Connections accepted in one turn of the loop, so that a rush does not starve the others."""

PAUSE_SECONDS: Final = 0.2
"""Rest after accepting failed; the kernel's queue holds those who come."""

OVERLAP: Final[int | None] = getattr(sockets, "SO_REUSEPORT", None)

_OUT_OF_FILES: Final = (errno.EMFILE, errno.ENFILE)


class PortTaken(Starting):
    """Another program listens there."""


class PortKept(PortTaken):
    """The system lets nobody listen there: Windows keeps whole ranges, others those below 1024."""


class NoSuchAddress(Starting):
    """No address of this machine: ::1, most often, where there is no IPv6."""


class NotAccepted(Problem):
    """The system hands out no connection just now."""


_NO_ADDRESS: Final = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
_NOT_HERE: Final = (*_NO_ADDRESS, sockets.EAI_NONAME)


def listen(host: str, port: int, *, beside: bool = False) -> sockets.socket:
    """A listening socket on `host` ("" for all addresses, IPv6 too) and `port` (0: any free).

    With `beside` it may overlap with another of our sockets that allows it just now; the one with
    the narrower address gets those who come.
    Raises Starting with a sentence when that cannot be had: PortTaken or NoSuchAddress if it is
    for that reason.
    """
    dual = host == "" and sockets.has_dualstack_ipv6()
    try:
        listener = sockets.create_server(
            ("::" if dual else host, port),
            family=sockets.AF_INET6 if dual or ":" in host else sockets.AF_INET,
            backlog=BACKLOG,
            dualstack_ipv6=dual,
            reuse_port=beside and OVERLAP is not None,
        )
    except OSError as error:
        raise _problem(host, port, error) from error
    listener.setblocking(False)
    if beside:
        allow_overlap(listener, False)
    return listener


def allow_overlap(listener: sockets.socket, allowed: bool) -> None:
    """Whether another socket of this user may listen at the same place, where there is such a
    thing. Never for longer than needed: a second program would share our clients.
    """
    if OVERLAP is not None:
        listener.setsockopt(sockets.SOL_SOCKET, OVERLAP, int(allowed))


def _problem(host: str, number: int, error: OSError) -> Starting:
    port = str(number)
    if error.errno == errno.EADDRINUSE:
        return PortTaken("port-taken", port=port)
    if error.errno == errno.EACCES:
        return PortKept("port-privileged" if number < 1024 else "port-kept", port=port)
    kind = NoSuchAddress if error.errno in _NO_ADDRESS else Starting
    if host and error.errno in _NOT_HERE:
        return kind("no-such-address", host=host)
    reason = str(error.strerror or error).partition(" (while ")[0]  # Python adds the address again
    if host:
        return kind("not-listening", host=host, port=port, reason=reason)
    return kind("not-listening-anywhere", port=port, reason=reason)


class Listener:
    """Calls `accepted(socket, address)` for each connection, ready for use and not blocking.

    Nothing that goes wrong ends it: the system may refuse for reasons of its own (accept(2) names
    a dozen), and hands on what went wrong on the connection that would be the next one. It is tried
    again after a pause; where files are short `starved` is called before.
    """

    def __init__(
        self,
        loop: Any,
        socket: sockets.socket,
        accepted: Callable[[Socket, str], None],
        starved: Callable[[], object],
    ) -> None:
        self._loop = loop
        self._socket = socket
        self._accepted = accepted
        self._starved = starved
        self._turns = Steady("Accepting connections", self._take)
        self._pause: Any = None
        self._watcher = loop.io(socket.fileno(), 1)
        self._watcher.start(self._readable)

    def close(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._end_pause()
        self._socket.close()

    def take_all(self) -> None:
        """Accept everybody who waits: closing would turn them away."""
        self._turns.step(BACKLOG)

    def may_overlap(self, allowed: bool) -> None:
        allow_overlap(self._socket, allowed)

    def _readable(self) -> None:
        if not self._turns.step(AT_ONCE):
            self._rest()

    def _take(self, most: int) -> None:
        try:
            for _ in range(most):
                self._take_one()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            if error.errno in _OUT_OF_FILES:
                self._starved()
            raise NotAccepted("not-accepted", reason=error.strerror or error) from error

    def _take_one(self) -> None:
        number, address = self._socket._accept()  # type: ignore[attr-defined] # noqa: SLF001
        try:
            # The family is told because asking the kernel for it costs three calls.
            socket = Socket(self._socket.family, sockets.SOCK_STREAM, 0, number)
        except BaseException:
            os.close(number)
            raise
        try:
            socket.setblocking(False)
            _hurry(socket)
            self._accepted(socket, address[0])
        except BaseException:
            socket.close()
            raise

    def _rest(self) -> None:
        self._watcher.stop()
        # A new timer each time: libev's would count from when the former one was started, and
        # ring at once.
        self._end_pause()
        self._pause = self._loop.timer(PAUSE_SECONDS)
        self._pause.start(self._resume)

    def _resume(self) -> None:
        self._end_pause()
        self._watcher.start(self._readable)

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause.close()
            self._pause = None


def _hurry(socket: Socket) -> None:
    """Without Nagle's wait: with it every answer waits 40 ms for the client's delayed
    acknowledgement.
    """
    with contextlib.suppress(OSError):  # macOS: it is broken already, as reading will notice
        socket.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
