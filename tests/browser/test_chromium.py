"""The browser itself, as the tests start it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser

from tests.conftest import TURNED_OFF


def test_it_makes_no_pages_but_those_of_the_tests_and_lacks_all_that_playwright_turns_off(
    browser: Browser,
) -> None:
    asked = browser.new_browser_cdp_session()
    with browser.new_context() as context:
        context.new_page()
        targets = asked.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    kinds = {target["type"] for target in targets}
    assert "page" in kinds
    assert "browser_ui" not in kinds
    line = asked.send("SystemInfo.getInfo")["commandLine"]
    theirs, ours = (
        set(names.split(",")) for names in re.findall(r"--disable-features=(\S+)", line)
    )
    assert theirs <= ours == set(TURNED_OFF)
