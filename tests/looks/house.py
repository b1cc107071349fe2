"""Where the page is looked at: a chat in which something was said, and who comes to it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.people import Person
from tests.browser.test_invite import become_admin
from tests.looks.story import NEW, ROOM, tell
from tests.running import DEADLINE, RunningServer

ADDRESS: Final = "http://192.168.1.20:8080/"
"""As a chat's address looks at home; nobody goes there."""

KNOW: Final = """({ nick, log, seen }) => {
  const keep = (name, value) => localStorage.setItem(`chat.${name}`, JSON.stringify(value));
  if (localStorage.getItem('chat.seen') !== null) return;
  keep('log', log);
  keep('seen', seen);
  if (nick) keep('nick', nick);
}"""

UNREAD: Final = {ROOM: NEW, "garden": 1, "weekend": 1}

expect.set_options(timeout=DEADLINE * 1000)  # as in the other tests with browsers


class House:
    """A chat that goes on, and others that end; all are gone on leaving."""

    def __init__(self, browser: Browser, folder: Path, **options: Any) -> None:
        """`options` are those of each browser's window."""
        self._browser = browser
        self._folder = folder
        self._options = options
        self._stack = ExitStack()
        self._chats = 0

    def __enter__(self) -> Self:
        self.chat = self.another("--public-url", ADDRESS)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def another(self, *options: str) -> RunningServer:
        """A chat of its own in which the same was said."""
        self._chats += 1
        data = self._folder / f"data-{self._chats}"
        data.mkdir()
        tell(data / "chat.db")
        return self._stack.enter_context(RunningServer(data, *options))

    @cached_property
    def gated(self) -> RunningServer:
        """A chat with a door, which its states set and leave closed."""
        return self.another("--public-url", ADDRESS)

    @cached_property
    def kept(self) -> RunningServer:
        """A chat in which the host keeps order."""
        return self.another("--public-url", ADDRESS)

    def waiting(self) -> list[dict[str, Any]]:
        """Who asked to come in there, the first first."""
        found: list[dict[str, Any]] = self.ask(self.gated, "GET", "/door/waiting")["waiting"]
        return found

    def ask(self, chat: RunningServer, method: str, path: str, body: object = None) -> Any:
        """Ask this chat something as its host; what it answers."""
        token = (chat.data / "admin.token").read_text().strip()
        head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        url, data = f"{chat.url}{path}", json.dumps(body).encode() if body else None
        with urlopen(Request(url, data, head, method=method), timeout=DEADLINE) as answer:
            return json.loads(answer.read())

    def host(self, nick: str, chat: RunningServer) -> Person:
        """The host of this chat, at a browser."""
        person = self.visitor(nick, chat=chat)
        become_admin(person, chat)
        return person

    def context(self) -> BrowserContext:
        """A browser of somebody who is here for the first time."""
        context = self._browser.new_context(reduced_motion="reduce", **self._options)
        self._stack.callback(context.close)
        return context

    def visitor(
        self, nick: str = "", room: str = "lobby", chat: RunningServer | None = None
    ) -> Person:
        """Somebody who was here before; what is UNREAD came since."""
        chat = chat or self.chat
        context = self.context()
        known = {"nick": nick, "log": chat.get("/about")["log"], "seen": _seen(chat)}
        context.add_init_script(f"({KNOW})({json.dumps(known)})")
        return Person(context, chat.url, room)


def _seen(chat: RunningServer) -> dict[str, tuple[int, int]]:
    """How many messages of each room were read, and the number of the last one."""
    rooms = {room["name"]: room for room in chat.get("/rooms")["rooms"]}
    seen = {name: (room["messages"], room["last"]) for name, room in rooms.items()}
    for name, count in UNREAD.items():
        messages = chat.log(name)[:-count]
        seen[name] = (len(messages), messages[-1]["id"] if messages else 0)
    return seen
