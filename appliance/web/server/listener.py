"""Accepting connections."""

from __future__ import annotations

import errno
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable, Mapping
from typing import Any, Final

from appliance.errors import Starting

BACKLOG: Final = 4096
"""Connections the kernel may hold for us before we accept them."""

AT_ONCE: Final = 256
"""Connections accepted in one turn of the loop, so that a rush does not starve the others."""

PAUSE_SECONDS: Final = 0.2
"""Rest after the process ran out of files; the kernel's queue holds those who come."""

OVERLAP: Final[int | None] = getattr(sockets, "SO_REUSEPORT", None)

_OUT_OF_FILES: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class PortTaken(Starting):
    """Another program listens there."""


class NoSuchAddress(Starting):
    """No address of this machine: ::1, most often, where there is no IPv6."""


_PROBLEMS: Final[Mapping[int, type[Starting]]] = {
    errno.EADDRINUSE: PortTaken,
    errno.EADDRNOTAVAIL: NoSuchAddress,
    errno.EAFNOSUPPORT: NoSuchAddress,
}


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
        kind = _PROBLEMS.get(error.errno or 0, Starting)
        raise kind(_sentence(host, port, error)) from error
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


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another one with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights. Choose one above 1023 with --port."
    return f"Cannot listen on {host or 'all addresses'}, port {port}: {error.strerror or error}."


class Listener:
    """Calls `accepted(socket, address)` for each connection, ready for use and not blocking."""

    def __init__(
        self, loop: Any, socket: sockets.socket, accepted: Callable[[Socket, str], None]
    ) -> None:
        self._loop = loop
        self._socket = socket
        self._accepted = accepted
        self._pause = loop.timer(PAUSE_SECONDS)
        self._watcher = loop.io(socket.fileno(), 1)
        self._watcher.start(self._readable)

    def close(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._pause.stop()
        self._pause.close()
        self._socket.close()

    def take_all(self) -> None:
        """Accept everybody who waits: closing would turn them away."""
        self._take(BACKLOG)

    def may_overlap(self, allowed: bool) -> None:
        allow_overlap(self._socket, allowed)

    def _readable(self) -> None:
        self._take(AT_ONCE)

    def _take(self, most: int) -> None:
        for _ in range(most):
            try:
                number, address = self._socket._accept()  # type: ignore[attr-defined] # noqa: SLF001
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _OUT_OF_FILES:
                    raise
                self._watcher.stop()
                self._pause.start(self._resume)
                return
            self._accepted(self._socket_of(number), address[0])

    def _socket_of(self, number: int) -> Socket:
        # The family is told because asking the kernel for it costs three calls; Nagle is off
        # because with it every answer waits 40 ms for the client's delayed acknowledgement.
        socket = Socket(self._socket.family, sockets.SOCK_STREAM, 0, number)
        socket.setblocking(False)
        socket.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        return socket

    def _resume(self) -> None:
        self._pause.stop()
        self._watcher.start(self._readable)
