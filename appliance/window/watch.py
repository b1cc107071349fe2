"""Looks again and again where one chat is, and who else is there, as long as that is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from appliance.steady import Steady
from appliance.window.choice import Neighbour
from appliance.window.neighbours import AT_ONCE, PATIENTLY, Find

PAUSE: Final = 1.0
"""Seconds between two looks while somebody sees what is found."""

CALM_PAUSE: Final = 10.0
"""Seconds between two questions to the chat that is shown: nobody is to wait for long in front of
one that moved, and a question costs 2 ms."""

LONG_PAUSE: Final = 15.0
"""Seconds between two looks for a chat that did not come within the first `HOPEFUL`."""

HOPEFUL: Final = 40

_LONGEST_URL: Final = 2048
"""Characters of an address that is typed; a longer one is none."""


class Aim(NamedTuple):
    """What is wanted: where this chat is, if any; `around`: also who else is there."""

    chat: Neighbour | None = None
    around: bool = False


class Watch:
    """`found` is called with the chat wherever it is, `missing` when it is nowhere, `listed` with
    all there are; from a thread of its own, which ends when nothing is wanted any more. What was
    found for an aim that is no more is told nobody.
    """

    def __init__(
        self,
        find: Find,
        *,
        found: Callable[[Neighbour], None],
        missing: Callable[[Neighbour], None],
        listed: Callable[[Sequence[Neighbour]], None],
    ) -> None:
        self._find = find
        self._found, self._missing, self._listed = found, missing, listed
        self._aim = Aim()
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def take(self, aim: Aim) -> None:
        """Look for this from now on; for what is looked for already, go on."""
        with self._lock:
            if aim == self._aim:
                return
            self._aim = aim
            self._stop.set()
            self._stop = threading.Event()
            if aim != Aim():
                threading.Thread(
                    target=self._run, args=(aim, self._stop), name="watch", daemon=True
                ).start()

    def _run(self, aim: Aim, stop: threading.Event) -> None:
        turns = Steady("Looking for chats of others", partial(self._turn, aim, stop), stop.wait)
        turn = 0
        while not stop.is_set():
            turn += 1
            turns.step(AT_ONCE if turn == 1 else PATIENTLY)
            stop.wait(_pause(aim, turn))

    def _turn(self, aim: Aim, stop: threading.Event, seconds: float) -> None:
        wanted = aim.chat
        there = wanted if wanted and _is_at_its_address(wanted) else None
        chats = [] if there else self._find(seconds)
        if wanted and wanted.id and not there:
            there = next((chat for chat in chats if chat.id == wanted.id), None)
        if stop.is_set():
            return
        if there:
            self._found(there)
            return
        if wanted:
            self._missing(wanted)
        if aim.around:
            self._listed(chats)


def _pause(aim: Aim, turn: int) -> float:
    if not aim.around:
        return CALM_PAUSE
    return PAUSE if aim.chat is None or turn < HOPEFUL else LONG_PAUSE


def _is_at_its_address(chat: Neighbour) -> bool:
    # Only now: the start need not wait for what is seldom asked.
    from appliance.network.discovery.greeting import is_there

    return bool(chat.url) and is_there(chat.url, chat.id)


def chat_at(typed: str) -> Neighbour | None:
    """The chat at the address that somebody typed; None if there is none."""
    from urllib.parse import urlsplit

    from appliance.network.question import ask

    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        place = f"http://{parts.netloc}{parts.path.rstrip('/')}/"
        usable = parts.scheme == "http" and parts.hostname and (parts.port or 80)
        place.encode("ascii")
    except ValueError:
        return None
    if not usable or "@" in parts.netloc or len(text) > _LONGEST_URL or set(place) & set(" \r\n\t"):
        return None
    said = ask(place, "about")
    identity, name = said.get("log"), said.get("name")
    if not isinstance(identity, str) or not isinstance(name, str):
        return None
    return Neighbour(name[:80], place, identity)
