"""The window on a desktop of Wayland, without any X."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.running import DEADLINE, eventually, metric
from tests.window.doubleclick import PAGE_SECONDS, QT, SYSTEM, WindowDesk
from tests.window.screen import Screen
from tests.window.wayland import Wayland


@pytest.fixture
def wayland(screen: Screen) -> Iterator[Wayland]:
    with Wayland(screen) as wayland:
        yield wayland


@pytest.mark.parametrize("form", [SYSTEM, QT])
def test_the_window_chats_with_a_browser(
    screen: Screen, wayland: Wayland, browser: Browser, form: str
) -> None:
    with WindowDesk(screen, form) as desk, browser.new_context() as elsewhere:
        desk.environment |= wayland.environment
        opened = desk.start()
        server = desk.server()
        eventually(lambda: metric(server["url"], "chat_polls_parked"), seconds=PAGE_SECONDS)
        ada = elsewhere.new_page()
        ada.goto(server["url"])
        screen.type("Grace")
        screen.key("Tab")
        screen.type("Hello from Wayland")
        screen.key("Return")
        expect(ada.get_by_text("Hello from Wayland")).to_be_visible()
        before = screen.colours(wayland.window)
        ada.get_by_label("Your name").fill("Ada")
        ada.locator("#message").fill("Good to see you \N{SMILING FACE WITH SMILING EYES}")
        ada.locator("#message").press("Enter")
        eventually(lambda: screen.colours(wayland.window), lambda many: many > before)
        screen.picture(f"wayland-{form}")
        opened.terminate()
        assert opened.wait(DEADLINE) == 0
        desk.nothing_is_left()
        assert [entry["nick"] for entry in desk.log()] == ["Grace", "Ada"]
