"""A browser that keeps nothing: no cookies, and then no storage either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.people import Person
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import RunningServer

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


@pytest.fixture
def forgetful(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """Somebody has chosen "block all cookies" in its settings."""
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(BLOCKED))
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium(), args=CHROMIUM_OPTIONS
    )
    yield context
    context.close()


def test_ones_own_messages_are_known_and_what_will_be_forgotten_is_said(
    forgetful: BrowserContext, server: RunningServer
) -> None:
    ada = Person(forgetful, server.url)
    ada.call_oneself("Ada")
    expect(ada.page.locator(".composer-warning")).to_contain_text("keeps no cookies")
    ada.write("mine", "mine too")
    expect(ada.stored()).to_have_text(["mine", "mine too"])
    expect(ada.page.locator(".row.mine:not(.pending)")).to_have_count(2)
    expect(ada.waiting()).to_have_count(0)
    server.post("not mine", nick="Eve", key=server.log()[-1]["key"])
    expect(ada.page.locator(".row:not(.mine)")).to_have_text(re.compile("not mine"))
    assert ada.trouble == []
