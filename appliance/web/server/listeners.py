"""All the sockets at which a server accepts: the same port on some addresses."""

from __future__ import annotations

import contextlib
import errno
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from appliance.errors import Starting
from appliance.web.server.listener import Listener, PortTaken, listen

EVERYWHERE: Final = ("",)
LOOPBACK: Final = ("127.0.0.1", "::1")

_NO_SUCH_ADDRESS: Final = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

TRIES: Final = 20
"""Any free port is chosen on the first address, and may be taken on the second."""


def listen_at(hosts: Sequence[str], port: int, *, beside: bool = False) -> list[sockets.socket]:
    """A listening socket on each of `hosts` that this machine has, all with the same port.

    For `beside` see `listen`. Raises Starting when one cannot be had, or none is this machine's.
    """
    for _ in range(TRIES if port == 0 else 0):
        with contextlib.suppress(PortTaken):
            return _opened(hosts, 0, beside=beside)
    return _opened(hosts, port, beside=beside)


def _opened(hosts: Sequence[str], port: int, *, beside: bool) -> list[sockets.socket]:
    found: list[sockets.socket] = []
    missing: Starting | None = None
    try:
        for host in hosts:
            try:
                found.append(listen(host, port, beside=beside))
            except Starting as problem:
                if getattr(problem.__cause__, "errno", None) not in _NO_SUCH_ADDRESS:
                    raise
                missing = problem  # a machine without IPv6, most likely
            else:
                port = found[-1].getsockname()[1]
        if not found and missing is not None:
            raise missing
    except Starting:
        for socket in found:
            socket.close()
        raise
    return found


class Listeners:
    """Accepts on `hosts`; calls `accepted(socket, address)` as a Listener does."""

    def __init__(
        self,
        loop: Any,
        hosts: Sequence[str],
        port: int,
        accepted: Callable[[Socket, str], None],
    ) -> None:
        self._loop = loop
        self._accepted = accepted
        self._hosts = tuple(hosts)
        sockets = listen_at(hosts, port)
        self.port: int = sockets[0].getsockname()[1]
        self._listening = self._watched(sockets)

    def close(self) -> None:
        for listener in self._listening:
            listener.close()
        self._listening = []

    def move(self, hosts: Sequence[str]) -> None:
        """Accept on `hosts` instead; everybody who came to the old addresses is let in first.

        Raises Starting when that cannot be had; then nothing has changed.
        """
        try:
            with self._shared():
                fresh = listen_at(hosts, self.port, beside=True)
        except Starting:
            fresh = self._replaced(hosts)
        else:
            # From now on who comes is the new ones' already; these wait with the old ones.
            self._leave()
        self._hosts = tuple(hosts)
        self._listening = self._watched(fresh)

    def _replaced(self, hosts: Sequence[str]) -> list[sockets.socket]:
        """The same where the system lets no two sockets overlap: the old ones close first."""
        self._leave()
        try:
            return listen_at(hosts, self.port)
        except Starting:
            self._listening = self._watched(listen_at(self._hosts, self.port))
            raise

    def _leave(self) -> None:
        for listener in self._listening:
            listener.take_all()
        self.close()

    @contextlib.contextmanager
    def _shared(self) -> Iterator[None]:
        """Meanwhile sockets of this user may overlap with these, if they want to."""
        for listener in self._listening:
            listener.may_overlap(True)
        try:
            yield
        finally:
            for listener in self._listening:
                listener.may_overlap(False)

    def _watched(self, sockets: list[sockets.socket]) -> list[Listener]:
        return [Listener(self._loop, socket, self._accepted) for socket in sockets]
