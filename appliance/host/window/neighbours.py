"""The chats of other machines that the window can show instead of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

from appliance.host.discovery.standing import Standing, asks
from appliance.host.window.choice import Chat

AT_ONCE: Final = 0.8
"""Seconds of looking while the window is being made: it is not there sooner."""

PATIENTLY: Final = 2.0
"""Seconds of looking when the user asked for the choice."""

LATER: Final = 10
"""Times to look patiently after nobody was found at once: Wi-Fi may take long to tell."""

Find = Callable[[float], Sequence[Chat]]
"""The chats of other machines that are found within so many seconds."""

Found = Callable[[Sequence[Chat]], None]


def look(seconds: float) -> list[Chat]:
    """Those that are found within `seconds` and answer; none where looking is impossible."""
    from appliance.host.discovery.browse import CannotLook, find

    try:
        found = find(seconds)
    except CannotLook:
        return []  # the own chat works as well without the others
    return [
        Chat(chat.name, chat.urls[0], chat.id, chat.since, chat.attended)
        for chat in found
        if chat.answers
    ]


class Lookout:
    """Looks for the chats of others by `find`; `own` is the one that is not."""

    def __init__(self, find: Find, own: Callable[[], Standing]) -> None:
        self._find = find
        self._own = own

    def look(self, seconds: float, found: Found, *, later: Found | None = None) -> None:
        """Call `found` with the chats after `seconds`, none or more, from a thread of its own.
        When there are none go on for a while, and call `later` if there are some then that do
        not ask themselves: see discovery.standing.
        """

        def work() -> None:
            chats = self._others(seconds)
            found(chats)
            for _ in range(LATER if later and not chats else 0):
                late = [chat for chat in self._others(PATIENTLY) if not asks(chat, self._own())]
                if late:
                    assert later is not None
                    later(late)
                    return

        threading.Thread(target=work, name="look", daemon=True).start()

    def _others(self, seconds: float) -> list[Chat]:
        chats = self._find(seconds)
        own = self._own()
        return [chat for chat in chats if chat.id != own.id]
