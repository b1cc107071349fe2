"""A window that is closed while messages wait to be sent says so, and can go on trying."""

from __future__ import annotations

import os
import signal
import urllib.request

import pytest

from appliance.window.unsent import unsent
from tests.running import DEADLINE, eventually
from tests.window.doubleclick import QT, SOURCE, WindowDesk
from tests.window.screen import Screen
from tests.window.watcher import Watcher, session_bus
from tests.window.window import CLOSE


@pytest.mark.parametrize("title", ["unsent", "unsent -1", "unsent 12345", "unsent 1 ", "lobby"])
def test_another_title_tells_no_count(title: str) -> None:
    assert unsent(title) is None


def test_a_count_is_told_by_a_title() -> None:
    assert unsent("unsent 12") == 12


@pytest.mark.parametrize("form", [SOURCE, QT])
def test_what_waits_is_told_at_the_close_and_goes_out_without_the_window(
    screen: Screen, form: str
) -> None:
    with WindowDesk(screen, form) as desk:
        opened = desk.start()
        desk.window()
        screen.type("Ada")
        screen.key("Tab")
        server = desk.server()
        os.kill(server["pid"], signal.SIGSTOP)
        screen.type("waits")
        screen.key("Return")
        question = screen.press(CLOSE, lambda: screen.windows("Close before all is sent"))[0]
        eventually(lambda: screen.active() == question)
        screen.picture(f"closing-unsent-{form}")
        screen.key("Left", "Left", "Return")  # Cancel has the keyboard; to go on is the first
        eventually(lambda: not screen.windows("lobby|Close before"))
        os.kill(server["pid"], signal.SIGCONT)
        assert opened.poll() is None
        eventually(lambda: "waits" in _said(server["url"]))
        # Nothing waits any more: nothing is asked.
        assert desk.run()[0] == 0
        desk.window()
        screen.press(CLOSE, lambda: [opened.poll()] if opened.poll() is not None else [])
        assert opened.wait(DEADLINE) == 0


def test_what_waits_is_asked_about_by_the_tray_and_outlives_the_end_of_the_program(
    screen: Screen,
) -> None:
    """Who ends it by a signal is not asked, and loses nothing all the same."""
    with session_bus(screen.folder("run")) as bus, WindowDesk(screen, SOURCE) as desk:
        desk.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        opened = desk.start()
        desk.window()
        screen.type("Ada")
        screen.key("Tab")
        os.kill(desk.server()["pid"], signal.SIGSTOP)
        screen.type("waits")
        screen.key("Return")
        title = "Close before all is sent"
        with Watcher(bus) as tray:
            icon = tray.icon()
            screen.press(CLOSE, lambda: screen.windows(title))
            screen.key("Escape")
            eventually(lambda: not screen.windows(title))
            tray.choose(icon, "Quit")
            question = eventually(lambda: screen.windows(title))[0]
        eventually(lambda: screen.active() == question)
        screen.key("Escape")
        eventually(lambda: not screen.windows(title))
        opened.send_signal(signal.SIGTERM)
        assert opened.wait(DEADLINE) == 0
        desk.start()
        desk.window()
        eventually(lambda: "waits" in _said(desk.server()["url"]))


def _said(url: str) -> str:
    with urllib.request.urlopen(f"{url}rooms/lobby/messages", timeout=DEADLINE) as answer:
        return str(answer.read().decode())
