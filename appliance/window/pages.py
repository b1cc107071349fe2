"""The local pages, shown while there is no chat to show: one HTML file each, made whole here.

A page gets its facts as JSON in a script element and answers through its title: the one thing of
a page that every toolkit reports, on every system, without code of ours inside the page.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from appliance.host.ui import ui_folder
from appliance.visible import visible
from appliance.window.face import Answered
from appliance.window.toolkits.native import Question

_STYLE: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_SCRIPT: Final = re.compile(r'<script src="([^"]+)"></script>')
_IMAGE: Final = re.compile(r'src="([^"]+\.svg)"')
_ANSWER: Final = "answer "
_BEGUN: Final = "begun"


class LocalPage:
    """One showing of a local page; only it can answer, and only once."""

    def __init__(self, name: str, facts: Mapping[str, Any], answered: Answered) -> None:
        self._file = ui_folder() / "window" / f"{name}.html"
        self._facts = facts
        self._answered: Answered | None = answered
        self._began = False
        self._key = secrets.token_hex(8)

    def html(self) -> str:
        """The page with its styles, scripts, pictures and facts inside."""
        text = self._file.read_text("utf-8")
        text = _STYLE.sub(lambda found: f"<style>{self._part(found)}</style>", text)
        text = _SCRIPT.sub(lambda found: f"<script>{self._part(found)}</script>", text)
        text = _IMAGE.sub(lambda found: f'src="{_picture(self._file.parent / found[1])}"', text)
        # `<` would end the element in the middle of a fact.
        handed = json.dumps({"key": self._key, "facts": self._facts}).replace("<", "\\u003c")
        return text.replace("{}", handed, 1)

    def take(self, title: str) -> Callable[[], None] | None:
        """The call that this title asks for, if it is this page's answer."""
        start = f"{_ANSWER}{self._key} "
        answered, said = self._answered, title.removeprefix(start)
        if answered is None or said == title:
            return None
        try:
            answer = json.loads(said)
            choice, fields = str(answer["choice"]), dict(answer["fields"])
        except (ValueError, LookupError, TypeError):
            return None
        self._answered = None
        return lambda: answered(choice, fields)

    def news(self, facts: Mapping[str, Any]) -> str:
        """The script that tells the page of these facts; empty until it has begun, which is then
        told all of them.
        """
        self._facts = {**self._facts, **facts}
        return f"told({json.dumps(self._facts)})" if self._began else ""

    def begun(self, title: str) -> str:
        """The script for a page that says by this title that it has begun; empty for another."""
        self._began = self._began or title == f"{_ANSWER}{self._key} {_BEGUN}"
        return self.news({}) if title.endswith(_BEGUN) else ""

    def _part(self, found: re.Match[str]) -> str:
        return (self._file.parent / found[1]).read_text("utf-8")


def carrying(before: str, url: str, chat: str) -> str:
    """The page that takes what was kept of a chat from the address `before` to the one at `url`. On
    the same computer it does so at once; else it asks, as the network alone says that it is there.
    """
    hosts = [urlsplit(place).hostname for place in (before, url)]
    facts = {
        "log": chat,
        "to": url,
        "from": urlsplit(before).netloc,
        "where": urlsplit(url).netloc,
        "near": hosts[0] == hosts[1],
    }
    return LocalPage("carry", facts, lambda choice, fields: None).html()


def is_answer(title: str) -> bool:
    """Whether this title is no title to show."""
    return title.startswith(_ANSWER)


def closing(facts: Mapping[str, Any]) -> Question:
    """What is asked before a chat that others use is closed, or a window where messages wait."""
    others, unsent = facts.get("others", 0), facts.get("unsent", 0)
    waits = "1 message has" if unsent == 1 else f"{unsent} messages have"
    kept = "It is" if unsent == 1 else "They are"
    lot = f"{waits} not been sent yet. {kept} kept here and sent when you open this chat again. "
    if unsent and not others:
        return Question(
            "Close before all is sent?",
            f"{lot}The program can also go on trying without its window; start it again to see it.",
            (("keep", "Keep trying"), ("close", "Close"), ("cancel", "Cancel")),
        )
    who = "1 other device is" if others == 1 else f"{others} other devices are"
    return Question(
        "Close the chat for everyone?",
        f"{lot if unsent else ''}{who if others else 'Others are'} connected. The chat can go on "
        "running on this computer without its window; start the program again to see it.",
        (
            ("keep", "Keep it running"),
            ("close", "Close for everyone"),
            ("cancel", "Cancel"),
        ),
    )


def found(facts: Mapping[str, Any]) -> Question:
    """What is asked when other chats were found after the own one had been shown."""
    names = [f"\u201c{visible(chat['name'])}\u201d" for chat in facts["chats"]]
    return Question(
        "There is a chat on this network already",
        f"{', '.join(names)}. What is open here is a new one, which starts empty.",
        (("show", "Choose\u2026"), ("own", "Stay here")),
    )


QUESTIONS: Final[Mapping[str, Callable[[Mapping[str, Any]], Question]]] = {
    "closing": closing,
    "found": found,
}
"""What is asked in a dialog, so that what was typed into the chat's page stays."""


def message(title: str, text: str) -> Question:
    """Something to be told, with nothing to choose."""
    return Question(title, text, (("ok", "OK"),))


def _picture(path: Path) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(path.read_bytes()).decode()
