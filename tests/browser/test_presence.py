"""Who else is there: as pages tell and show it, over the one poll that they hold anyway."""

from __future__ import annotations

import re
import time
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.people import HIDE, People, Person, box_of, eventually
from tests.running import RunningServer

EACH_SECONDS: Final = 3

TWO_PARTS: Final = re.compile(r"/sub\?room=\*&since=\d+\.\d+&wait=\d+(&away=1)?\Z")

LATER: Final = """(minutes) => {
  const now = Date.now;
  Date.now = () => now() + minutes * 60000;
}"""
"""A clock that is that much ahead from now on."""

WITH: Final = """(text) => {
  const rows = document.querySelector('#conversation');
  const line = document.querySelector('#typists');
  window.typing = null;
  new MutationObserver(() => {
    if (rows.textContent.includes(text)) window.typing ??= line.textContent;
  }).observe(rows, { childList: true, subtree: true, characterData: true });
}"""
"""Notes what the line says at the moment at which a message with this text comes."""


def asked(page: Page, part: str) -> list[str]:
    """The addresses with `part` in them that a page asks for from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if part in request.url else None)
    return found


def people_in(person: Person, room: str) -> dict[str, str]:
    """Who is there, as the chat tells it to somebody."""
    told: dict[str, Any] = person.page.request.get(f"{person.url}/rooms/{room}/people").json()
    return {one["nick"]: one["state"] for one in told["people"]}


def types_until(person: Person, reader: Page, words: str) -> None:
    """Types on and on, until somebody else reads who that is."""

    def typed() -> bool:
        person.page.locator("#message").press("x")
        return reader.locator("#typists").inner_text() == words

    eventually(reader, typed)


def test_who_types_is_told_in_all_tabs_in_a_line_whose_place_is_always_there(
    people: People, server: RunningServer
) -> None:
    ada, bela = people("Ada"), people("Béla")
    ada.write("hello")
    bela.write("hello, too")
    tab = people.tab(ada.context)
    expect(tab.row("hello, too")).to_be_visible()
    polls = [asked(page, "/sub?") for page in (ada.page, tab.page)]
    before = box_of(ada.page.locator("#conversation"))
    told, begun = asked(bela.page, "/typing"), time.monotonic()
    types_until(bela, ada.page, "Béla is typing…")
    types_until(bela, tab.page, "Béla is typing…")
    assert 1 <= len(told) <= 1 + (time.monotonic() - begun) / EACH_SECONDS
    assert box_of(ada.page.locator("#conversation")) == before
    expect(bela.page.locator("#typists")).to_have_text("")
    ada.page.evaluate(WITH, "all of it")
    bela.write("all of it")
    expect(ada.row("all of it")).to_be_visible()
    assert ada.page.evaluate("window.typing") == ""
    ada.write("polls end with it")
    expect(tab.row("polls end with it")).to_be_visible()
    eventually(ada.page, lambda: any(polls))
    held = [address for found in polls for address in found if "wait=0" not in address]
    assert [address for address in held if not TWO_PARTS.search(address)] == []


def test_who_has_not_looked_for_five_minutes_says_so_in_the_poll_that_is_asked_anyway(
    people: People, server: RunningServer
) -> None:
    ada, bela = people("Ada"), people("Béla")
    bela.write("hello")
    eventually(ada.page, lambda: people_in(ada, "lobby").get("Béla") == "here")
    bela.page.evaluate(HIDE, "hidden")
    bela.page.evaluate(LATER, 5)
    requests = asked(bela.page, "/")  # Of the chat; its icon is another by a message, too.
    ada.write("the poll ends")
    eventually(ada.page, lambda: people_in(ada, "lobby") == {"Ada": "here", "Béla": "away"})
    said = [address for address in requests if "/static/" not in address]
    assert [address for address in said if not TWO_PARTS.search(address)] == []
    bela.page.evaluate(HIDE, "visible")
    eventually(ada.page, lambda: people_in(ada, "lobby") == {"Ada": "here", "Béla": "here"})
