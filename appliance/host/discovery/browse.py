"""Finds the chats that are announced on this network."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from appliance.errors import Problem
from appliance.host.discovery import networks
from appliance.host.discovery.found import FoundChat, listed, understood
from appliance.host.discovery.greeting import greeted
from appliance.host.discovery.names import CHAT

if TYPE_CHECKING:
    from zeroconf import ServiceStateChange, Zeroconf

MOST: Final = 64
"""Chats that are listed; further ones are left out until one of these goes."""

RESOLVE_MS: Final = 2_000
"""For a chat that was announced to say where it is."""

CLOSE_SECONDS: Final = 1.0

Found = Callable[[list[FoundChat]], None]
"""Called, in the browser's thread, with all chats there are whenever that changes."""


class CannotLook(Problem):
    """mDNS cannot be used on this machine."""

    title = "No looking around"


class Browser:
    """Looks around until `close`; `own` is the log of the chat that asks.

    `failure` holds the problem when looking is impossible; then nothing is ever found.
    """

    def __init__(self, found: Found, own: str = "") -> None:
        self._found = found
        self._own = own
        self._chats: dict[str, FoundChat] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._closed = False
        self.failure: CannotLook | None = None
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking. `found` is not called any more after it returns."""
        self._closed = True
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(CLOSE_SECONDS)

    def ended(self, seconds: float) -> bool:
        """Whether it ends within `seconds`: because it failed, or was closed."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
        try:
            asyncio.run(self._look())
        except (OSError, RuntimeError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.failure = CannotLook(
                f"Chats on this network cannot be looked for: {reason}. Ask for the address of "
                "one and open it in a browser."
            )

    async def _look(self) -> None:
        from zeroconf import IPVersion
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with AsyncZeroconf(ip_version=IPVersion.V4Only) as zeroconf:
            browser = AsyncServiceBrowser(zeroconf.zeroconf, CHAT, handlers=[self._changed])
            if not self._closed:
                await self._stop.wait()
            await browser.async_cancel()
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _changed(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        former = self._tasks.pop(name, None)
        if former is not None:
            former.cancel()
        if state_change.name == "Removed":
            if self._chats.pop(name, None) is not None:
                self._tell()
        elif len(self._tasks) < MOST:
            self._tasks[name] = asyncio.ensure_future(self._resolve(zeroconf, name))

    async def _resolve(self, zeroconf: Any, name: str) -> None:
        from zeroconf.asyncio import AsyncServiceInfo

        info = AsyncServiceInfo(CHAT, name)
        if not await info.async_request(zeroconf, RESOLVE_MS):
            return
        chat = understood(
            name.removesuffix(f".{CHAT}"),
            info.server or "",
            info.port,
            addresses=info.parsed_addresses(),
            facts=info.decoded_properties,
            near=sorted(networks.everything()),
        )
        if chat is not None:
            chat = chat._replace(own=bool(self._own) and chat.id == self._own)
            self._chats[name] = await asyncio.to_thread(greeted, chat)
            self._tell()

    def _tell(self) -> None:
        if not self._closed:
            self._found(listed(self._chats.values()))


def find(seconds: float, own: str = "") -> list[FoundChat]:
    """The chats that are found within `seconds`. Raises CannotLook."""
    last: list[list[FoundChat]] = [[]]
    browser = Browser(last.append, own)
    browser.ended(seconds)
    browser.close()
    if browser.failure is not None:
        raise browser.failure
    return last[-1]
