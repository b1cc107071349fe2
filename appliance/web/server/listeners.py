"""All the sockets at which a server accepts: the same port on some addresses."""

from __future__ import annotations

import contextlib
import socket as sockets
from _socket import socket as Socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from appliance.errors import Starting
from appliance.web.server.listener import Listener, NoSuchAddress, PortTaken, listen

EVERYWHERE: Final = ("",)
LOOPBACK: Final = ("127.0.0.1", "::1")

TRIES: Final = 20
"""Any free port is chosen on the first address, and may be taken on the second."""


def listen_at(
    hosts: Sequence[str], port: int, *, beside: bool = False
) -> dict[str, sockets.socket]:
    """A listening socket for each of `hosts` that this machine has, all with the same port.

    For `beside` see `listen`. Raises Starting when one cannot be had, or none is this machine's.
    """
    for _ in range(TRIES if port == 0 else 0):
        with contextlib.suppress(PortTaken):
            return _opened(hosts, 0, beside=beside)
    return _opened(hosts, port, beside=beside)


def _opened(hosts: Sequence[str], port: int, *, beside: bool) -> dict[str, sockets.socket]:
    found: dict[str, sockets.socket] = {}
    missing: NoSuchAddress | None = None
    try:
        for host in hosts:
            try:
                found[host] = listen(host, port, beside=beside)
            except NoSuchAddress as problem:
                missing = problem
            else:
                port = found[host].getsockname()[1]
        if not found and missing is not None:
            raise missing
    except Starting:
        for socket in found.values():
            socket.close()
        raise
    return found


class Listeners:
    """Accepts on `hosts`; calls `accepted` and `starved` as a Listener does."""

    def __init__(
        self,
        loop: Any,
        hosts: Sequence[str],
        port: int,
        accepted: Callable[[Socket, str], None],
        starved: Callable[[], object],
    ) -> None:
        self._loop = loop
        self._accepted = accepted
        self._starved = starved
        self._hosts = tuple(hosts)
        sockets = listen_at(hosts, port)
        self.port: int = next(iter(sockets.values())).getsockname()[1]
        self._listening = self._watched(sockets)

    def close(self) -> None:
        for listener in self._listening.values():
            listener.close()
        self._listening = {}

    def move(self, hosts: Sequence[str]) -> None:
        """Accept on `hosts` instead; everybody who came to the old addresses is let in first.

        Raises Starting when that cannot be had; then nothing has changed.
        """
        stay = {host: one for host, one in self._listening.items() if _within(host, hosts)}
        try:
            fresh = self._beside([host for host in hosts if host not in stay], needed=not stay)
        except Starting:
            stay, fresh = {}, self._replaced(hosts)
        # From now on who comes is the new ones' already; these wait with the old ones.
        self._leave(stay)
        self._hosts = tuple(hosts)
        self._listening |= self._watched(fresh)

    def _beside(self, hosts: Sequence[str], *, needed: bool) -> dict[str, sockets.socket]:
        """Sockets on these, too, as far as this machine has them."""
        try:
            with self._shared():
                return listen_at(hosts, self.port, beside=True)
        except NoSuchAddress:
            if needed:
                raise
            return {}

    def _replaced(self, hosts: Sequence[str]) -> dict[str, sockets.socket]:
        """The same where the system lets no two sockets overlap: the old ones close first."""
        self._leave({})
        try:
            return listen_at(hosts, self.port)
        except Starting:
            self._listening = self._watched(listen_at(self._hosts, self.port))
            raise

    def _leave(self, stay: Mapping[str, Listener]) -> None:
        """Close all but these."""
        for listener in self._listening.values():
            if listener not in stay.values():
                listener.take_all()
                listener.close()
        self._listening = dict(stay)

    @contextlib.contextmanager
    def _shared(self) -> Iterator[None]:
        """Meanwhile sockets of this user may overlap with these, if they want to."""
        for listener in self._listening.values():
            listener.may_overlap(True)
        try:
            yield
        finally:
            for listener in self._listening.values():
                listener.may_overlap(False)

    def _watched(self, sockets: Mapping[str, sockets.socket]) -> dict[str, Listener]:
        return {
            host: Listener(self._loop, socket, self._accepted, self._starved)
            for host, socket in sockets.items()
        }


def _within(host: str, hosts: Sequence[str]) -> bool:
    """Whether a listener on `host` may stay when the addresses are to be `hosts`. Those on this
    computer's own stay beside the one for all: whoever is just coming in when a listener closes
    is turned away, and nobody here shall notice the switch.
    """
    return host in hosts or (host in LOOPBACK and tuple(hosts) == EVERYWHERE)
