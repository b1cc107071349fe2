"""The user's browser in place of a window, where the system has no web view."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from appliance.window.face import UNASKED, Answered
from appliance.window.outside import open_outside


class BrowserFace:
    """Opens the page in the browser and says in the terminal what a window would show. Where it is
    to be `hidden`, the browser stays closed until somebody asks for the chat.
    """

    def __init__(
        self,
        why: str,
        environment: Mapping[str, str],
        tell: Callable[[str], None],
        *,
        hidden: bool = False,
    ) -> None:
        self._why = why
        self._environment = environment
        self._tell = tell
        self._hidden = hidden
        self._again: Callable[[], str] | None = None
        self._closed = threading.Event()
        self.unsent = 0  # the browser's own affair

    def run(self, started: Callable[[], None]) -> None:
        when = " when you start the program again" if self._hidden else " instead"
        self._tell(f"{self._why} The chat opens in your browser{when}.")
        threading.Thread(target=started, name="started", daemon=True).start()
        self._closed.wait()

    def open(
        self, url: str, again: Callable[[], str] | None = None, chat: str = "", log: str = ""
    ) -> None:
        self._again = again or (lambda: url)
        # Without the part that makes an admin of whoever reads it over a shoulder.
        self._tell(f"The chat is at {url.partition('admin?')[0]}")
        self._tell("It runs until you press Ctrl-C here.")
        if not self._hidden:
            open_outside(url, self._environment)

    def ask(self, page: str, facts: Mapping[str, Any], answered: Answered) -> None:
        """There is nobody to wait for: goes on as well as it can."""
        if page == "stopped":
            self._tell(f"The chat has stopped. {facts.get('reason', '')}".strip())
            answered("quit", {})
        elif facts.get("waiting"):
            self._tell(f"{facts['title']}. {facts['text']}")
            self._tell("For this computer's own chat, press Ctrl-C and start with --choose.")
        elif page in ("place", "found"):
            for chat in facts["chats"]:
                self._tell(f"There is a chat on this network: {chat['name']}, at {chat['url']}")
            answered(UNASKED, {})

    def tell(self, facts: Mapping[str, Any]) -> None:
        """A list that lives cannot be printed."""

    def to_front(self) -> None:
        self._hidden = False
        if self._again is not None:
            open_outside(self._again(), self._environment)

    def hide(self) -> None:
        """There is no window."""

    def close(self) -> None:
        self._closed.set()

    def message(self, title: str, text: str) -> None:
        self._tell(f"{title}: {text}")
