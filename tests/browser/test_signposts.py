"""Somebody types an address where nothing is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import People
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import RunningServer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_leads_into_the_room(people: People, server: RunningServer, scheme: str) -> None:
    ada = people("Ada", color_scheme=scheme)
    ada.page.goto(f"{server.url}/side")
    assert (
        ada.page.evaluate("getComputedStyle(document.body).display") == "grid"
    )  # it has its style
    assert ada.page.evaluate("document.images[0].naturalWidth") > 0
    ada.page.get_by_role("link", name="Open the room side").click()
    expect(ada.page).to_have_url(f"{server.url}/#side")
    expect(ada.page.locator("#room-name")).to_have_text("side")


def test_a_foreign_name_leads_to_the_address(browser: Browser, server: RunningServer) -> None:
    launched = browser.browser_type.launch(
        executable_path=chromium(),
        args=[*CHROMIUM_OPTIONS, "--host-resolver-rules=MAP old-name.example 127.0.0.1"],
    )
    try:
        page = launched.new_page()
        page.goto(f"http://old-name.example:{server.port}/")
        expect(page.get_by_role("heading")).to_have_text("Not a name of this chat")
        assert page.evaluate("getComputedStyle(document.body).display") == "grid"
        page.locator("a.button").click()
        expect(page.locator("#connection")).to_have_attribute("data-phase", "connected")
    finally:
        launched.close()
