"""A chat at a path of a host: what the browser remembers is kept apart from what lies beside."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.people import People
from tests.running import RunningServer


@pytest.fixture
def chat(tmp_path: Path) -> RunningServer:
    return RunningServer(tmp_path / "data", "--public-url", "http://127.0.0.1/chat/")


def test_chats_at_two_paths_of_one_host_share_no_name_and_no_draft(
    browser: Browser, chat: RunningServer
) -> None:
    """One server answers at both paths here, and says of itself at one that it is another."""
    with chat:
        people = People(browser, chat.url)
        ada = people("Ada")
        ada.page.locator("#message").fill("for these only")
        ada.context.route("**/chat/about", _another)
        people.url = f"{chat.url}/chat"
        other = people.tab(ada.context)
        expect(other.page.locator("#nick")).to_have_value("")
        expect(other.page.locator("#message")).to_have_value("")
        other.call_oneself("Béla")
        again = people.tab(ada.context)
        expect(again.page.locator("#nick")).to_have_value("Béla")
        expect(ada.page.locator("#nick")).to_have_value("Ada")
        people.leave()
        assert [trouble for person in people.everybody for trouble in person.trouble] == []


def _another(route: Route) -> None:
    about = route.fetch().json()
    route.fulfill(json={**about, "log": "another", "you": {**about["you"], "member": "another"}})
