"""Two people in one browser: what it remembers of the one is kept apart from the other's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from tests.engines.tab import Engine, Tab

HOSTS: Final = ("127.0.0.1", "localhost")
"""Two names of one server are two origins to a browser: each has its own cookies and storage."""


class People:
    """`at` says where the chat is by such a name, with a slash at its end."""

    def __init__(self, engine: Engine, at: Callable[[str], str]) -> None:
        self._engine = engine
        self._places = [at(host) for host in HOSTS]
        self._came = 0
        self._tabs: list[Tab] = []
        self._trouble: list[str] = []

    def __call__(self, nick: str = "", room: str = "lobby") -> Tab:
        """Somebody who was not there yet, in a window of their own."""
        self._came += 1
        tab = self._open(self._came - 1, "window", room)
        if nick:
            tab.call_oneself(nick)
        return tab

    def tab(self) -> Tab:
        """One more tab of who came last."""
        return self._open(self._came - 1, "tab", "lobby")

    def back(self) -> Tab:
        """Who came first is there again."""
        return self._open(0, "window", "lobby")

    def _open(self, person: int, kind: Literal["tab", "window"], room: str) -> Tab:
        tab = Tab(self._engine, kind)
        self._tabs.append(tab)
        tab.enter(f"{self._places[person]}#{room}", room)
        return tab

    def close(self, tab: Tab) -> None:
        self._trouble += tab.trouble
        self._tabs.remove(tab)
        tab.close()

    def leave(self) -> None:
        """All tabs are closed; nothing has gone wrong in any."""
        trouble = self._trouble + [one for tab in self._tabs for one in tab.trouble]
        while self._tabs:
            self._tabs.pop().leave()
        assert trouble == [], trouble
