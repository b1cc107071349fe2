"""What a browser asks the network for when it opens the page again."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.bench.visit import Traffic
from tests.browser.people import People, Person
from tests.running import eventually


def test_the_second_visit_asks_for_the_page_alone(people: People) -> None:
    """And, once it runs, for what is said. The icon is fetched some time after the first visit."""
    ada = people("Ada")
    asked = eventually(lambda: _visit(ada, people.url), lambda asked: not _static(asked))
    assert "/" in asked


def _visit(person: Person, url: str) -> list[str]:
    """What is asked for, as paths, until the page is connected."""
    page = person.context.new_page()
    session = person.context.new_cdp_session(page)
    traffic = Traffic(session)
    session.send("Network.enable")
    page.goto(f"{url}/")
    expect(page.locator("#connection")).to_have_attribute("data-phase", "connected")
    page.close()
    return [urlsplit(url).path for url in traffic.urls]


def _static(paths: list[str]) -> list[str]:
    return [path for path in paths if path.startswith("/static/")]
