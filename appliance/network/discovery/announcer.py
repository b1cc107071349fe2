"""The thread that has the chat announced while it is shared, whatever happens to the network."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from appliance import __version__
from appliance.network.discovery.complaints import Complaints, hush
from appliance.network.discovery.names import host_label, instance_label, shortened
from appliance.network.discovery.networks import LOOK_SECONDS, Card
from appliance.network.discovery.standing import Standing

if TYPE_CHECKING:
    from appliance.network.discovery.station import Service, Station

END_SECONDS: Final = 0.2
"""How long the end of the process waits for the goodbye; without it others remember the chat
for a while."""

_TEXT: Final = 200
"""Bytes of one fact; DNS allows 255 together with its key."""

_log: Final = logging.getLogger(__name__)

Named = Callable[[str | None], None]
"""Called, in the announcer's thread, with the NAME.local that was won; None when it is gone."""


class Surroundings(NamedTuple):
    """What this machine is called, and the cards on which the chat is to be announced."""

    machine: str
    cards: Sequence[Card]


class Announcer:
    """Announces the chat `name` with its `standing` at `port`.

    `cards` gives the network cards on whose networks others may try; it is asked again and again.
    Nothing of it touches the thread that serves, and nothing that fails here is more than a line
    in the log, said once: it is tried again after a pause, whatever it was.
    """

    def __init__(
        self,
        name: str,
        standing: Standing,
        port: int,
        cards: Callable[[], Sequence[Card]],
        named: Named,
    ) -> None:
        self._name = name
        self._standing = standing
        self._port = port
        self._cards = cards
        self._named = named
        self._shared = True
        self._begun = False
        self._ended = threading.Event()
        self._complaints = Complaints(_log)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in the background."""
        self._begun = True
        thread = threading.Thread(target=self._run, name="announcer", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # no thread is left; `share` tries again
            self._complain(error)
        else:
            self._thread = thread

    def share(self, shared: bool) -> None:
        """Announce it from now on, or no longer. May be called from any thread."""
        self._shared = shared
        if self._begun and self._thread is None:
            self.start()
        self._wake()

    def end(self) -> None:
        """Say goodbye; `join` waits for it."""
        self._ended.set()
        self._wake()

    def join(self) -> None:
        """Wait until it is over, but not for long."""
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    def _wake(self) -> None:
        loop, changed = self._loop, self._changed
        if loop is not None and changed is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                loop.call_soon_threadsafe(changed.set)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                _find_room()
                asyncio.run(self._announce())
            except Exception as error:  # out of files or memory, not even a loop could be made
                self._complain(error)
                self._ended.wait(LOOK_SECONDS)

    async def _announce(self) -> None:
        self._loop, self._changed = asyncio.get_running_loop(), asyncio.Event()
        hush(self._loop)
        while not self._ended.is_set():
            try:
                around = self._now()
                if around.cards:
                    await self._at(around)
                    continue
            except Exception as error:
                self._complain(error)
            await self._nap(LOOK_SECONDS)

    async def _at(self, around: Surroundings) -> None:
        """Be announced at `around` until it changes, or nothing is to be announced."""
        from appliance.network.discovery.station import Station

        station = Station(self._service(around.machine), around.cards)
        try:
            await station.open()
            for name, error in station.deaf.items():
                self._complain(error, f"on {name}")
            while self._is_still(around):
                await self._announced_by(station, around)
        finally:
            self._named(None)
            await station.close()

    async def _announced_by(self, station: Station, around: Surroundings) -> None:
        """Hold names until they are lost or what is around has changed, then let go of them."""
        held = asyncio.ensure_future(self._hold(station))
        over = asyncio.ensure_future(self._until_other_than(around))
        await asyncio.wait([held, over], return_when=asyncio.FIRST_COMPLETED)
        for task in (held, over):
            task.cancel()
        for ended in await asyncio.gather(held, over, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        self._named(None)
        await station.withdraw()

    async def _hold(self, station: Station) -> None:
        """Get the names and keep them until somebody else claims one."""
        await station.settle()
        self._named(station.name)
        _log.info("Announced on this network as %s", station.name)
        if station.contested:
            _log.warning(
                "Other devices on this network claim every name of the chat that was tried; "
                "%s was made up, and claims to it are ignored",
                station.name,
            )
        self._complaints.forget()
        await station.lost()
        _log.warning("Another machine claims the name %s or that of the chat", station.name)

    async def _until_other_than(self, around: Surroundings) -> None:
        while self._is_still(around):
            await self._nap(LOOK_SECONDS)

    def _is_still(self, around: Surroundings) -> bool:
        """Whether the chat is to be announced at `around`; also where the system cannot say."""
        try:
            return self._now() == around
        except OSError as error:
            self._complaints.say(error, "Whether the network has changed cannot be seen")
            return not self._ended.is_set()

    def _now(self) -> Surroundings:
        """Where the chat is to be announced at this moment."""
        wanted = self._shared and not self._ended.is_set()
        return Surroundings(socket.gethostname(), list(self._cards()) if wanted else [])

    async def _nap(self, seconds: float) -> None:
        """Sleep, but not through a change."""
        assert self._changed is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        self._changed.clear()

    def _service(self, machine: str) -> Service:
        from appliance.network.discovery.station import Service

        facts = {
            **self._standing.facts(),
            "name": shortened(self._name, _TEXT),
            "version": __version__,
            "path": "/",
        }
        return Service(host_label(machine), instance_label(self._name), self._port, facts)

    def _complain(self, error: Exception, where: str = "by mDNS") -> None:
        self._complaints.say(error, f"The chat is not announced on this network {where}")


def _find_room() -> None:
    """Raises OSError where there are not files enough for a loop: of one that was made by half
    asyncio leaves a trace on the terminal.
    """
    with contextlib.ExitStack() as room:
        for _ in range(2):
            for end in socket.socketpair():
                room.enter_context(end)
