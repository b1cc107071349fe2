"""What somebody sees who double-clicks: from source, with the system's web view, with Qt's."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.neighbours import HOME, Neighbours
from tests.running import eventually
from tests.window.doubleclick import QT, SOURCE, SYSTEM, WindowDesk
from tests.window.screen import Screen
from tests.window.window import CLOSE


@pytest.fixture(params=[SOURCE, SYSTEM, QT])
def desk(request: pytest.FixtureRequest, screen: Screen) -> Iterator[WindowDesk]:
    with WindowDesk(screen, request.param) as desk:
        yield desk


@pytest.fixture
def light(screen: Screen) -> Iterator[WindowDesk]:
    """Where one form stands for all of them."""
    with WindowDesk(screen, SYSTEM) as desk:
        yield desk


def test_the_window_chats_with_a_browser(desk: WindowDesk, browser: Browser) -> None:
    opened = desk.start()
    window = desk.window()
    screen = desk.screen
    with browser.new_context() as elsewhere:
        ada = elsewhere.new_page()
        ada.goto(f"http://127.0.0.1:{desk.server()['port']}/")
        screen.type("Grace")
        screen.key("Tab")
        screen.type("Hello from the window")
        screen.key("Return")
        expect(ada.get_by_text("Hello from the window")).to_be_visible()
        before = screen.colours(window)
        ada.get_by_label("Your name").fill("Ada")
        ada.locator("#message").fill("Good to see you \N{SMILING FACE WITH SMILING EYES}")
        ada.locator("#message").press("Enter")
        eventually(lambda: screen.colours(window), lambda many: many > before)
        screen.picture(f"double-click-{desk.form}")
    screen.key(CLOSE)
    assert opened.wait(10) == 0
    desk.nothing_is_left()
    assert not desk.unpacked()
    assert [entry["nick"] for entry in desk.log()] == ["Grace", "Ada"]


def test_the_end_of_the_session_ends_all_of_it(desk: WindowDesk) -> None:
    desk.start()
    desk.window()
    desk.screen.vanish()
    desk.nothing_is_left()


def test_five_double_clicks_make_one_window(light: WindowDesk) -> None:
    five = [light.start() for _ in range(5)]
    light.window()
    eventually(lambda: [one.poll() for one in five].count(0), lambda ended: ended == 4, 20)
    assert len(light.screen.windows("lobby")) == 1
    # One more, later, from behind another window.
    light.screen.start(["xmessage", "something else"])
    window = light.window()
    eventually(lambda: light.screen.active() not in ("", window))
    assert light.run()[0] == 0
    eventually(lambda: light.screen.active() == window)


def test_a_killed_server_is_back_in_the_same_window(light: WindowDesk) -> None:
    light.start()
    window = light.window()
    light.screen.type("Grace")
    light.screen.key("Tab")
    light.screen.type("half a ")
    before = light.server()
    after = light.kill_server(9)
    assert after["port"] == before["port"]
    said = eventually(lambda: light.screen.windows("started again"))[0]
    light.screen.picture("started-again")
    light.screen.key("Return")
    eventually(lambda: said not in light.screen.windows("started again"))
    eventually(lambda: light.screen.active() == window)
    light.screen.type("sentence")
    light.screen.key("Return")
    eventually(lambda: light.screen.colours(window) > 50)
    light.screen.key(CLOSE)
    light.nothing_is_left()
    assert [entry["message"] for entry in light.log()] == ["half a sentence"]


def test_closing_on_others_asks_and_can_keep_the_chat(screen: Screen) -> None:
    with Neighbours() as neighbours, WindowDesk(screen, SYSTEM, neighbours.home()) as desk:
        desk.environment["CHAT_HOST"] = ""
        opened = desk.start()
        desk.window()
        port = desk.server()["port"]
        url = f"http://{HOME}:{port}/sub?room=lobby&since=0&wait=60"
        guest = subprocess.Popen([*neighbours.guest("curl", "-s", url)])
        try:
            question = _asked(desk)
            desk.screen.picture("closing-question")
            desk.screen.key("Escape")
            eventually(lambda: question not in desk.screen.windows("Close the chat"))
            assert desk.screen.windows("lobby"), "Cancel keeps the window"
            _keep(desk)
            eventually(lambda: not desk.screen.windows("lobby"))
            assert opened.poll() is None
            assert guest.poll() is None, "the guest's poll goes on"
            # Another double-click shows it again.
            assert desk.run()[0] == 0
            desk.window()
        finally:
            guest.kill()
            guest.wait()


def _asked(desk: WindowDesk) -> str:
    """Press close until the server has noticed its guest, and asks."""

    def asked() -> list[str]:
        desk.screen.key(CLOSE)
        time.sleep(0.3)  # a dialog takes a moment to be drawn
        return desk.screen.windows("Close the chat")

    question = eventually(asked)[0]
    eventually(lambda: desk.screen.active() == question)
    return question


def _keep(desk: WindowDesk) -> None:
    _asked(desk)
    desk.screen.key("Return")  # keeping it is what costs nobody anything
