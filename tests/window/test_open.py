"""What the window does when several threads tell it at once what happens, without a window."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

from appliance.window.browser import BrowserFace
from appliance.window.choice import Choice, Neighbour
from appliance.window.course import Event
from appliance.window.instance import GREET, claim
from appliance.window.open import Opening
from appliance.window.plan import Plan
from tests.running import eventually


class Raced(Opening):
    """Its look finds nobody at the moment at which the server's thread asks what is shown."""

    told: list[Event]
    raced = False
    now = ""

    @property
    def _shown(self) -> str:
        if self.raced:
            self.raced = False
            self._found([])
        return self.now

    @_shown.setter
    def _shown(self, url: str) -> None:
        self.now = url

    def _happens(self, event: Event, about: object = None) -> None:
        super()._happens(event, about)
        self.told.append(event)


def test_a_first_start_is_no_second_one_whatever_comes_in_between(tmp_path: Path) -> None:
    data = tmp_path / "chat"
    data.mkdir()
    serve: list[Any] = [sys.executable, "-m", "appliance", "serve", "--port", "0", "--data", data]
    command = [str(word) for word in [*serve, "--announce", "off"]]
    instance = claim(tmp_path, GREET)
    assert instance is not None
    plan = Plan(
        folder=data,
        name="",
        port=0,
        server=lambda: command,
        rescue=list,
        hopeless=frozenset({78}),
    )
    opening = Raced(plan, instance)
    opening._course.happens(Event.UNSURE)
    opening.told = []
    opening.raced = True
    try:
        opening._keeper.start()
        eventually(lambda: len(opening.told), lambda count: count == 2)
    finally:
        opening.close()
    assert opening.told == [Event.NOBODY, Event.READY]


def test_where_nobody_can_be_asked_the_next_start_asks_again(tmp_path: Path) -> None:
    kitchen = Neighbour("Kitchen", "http://192.0.2.7:8080/", "1f")
    command = [sys.executable, "-m", "appliance", "serve", "--port", "0", "--announce", "off"]
    command += ["--data", str(tmp_path / "chat")]
    instance = claim(tmp_path, GREET)
    assert instance is not None
    said: list[str] = []
    plan = Plan(
        folder=tmp_path / "chat",
        name="",
        port=0,
        server=lambda: command,
        rescue=list,
        hopeless=frozenset({78}),
        find=lambda _: [kitchen],
    )
    opening = Opening(plan, instance)
    face = BrowserFace("No window.", {}, said.append, hidden=True)
    try:
        opening.begin()
        shown = threading.Thread(target=opening.show, args=(face,))
        shown.start()
        eventually(lambda: any("The chat is at" in line for line in said))
        assert any("Kitchen" in line for line in said)
        assert not Choice(tmp_path / "chat").is_own
    finally:
        opening.close()
        face.close()
    shown.join()
