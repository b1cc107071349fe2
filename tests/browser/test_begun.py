"""A page that does not begin says why, and what is written into it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.running import RunningServer

APP = "**/static/*/js/app.js"
UNREADABLE = "let new = syntax ?;"
"""What any of the page's modules is to a browser that is older than its syntax."""
HELD: Final = """
    window.turns = [];
    window.post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (...all) {
      turns.push(() => post.apply(this, all));
    };
"""
"""The page gets its next turn when the test says so: a phone may be between any two for long."""


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """A tab without a page."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def unreadable(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body=UNREADABLE)


def without_modules(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('"module"', '"unknown"'))


def keep_out(route: Route) -> None:
    route.abort("internetdisconnected")


def write(page: Page) -> None:
    """As somebody does who does not know."""
    page.locator("#nick").fill("Ada")
    page.locator("#message").fill("to all of you")
    page.locator("#send").click()
    page.locator("#nick").press("Enter")


def test_a_browser_that_cannot_read_the_page_says_so_and_keeps_what_is_written(
    blank: Page, server: RunningServer
) -> None:
    blank.route(APP, unreadable)
    cannot_be_read(blank, server)


def test_so_does_one_that_knows_no_modules(blank: Page, server: RunningServer) -> None:
    blank.route(f"{server.url}/", without_modules)
    cannot_be_read(blank, server)


def test_so_does_one_that_lacks_what_the_page_begins_with(
    blank: Page, server: RunningServer
) -> None:
    blank.add_init_script("delete Intl.PluralRules")
    cannot_be_read(blank, server)


def cannot_be_read(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.url}/")
    expect(page.locator("#too-old")).to_contain_text("Chrome or Edge 92, Safari 15.4 or Firefox 98")
    write(page)
    expect(page.locator("#message")).to_have_value("to all of you")
    assert page.url == f"{server.url}/"


def test_what_is_written_before_the_page_begins_is_there_afterwards(
    blank: Page, server: RunningServer
) -> None:
    """A slow phone takes seconds to get there."""
    held: list[Route] = []
    blank.route(APP, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    blank.goto(f"{server.url}/", wait_until="commit")
    write(blank)
    assert blank.url == f"{server.url}/"
    held[0].continue_()
    expect(blank.locator("#connection")).to_have_attribute("data-phase", "connected")
    expect(blank.locator("#too-old")).to_be_hidden()
    expect(blank.locator("#nick")).to_have_value("Ada")
    expect(blank.locator("#message")).to_have_value("to all of you")
    blank.locator("#send").click()
    said = blank.locator("#conversation .row:not(.pending)")
    expect(said).to_contain_text(["to all of you"])
    blank.unroute(APP)
    blank.reload()
    expect(blank.locator("#nick")).to_have_value("Ada")


def test_what_is_written_into_a_page_that_came_in_parts_is_there_in_the_next_ones(
    blank: Page, server: RunningServer
) -> None:
    blank.route(APP, keep_out)
    blank.goto(f"{server.url}/")
    text = blank.locator(".connection-text")
    expect(text).to_have_text("The page did not load completely. Trying again…")
    write(blank)
    for load in (lambda: None, lambda: None, blank.reload):  # by itself, and by somebody's hand
        with blank.expect_navigation():
            load()
        expect(text).to_have_text("The page did not load completely. Trying again…")
        expect(blank.locator("#nick")).to_have_value("Ada")
        expect(blank.locator("#message")).to_have_value("to all of you")
    blank.locator("#message").fill("to all of you, and more")
    blank.unroute(APP)
    expect(blank.locator("#connection")).to_have_attribute("data-phase", "connected")
    expect(blank.locator("#nick")).to_have_value("Ada")
    expect(blank.locator("#message")).to_have_value("to all of you, and more")
    blank.locator("#send").click()
    said = blank.locator("#conversation .row:not(.pending)")
    expect(said).to_contain_text(["to all of you, and more"])
    blank.wait_for_function("history.state.failures === 0 && !history.state.typed")
    blank.reload()
    expect(said).to_contain_text(["to all of you, and more"])
    expect(blank.locator("#message")).to_have_value("")


def test_a_page_that_begins_in_turns_can_be_used_between_any_two_of_them(
    blank: Page, server: RunningServer
) -> None:
    """The last of them may be later than `load`, for which a navigation waits here."""
    mistakes: list[str] = []
    blank.on("pageerror", lambda error: mistakes.append(str(error)))
    blank.add_init_script(HELD)
    message = blank.locator("#message")
    blank.goto(f"{server.url}/")
    turns = in_each_turn(blank, lambda turn: message.fill(f"in turn {turn}"))
    expect(message).to_have_value(f"in turn {turns}")
    blank.reload()
    turns = in_each_turn(blank, lambda turn: send_and_leave(blank, f"room-{turn}"))
    expect(blank.locator("#room-title")).to_contain_text(f"room-{turns}")
    assert mistakes == []


def in_each_turn(page: Page, act: Callable[[int], object]) -> int:
    """How many there were until the page had begun."""
    turn = 0
    while not page.evaluate("'begun' in document.documentElement.dataset"):
        page.wait_for_function("turns.length > 0")
        turn += 1
        act(turn)
        expect(page.locator("#too-old")).to_be_hidden()
        page.evaluate("turns.shift()()")
    page.evaluate("MessagePort.prototype.postMessage = post; turns.forEach((turn) => turn())")
    expect(page.locator("#connection")).to_have_attribute("data-phase", "connected")
    return turn


def send_and_leave(page: Page, room: str) -> None:
    page.evaluate("document.forms.chatform.requestSubmit()")
    page.evaluate("(room) => { location.hash = room; }", room)
