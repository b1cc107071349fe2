"""People at browsers: what they do, and what they see."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    FloatRect,
    Locator,
    Page,
    Request,
    expect,
)

from tests.running import DEADLINE

VISITS: Final = 10

HIDE: Final = """(state) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
"""A headless browser hides no tab, so the page is told what a real one would tell it."""


class Person:
    """Somebody at one tab; other tabs of the same browser are further Persons of one context."""

    def __init__(self, context: BrowserContext, url: str, room: str = "lobby") -> None:
        self.context = context
        self.url = url
        self.polled = False  # this tab has held a poll
        self.foreign: list[str] = []
        self.trouble: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", self._note_dialog)
        self.enter(room)

    def enter(self, room: str = "lobby") -> None:
        visit(self.page, f"{self.url}/#{room}")
        expect(self.page.locator("#connection")).to_have_attribute("data-phase", "connected")
        expect(self.page.locator("#room-name")).to_have_text(room)
        expect(self.page.locator(".beginning.loading")).to_have_count(0)

    def call_oneself(self, nick: str) -> None:
        name = self.page.locator("#nick")
        if not name.is_visible():
            self.page.locator("#nick-open").click()  # It stands behind the picture.
        name.fill(nick)

    def write(self, *texts: str) -> None:
        box = self.page.locator("#message")
        for text in texts:
            box.fill(text)
            box.press("Control+Enter")  # sends where one writes with fingers, too
            expect(box).to_have_value("")

    @property
    def member(self) -> str:
        """By which public id the chat knows them."""
        told: str = self.page.request.get(f"{self.url}/about").json()["you"]["member"]
        return told

    def stored(self) -> Locator:
        """What the page shows of the log."""
        return self.page.locator("#conversation .row:not(.pending) .bubble")

    def waiting(self) -> Locator:
        """What the page shows of its outbox."""
        return self.page.locator("#conversation .row.pending")

    def row(self, text: str) -> Locator:
        return self.page.locator("#conversation .row:not(.pending)").filter(has_text=text)

    def room_link(self, room: str | re.Pattern[str]) -> Locator:
        return self.page.locator("#room-list a").filter(has_text=room)

    def _note_request(self, request: Request) -> None:
        elsewhere = urlsplit(request.url).netloc != urlsplit(self.url).netloc
        if elsewhere and not request.url.startswith(f"blob:{self.url}/"):  # In its own memory.
            self.foreign.append(request.url)
        if "/sub?" in request.url and "wait=0" not in request.url:
            self.polled = True

    def _note_console(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not expected:
            self.trouble.append(message.text)

    def _note_dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()


class People:
    """Makes Persons and knows what went wrong on any of their pages."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.contexts: list[BrowserContext] = []
        self.everybody: list[Person] = []

    def __call__(self, nick: str = "", room: str = "lobby", **context_options: Any) -> Person:
        context = self.browser.new_context(**context_options)
        self.contexts.append(context)
        person = self.tab(context, room)
        if nick:
            person.call_oneself(nick)
        return person

    def tab(self, context: BrowserContext, room: str = "lobby") -> Person:
        person = Person(context, self.url, room)
        self.everybody.append(person)
        return person

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def group_at(browser: Browser, url: str) -> Iterator[People]:
    """Every test ends with the same question: no script error, no CSP violation, no other host."""
    group = People(browser, url)
    try:
        yield group
    finally:
        group.leave()
    assert [trouble for person in group.everybody for trouble in person.trouble] == []
    assert [address for person in group.everybody for address in person.foreign] == []


def visit(page: Page, url: str) -> None:
    """Go there. What Chromium is just loading is aborted when a network card comes to this machine
    or goes, as with each container of another test; then it goes there again.
    """
    for _ in range(VISITS):
        try:
            page.goto(url)
        except Error as error:
            if "ERR_NETWORK_CHANGED" not in error.message:
                raise
        else:
            return
    raise AssertionError(f"the network changed {VISITS} times while {url} was loaded")


def eventually(page: Page, true: Callable[[], bool], seconds: float = DEADLINE) -> None:
    """Wait until `true()`; the page goes on meanwhile."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        page.wait_for_timeout(40)


def box_of(locator: Locator) -> FloatRect:
    """Where it is on the screen."""
    box = locator.bounding_box()
    assert box is not None, "it is not on the screen"
    return box
