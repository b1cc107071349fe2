"""The thread that has the chat announced while it is shared, whatever happens to the network."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from appliance import __version__
from appliance.host.discovery.names import host_label, instance_label, shortened
from appliance.host.discovery.standing import Standing

if TYPE_CHECKING:
    from appliance.host.discovery.station import Chat, Station

LOOK_SECONDS: Final = 5.0
"""Between two looks at this machine's addresses."""

END_SECONDS: Final = 0.2
"""How long the end of the process waits for the goodbye; without it others remember the chat
for a while."""

_TEXT: Final = 200
"""Bytes of one fact; DNS allows 255 together with its key."""

_log: Final = logging.getLogger(__name__)

Named = Callable[[str | None], None]
"""Called, in the announcer's thread, with the NAME.local that was won; None when it is gone."""


class Announcer:
    """Announces the chat `name` with its `standing` at `port`.

    `addresses` gives the addresses that others may try; it is asked again and again. Nothing of
    it touches the thread that serves, and nothing that fails here is more than a line in the log.
    """

    def __init__(
        self,
        name: str,
        standing: Standing,
        port: int,
        addresses: Callable[[], Sequence[str]],
        named: Named,
    ) -> None:
        self._name = name
        self._standing = standing
        self._port = port
        self._addresses = addresses
        self._named = named
        self._shared = True
        self._ending = False
        self._complained = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)

    def start(self) -> None:
        """Begin, in the background."""
        self._thread.start()

    def share(self, shared: bool) -> None:
        """Announce it from now on, or no longer. May be called from any thread."""
        self._shared = shared
        self._wake()

    def end(self) -> None:
        """Say goodbye; `join` waits for it."""
        self._ending = True
        self._wake()

    def join(self) -> None:
        """Wait until it is over, but not for long."""
        if self._thread.ident is not None:
            self._thread.join(END_SECONDS)

    def _wake(self) -> None:
        if self._loop is not None and self._changed is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._changed.set)

    def _run(self) -> None:
        # zeroconf tells more than anybody wants to know of a network that comes and goes.
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
        try:
            asyncio.run(self._announce())
        except Exception as error:
            self._complain(error)

    async def _announce(self) -> None:
        self._loop, self._changed = asyncio.get_running_loop(), asyncio.Event()
        while not self._ending:
            addresses = self._now()
            if addresses:
                try:
                    await self._at(addresses)
                except Exception as error:
                    self._complain(error)
                    await self._nap(LOOK_SECONDS)
            else:
                await self._nap(LOOK_SECONDS)

    async def _at(self, addresses: list[str]) -> None:
        """Be announced at `addresses` until they change, or nothing is to be announced."""
        from appliance.host.discovery.station import Station

        station = Station(self._chat(), addresses)
        await station.open()
        try:
            while self._now() == addresses:
                held = asyncio.ensure_future(self._hold(station))
                over = asyncio.ensure_future(self._until_other_than(addresses))
                await asyncio.wait([held, over], return_when=asyncio.FIRST_COMPLETED)
                for task in (held, over):
                    task.cancel()
                for ended in await asyncio.gather(held, over, return_exceptions=True):
                    if isinstance(ended, Exception):
                        raise ended
                self._named(None)
                await station.withdraw()
        finally:
            await station.close()

    async def _hold(self, station: Station) -> None:
        """Get the names and keep them until somebody else claims one."""
        await station.settle()
        self._named(station.name)
        _log.info("Announced on this network as %s", station.name)
        await station.lost()
        _log.warning("Another machine claims the name %s or that of the chat", station.name)

    async def _until_other_than(self, addresses: list[str]) -> None:
        while self._now() == addresses:
            await self._nap(LOOK_SECONDS)

    def _now(self) -> list[str]:
        """Where the chat is to be announced at this moment."""
        return list(self._addresses()) if self._shared and not self._ending else []

    async def _nap(self, seconds: float) -> None:
        """Sleep, but not through a change."""
        assert self._changed is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        self._changed.clear()

    def _chat(self) -> Chat:
        from appliance.host.discovery.station import Chat

        facts = {
            **self._standing.facts(),
            "name": shortened(self._name, _TEXT),
            "version": __version__,
            "path": "/",
        }
        host = host_label(socket.gethostname())
        return Chat(host, instance_label(self._name), self._port, facts)

    def _complain(self, error: Exception) -> None:
        """Once for each reason: it is tried again and again."""
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if reason != self._complained:
            self._complained = reason
            _log.warning("The chat is not announced on this network by mDNS: %s", reason)
