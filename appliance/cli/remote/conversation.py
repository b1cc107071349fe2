"""Reading a chat: what was said last, and then everything that follows, once and in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from appliance.cli.remote.client import ChatClient
from appliance.cli.remote.history import history
from appliance.cli.remote.hold import Hold
from appliance.cli.remote.patience import Patience
from appliance.cli.remote.slice import Entry, RemoteSlice
from appliance.cli.remote.waiting import rest
from appliance.cli.terminal.exit import Away, Unreachable

TRUNCATED: Final = (
    "The chat's log does not reach back to where this reader stood: "
    "something may be missing before what follows."
)
ANOTHER_LOG: Final = "The chat has another log than before. It is read from its beginning."


class Conversation:
    """One reader of `rooms`; `cursor` is how far it has read."""

    def __init__(
        self,
        client: ChatClient,
        rooms: Sequence[str],
        patience: Patience,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        tell: Callable[[str], object],
    ) -> None:
        self.cursor = 0
        self._client = client
        self._rooms = rooms
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._tell = tell
        self._hold = Hold()
        self._log: str | None = None
        self._connection = -1

    def last(self, count: int) -> list[Entry]:
        """All rooms together from the last `count` messages on; the cursor is then behind them."""
        return self._patience.answer_to(lambda: self._last(count))

    def unread(self) -> Iterator[list[Entry]]:
        """What came after the cursor until now."""
        while entries := self._patience.answer_to(lambda: self._poll(0)):
            yield entries

    def news(self) -> Iterator[list[Entry]]:
        """What comes after the cursor, for ever."""
        while True:
            began = self._clock()
            # While it is not sure that the chat is there, nothing is held: that it is back must
            # not be said only when somebody writes something.
            wait = self._wait()
            entries = self._patience.answer_to(self._next)
            yield entries
            pause = rest(wait, self._clock() - began, bool(entries))
            if pause:
                self._sleep(pause)

    def _last(self, count: int) -> list[Entry]:
        self._is_another_log()
        entries, self.cursor = history(self._client, self._rooms, count)
        return entries

    def _wait(self) -> int:
        return self._hold.seconds if self._patience.sure else 0

    def _next(self) -> list[Entry]:
        return self._poll(self._wait())

    def _poll(self, wait: int) -> list[Entry]:
        query = {"room": ",".join(self._rooms), "wait": wait, "since": self.cursor}
        part = self._held(query, wait)
        if self._is_another_log():
            self._tell(ANOTHER_LOG)
            self.cursor = 0
            return self._poll(0)
        self.cursor = part.cursor
        if part.truncated:
            self._tell(TRUNCATED)
        return part.entries

    def _held(self, query: Mapping[str, object], wait: int) -> RemoteSlice:
        """The answer to a poll; how it went decides how long the next ones ask to be held."""
        began = self._clock()
        try:
            part = self._client.slice("/sub", query, wait)
        except (Unreachable, Away):
            if wait:
                self._hold.lost(self._clock() - began)
            raise
        if wait:
            self._hold.answered(self._clock() - began)
        return part

    def _is_another_log(self) -> bool:
        """Whether the data folder was replaced: then the numbers mean something else.

        Asked once on each connection, as that does not outlive the chat's process.
        """
        if self._connection == self._client.connections:
            return False
        log = self._client.get("/about").get("log")
        if not isinstance(log, str):
            raise self._client.not_a_chat()
        self._connection = self._client.connections
        before, self._log = self._log, log
        return before not in (None, log)
