"""What a browser asks the network for when it opens the page again."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.bench.visit import Traffic
from tests.browser.people import People


def test_the_second_visit_asks_for_the_page_alone(people: People) -> None:
    """And, once it runs, for what is said."""
    ada = people("Ada")
    again = ada.context.new_page()
    session = ada.context.new_cdp_session(again)
    traffic = Traffic(session)
    session.send("Network.enable")
    again.goto(f"{people.url}/")
    expect(again.locator("#connection")).to_have_attribute("data-phase", "connected")
    paths = [urlsplit(url).path for url in traffic.urls]
    assert "/" in paths
    assert [path for path in paths if path.startswith("/static/")] == []
