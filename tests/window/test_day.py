"""A day of two people: one sleeps while the other's computer comes to another network."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from tests.browser.neighbours import HOME, Neighbours
from tests.running import SOON, eventually
from tests.window.doubleclick import PAGE_SECONDS, SOURCE, WindowDesk
from tests.window.screen import Screen

MOVED: Final = "198.51.100.9"

CHATS: Final = "#E0EFEB"
"""Is on the chat's page only, not on the one that asks: see ui/css/tokens.css."""


def test_who_wakes_after_the_chat_has_moved_loses_nothing_and_finds_it() -> None:
    with Neighbours() as neighbours, ExitStack() as stack:
        ada, grace = (
            stack.enter_context(desk(stack.enter_context(Screen()), place, name))
            for place, name in ((neighbours.home(), "Kitchen"), (neighbours.guest(), "Desk"))
        )
        ada.start()
        speak(ada, "Ada", "I am in the kitchen")
        join(grace, ada)
        speak(grace, "Grace", "I am tired")
        eventually(lambda: len(ada.messages()), lambda many: many == 2)
        with ExitStack() as elsewhere:
            with asleep(grace):
                neighbours.readdress(HOME, there=False)
                neighbours.readdress(MOVED, there=True)
                write(ada, "I have moved")
                eventually(lambda: len(ada.messages()), lambda many: many == 3)
                elsewhere.enter_context(asleep(ada))
            write(grace, "I am awake")  # To where nobody answers any more
        carried = eventually(lambda: grace.screen.windows("^Desk$"), seconds=PAGE_SECONDS)[0]
        eventually(lambda: not grace.screen.has_colour(carried, CHATS))
        grace.screen.picture("day-moved")
        eventually(lambda: take_along(grace, ada))
        assert ada.messages() == ["I am in the kitchen", "I am tired", "I have moved", "I am awake"]
        known = json.loads((grace.data / "choice.json").read_text())
        port = ada.server()["port"]
        assert (known["name"], known["url"]) == ("Kitchen", f"http://{MOVED}:{port}/")
        told = [each["url"] for each in ada.asked("invite")["addresses"]]
        assert any(MOVED in url for url in told)
        assert not any(HOME in url for url in told)


def desk(screen: Screen, place: tuple[str, ...], name: str) -> WindowDesk:
    made = WindowDesk(screen, SOURCE, place)
    made.environment |= {"CHAT_HOST": "", "CHAT_ANNOUNCE": "on", "CHAT_NAME": name}
    return made


def join(desk: WindowDesk, other: WindowDesk) -> None:
    """Open a window that was in the chat of the other one before."""
    url = f"http://{HOME}:{other.server()['port']}/"
    known = {"chat": "join", "id": other.asked("about")["log"], "name": "Kitchen", "url": url}
    desk.data.mkdir()
    note = desk.data / "choice.json"
    note.write_text(json.dumps(known))
    for path in (desk.data, note):
        desk.screen.own(path)
    desk.start()


def speak(desk: WindowDesk, nick: str, text: str) -> None:
    desk.window()
    desk.screen.type(nick)
    desk.screen.key("Tab")
    write(desk, text)


def write(desk: WindowDesk, text: str) -> None:
    desk.screen.type(text)
    desk.screen.key("Return")


@contextmanager
def asleep(desk: WindowDesk) -> Iterator[None]:
    """As a computer whose lid is closed: nothing of it runs."""
    stopped = desk.processes()
    for number in stopped:
        os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        for number in stopped:
            os.kill(number, signal.SIGCONT)


def take_along(desk: WindowDesk, other: WindowDesk) -> bool:
    """Say so where somebody asks: on the network anybody can say that they are the chat."""
    desk.screen.key("Tab", "Return")  # Nothing is chosen before
    with contextlib.suppress(AssertionError):
        eventually(lambda: len(other.messages()), lambda many: many == 4, seconds=SOON)
    return len(other.messages()) == 4
