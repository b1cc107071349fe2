"""Finds the chats that are announced on this network."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from appliance.errors import Problem
from appliance.network.discovery.complaints import reason
from appliance.network.discovery.found import FoundChat

if TYPE_CHECKING:
    from appliance.network.discovery.lookout import Lookout

CLOSE_SECONDS: Final = 1.0

Found = Callable[[list[FoundChat]], None]
"""Called, in the browser's thread, with all chats there are whenever that changes."""


class CannotLook(Problem):
    """mDNS cannot be used on this machine."""

    title = "No looking around"


class Browser:
    """Looks around until `close`; `own` is the log of the chat that asks. A chat that vanishes
    without a goodbye stays found.

    `failure` holds the problem when looking is impossible; then nothing is ever found.
    """

    def __init__(self, found: Found, own: str = "") -> None:
        self._found = found
        self._own = own
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lookout: Lookout | None = None
        self._closed = False
        self.failure: CannotLook | None = None
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking. `found` is not called any more after it returns."""
        self._closed = True
        if self._loop is not None and self._lookout is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._lookout.stop.set)
        self._thread.join(CLOSE_SECONDS)

    def ended(self, seconds: float) -> bool:
        """Whether it ends within `seconds`: because it failed, or was closed."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._look())
        except Exception as error:
            self.failure = CannotLook("cannot-look", reason=reason(error))

    async def _look(self) -> None:
        from appliance.network.discovery.lookout import Lookout

        self._lookout, self._loop = Lookout(self._tell, self._own), asyncio.get_running_loop()
        if not self._closed:
            await self._lookout.look()

    def _tell(self, chats: list[FoundChat]) -> None:
        if not self._closed:
            self._found(chats)


def find(seconds: float, own: str = "") -> list[FoundChat]:
    """The chats that are found within `seconds`. Raises CannotLook."""
    last: list[list[FoundChat]] = [[]]
    browser = Browser(last.append, own)
    browser.ended(seconds)
    browser.close()
    if browser.failure is not None:
        raise browser.failure
    return last[-1]
