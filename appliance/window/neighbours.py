"""The chats of other machines that the window can show instead of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

from appliance.network.discovery.standing import HasStanding, Standing, asks
from appliance.window.choice import Neighbour

AT_ONCE: Final = 0.8
"""Seconds of looking while the window is being made: it is not there sooner."""

PATIENTLY: Final = 2.0
"""Seconds of looking when the user asked for the choice."""

LATER: Final = 10
"""Times to look patiently after nobody was found at once: Wi-Fi may take long to tell."""

POLITE: Final = 5
"""Of these: for so many, a window that is to ask its user has the word. It may never say anything:
its user chose long ago, or it cannot reach us."""

Find = Callable[[float], Sequence[Neighbour]]
"""The chats of other machines that are found within so many seconds."""

Found = Callable[[Sequence[Neighbour]], None]


def look(seconds: float) -> list[Neighbour]:
    """Those that are found within `seconds` and answer; none where looking is impossible."""
    from appliance.network.discovery.browse import CannotLook, find

    try:
        found = find(seconds)
    except CannotLook:
        return []  # the own chat works as well without the others
    return [
        Neighbour(chat.name, chat.urls[0], chat.id, chat.since, chat.attended)
        for chat in found
        if chat.answers
    ]


class Neighbourhood:
    """Looks for the chats of others by `find`; `own` is the one that is not, if it is known yet."""

    def __init__(self, find: Find, own: Callable[[], Standing | None]) -> None:
        self._find = find
        self._own = own

    def look(self, seconds: float, found: Found, *, later: Found | None = None) -> None:
        """Call `found` with the chats after `seconds`, none or more, from a thread of its own.
        When there are none go on for a while, and call `later` if there are some then. Chats that
        are to ask themselves (see discovery.standing) have some time to do so.
        """

        def work() -> None:
            chats = others(self._find(seconds), self._own())
            found(chats)
            for turn in range(LATER if later and not chats else 0):
                if late := self._late(polite=turn < POLITE):
                    assert later is not None
                    later(late)
                    return

        threading.Thread(target=work, name="look", daemon=True).start()

    def _late(self, *, polite: bool) -> list[Neighbour]:
        chats, own = self._find(PATIENTLY), self._own()
        if own is None:
            return []  # the server is just being started again
        late = others(chats, own)
        return silent(late, own) if polite else late


def others(chats: Sequence[Neighbour], own: Standing | None) -> list[Neighbour]:
    """`chats` without the own one."""
    return [chat for chat in chats if own is None or chat.id != own.id]


def silent(chats: Sequence[Neighbour], own: Standing) -> list[Neighbour]:
    """Those of `chats` that ask nobody, neither about the own one nor about each other."""
    everybody: list[HasStanding] = [own, *chats]
    return [chat for chat in chats if not any(asks(chat, other) for other in everybody)]
