"""`server` and `browser` come from the folder above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import People
from tests.running import DEADLINE, RunningServer

expect.set_options(timeout=DEADLINE * 1000)


@pytest.fixture
def people(browser: Browser, server: RunningServer) -> Iterator[People]:
    """Every test ends with the same question: no script error, no CSP violation, no other host."""
    group = People(browser, server.url)
    yield group
    group.leave()
    assert [trouble for person in group.everybody for trouble in person.trouble] == []
    assert [address for person in group.everybody for address in person.foreign] == []
