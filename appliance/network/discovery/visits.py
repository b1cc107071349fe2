"""Goes where a chat is said to be, for one device at a time, and finds out whether it is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from appliance.network.discovery.found import FoundChat
from appliance.network.discovery.greeting import greeted, is_at
from appliance.network.discovery.teller import MOST, Said

ASKS: Final = 3
ASK_SECONDS: Final = 0.4
"""For a chat of which something is missing: so often it is asked for, with a pause."""

MOST_SILENT: Final = 2
"""Of one device's chats that do not answer; they are tried again, but further ones are not told."""

RETRY_SECONDS: Final = 2.0
"""After which one that did not answer is tried again, when its device next speaks of it."""

DOUBT_SECONDS: Final = (0.5, 1.0, 2.0, 4.0)
"""After a goodbye it is looked whether the chat is there all the same: who said it may still be
about to close its port. After the last of these somebody else said it."""

_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Visitor:
    """Looks into what one device says, one chat after the other: a device that tells of places
    where nobody answers only keeps its own other chats waiting.

    `said` gives what is known of a chat, None once it was taken back or is not complete yet;
    `ask` asks the network for what is missing of it.
    """

    has: Callable[[str], bool]
    said: Callable[[str], Said | None]
    ask: Callable[[str, Said | None], None]
    understood: Callable[[Said], FoundChat | None]
    changed: Callable[[], None]
    chats: dict[str, FoundChat] = field(default_factory=dict)
    """What was found: at most as many as a Teller tells of."""
    _pending: dict[str, None] = field(default_factory=dict)
    _tried: dict[str, tuple[Said, float]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    @property
    def answered(self) -> bool:
        """Whether a chat of this device is there."""
        return any(chat.answers for chat in self.chats.values())

    def look_into(self, key: str) -> None:
        """Something was said of this chat."""
        # The latest first: of much that somebody pretends to be, the true one is said again.
        self._pending.pop(key, None)
        if len(self._pending) >= MOST:
            del self._pending[next(iter(self._pending))]
        self._pending[key] = None
        self._news.set()
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._go())

    def stop(self) -> Awaitable[None] | None:
        if self._task is not None:
            self._task.cancel()
        return self._task

    async def _go(self) -> None:
        while self._pending:
            key, _ = self._pending.popitem()
            try:
                await (self._visit(key) if self.has(key) else self._doubt(key))
            except Exception as error:
                # A name that cannot be asked for, an address that is none: a stranger's words.
                _log.debug("A chat was not looked into: %s", type(error).__name__)

    async def _visit(self, key: str) -> None:
        said = await self._complete(key)
        if said is None or self._is_old(key, said):
            return
        if len(self._tried) > MOST:
            self._tried.clear()  # of chats that were taken back while we were busy
        self._tried[key] = (said, _now())
        chat = self.understood(said)
        if chat is None:
            return
        chat = await greeted(chat)
        if chat.answers or not await self._still(key):
            self._keep(key, chat)

    def _keep(self, key: str, chat: FoundChat) -> None:
        others = [each for other, each in self.chats.items() if other != key]
        silent = [each for each in others if not each.answers]
        if len(others) < MOST and (chat.answers or len(silent) < MOST_SILENT):
            self.chats[key] = chat
            self.changed()

    async def _complete(self, key: str) -> Said | None:
        for _ in range(ASKS):
            said = self.said(key)
            if said is not None and said.addresses:
                return said
            self._news.clear()
            self.ask(key, said)
            try:
                await asyncio.wait_for(self._news.wait(), ASK_SECONDS)
            except TimeoutError:
                continue
        return self.said(key)

    def _is_old(self, key: str, said: Said) -> bool:
        """Whether exactly this was tried: with success, or a moment ago."""
        before, at = self._tried.get(key, (None, 0.0))
        chat = self.chats.get(key)
        fine = chat is not None and chat.answers is True
        return said == before and (fine or _now() - at < RETRY_SECONDS)

    async def _doubt(self, key: str) -> None:
        """It was taken back: by its own device, or by somebody who pretends to be that."""
        for seconds in DOUBT_SECONDS if key in self.chats else ():
            await asyncio.sleep(seconds)
            if self.has(key):
                return  # it is back
            if not await self._still(key):
                del self.chats[key]
                self.changed()
                break
        self._tried.pop(key, None)

    async def _still(self, key: str) -> bool:
        """Whether the chat that was found before is there now."""
        chat = self.chats.get(key)
        return chat is not None and chat.answers is True and await is_at(chat.urls[0], chat.id)


def _now() -> float:
    return asyncio.get_running_loop().time()
