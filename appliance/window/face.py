"""What the window's process needs of what is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

Answered = Callable[[str, Mapping[str, Any]], None]
"""Gets the choice and the fields that were filled in."""

UNASKED: Final = "unasked"
"""The choice of a face that has nobody to ask."""


BASE: Final = "base"
"""The fact that gives one of our own pages the address of a chat as its own: so it may read what
the web view keeps of that chat, while nobody answers there.
"""


class Face(Protocol):
    """A window, or what stands in for one. Only `run` is bound to the main thread."""

    unsent: int
    """How many messages wait to be sent in the page that is shown."""

    def run(self, started: Callable[[], None]) -> None:
        """Be there until `close`; `started` is called from a thread once it is."""

    def open(
        self, url: str, again: Callable[[], str] | None = None, chat: str = "", log: str = ""
    ) -> None:
        """Show this page of the chat; `again` gives the address to use the next time, where one
        may only be used once. `chat` is the name of one that is not this computer's own, `log` the
        identity that was found there: what was kept of it at another address comes along.
        """

    def ask(self, page: str, facts: Mapping[str, Any], answered: Answered) -> None:
        """Show one of our own pages, with `facts`."""

    def tell(self, facts: Mapping[str, Any]) -> None:
        """These facts are others now, for our own page that is shown; nothing where none is."""

    def to_front(self) -> None: ...

    def hide(self) -> None: ...

    def close(self) -> None: ...

    def message(self, title: str, text: str) -> None:
        """A word that needs no answer."""
