"""Who else is there: as pages tell and show it, over the one poll that they hold anyway."""

from __future__ import annotations

import json
import re
import time
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import HIDE, People, Person, box_of, eventually
from tests.running import DEADLINE, RunningServer
from tests.running import eventually as within

EACH_SECONDS: Final = 3

LATER_ON: Final = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + 4000;
}"""
"""So much later that one would be told again to type."""

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


COMPOSED: Final = """(key) => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, isComposing: true }))"""
"""A key that chooses among characters."""


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Who is here")


def names(page: Page) -> Locator:
    """Of those who are here, as far as they are listed."""
    return page.locator(".here-people li:visible .here-name")


def test_who_is_here_stands_beside_the_conversation_and_leads_to_who_that_is(
    people: People, server: RunningServer
) -> None:
    dora = people("Dora")
    dora.write("hello")
    expect(dora.page.locator("#here-open")).to_be_hidden()  # Nobody else is here.
    ada = people("Ada")
    ada.write("hello, too")
    expect(ada.page.get_by_role("button", name="Who is here: 2 people")).to_be_visible()
    dora.context.close()
    bela = people("Béla 01")
    bela.write("me too")
    find(ada)
    cleo = people("Cleo", viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    come(ada, bela, cleo)
    panel(ada.page).get_by_text("Here before").click()
    expect(panel(ada.page).get_by_role("button", name="Dora")).to_be_visible()
    ada.page.reload()
    expect(names(ada.page)).to_have_text(["Ada you", "Béla 01", "Cleo"])
    tab = people.tab(ada.context)  # Which the other one tells of it.
    expect(names(tab.page)).to_have_text(["Ada you", "Béla 01", "Cleo"])
    hide(ada, tab)
    tab.page.get_by_role("button", name="Hide who is here").click()
    expect(panel(ada.page)).to_be_hidden()
    be_quiet(cleo, bela, ada)
    leave_the_sheet(cleo)


def find(ada: Person) -> None:
    """By a key, and by some letters of a name."""
    ada.page.locator("#message").press("Alt+w")
    head = panel(ada.page).get_by_role("searchbox")
    expect(head).to_be_focused()
    expect(names(ada.page).filter(has_text="Béla 01")).to_be_visible()
    head.fill("xq")
    expect(panel(ada.page).get_by_role("status")).to_be_visible()
    head.fill("b1")
    expect(names(ada.page)).to_have_text(["Béla 01"])
    for key in ("Enter", "Escape"):
        ada.page.evaluate(COMPOSED, key)
    expect(head).to_have_value("b1")
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    head.press("Enter")
    card = ada.page.get_by_role("dialog", name="Béla 01")
    expect(card).to_contain_text("Known here since")
    ada.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(panel(ada.page).get_by_role("button", name="Béla 01")).to_be_focused()


def come(ada: Person, bela: Person, cleo: Person) -> None:
    """Nobody comes where somebody is just now in the list, but how people are is told."""
    cleo.write("and me")
    expect(ada.row("and me")).to_be_visible()
    row = panel(ada.page).get_by_role("button", name="Béla 01")
    expect(row).to_be_focused()
    bela.page.evaluate(HIDE, "hidden")
    bela.page.evaluate(LATER, 5)
    cleo.write("the poll ends")
    expect(row).to_contain_text("away")  # She is known to be there by then.
    expect(ada.page.locator(".here-people li").filter(has_text="Cleo")).to_have_count(0)
    expect(row).to_be_focused()
    row.press("Escape")
    expect(ada.page.locator("#message")).to_be_focused()
    panel(ada.page).get_by_role("searchbox").fill("")
    expect(names(ada.page)).to_have_text(["Ada you", "Béla 01", "Cleo"])


def hide(ada: Person, tab: Person) -> None:
    """One is not shown, where one sets one's own name, on all devices and in all tabs."""
    ada.page.locator("#nick").press("Tab")
    switch = ada.page.get_by_role("button", name="Do not tell others that I am here")
    expect(switch).to_be_focused()
    switch.press("Enter")
    expect(ada.page.locator("#composer-note")).to_contain_text("Others are not told")
    for page in (ada.page, tab.page):
        expect(page.locator("#shown")).to_have_attribute("aria-pressed", "true")
        expect(names(page)).to_have_text(["Béla 01", "Cleo"])
        expect(panel(page)).to_contain_text("Others are not told that you are here")
    tab.page.reload()
    expect(tab.page.locator("#shown")).to_have_attribute("aria-pressed", "true")
    tab.page.locator("#shown").click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(names(ada.page)).to_have_text(["Ada you", "Béla 01", "Cleo"])


def be_quiet(cleo: Person, bela: Person, ada: Person) -> None:
    """In the sheet of a phone: nobody is told that one types, nor is one told that others do."""
    cleo.page.locator("#here-open").tap()
    sheet = cleo.page.get_by_role("dialog", name="Who is here")
    expect(sheet.get_by_role("button", name="Cleo")).to_be_visible()
    said = asked(cleo.page, "/typing")
    sheet.get_by_role("switch", name="Show who types").uncheck()
    sheet.get_by_role("button", name="Hide who is here").tap()
    expect(sheet).to_be_hidden()
    types_until(bela, ada.page, "Béla 01 is typing…")
    cleo.write("the poll has ended")
    expect(ada.row("the poll has ended")).to_be_visible()
    expect(cleo.page.locator("#typists")).to_have_text("")
    assert said == []


def leave_the_sheet(cleo: Person) -> None:
    """For what it leads to, and for the search."""
    page, sheet = cleo.page, cleo.page.get_by_role("dialog", name="Who is here")
    page.locator("#here-open").tap()
    sheet.get_by_role("button", name="Béla 01").tap()
    page.get_by_role("button", name="Write to them").tap()
    expect(sheet).to_be_hidden()
    expect(page.locator("#room-name")).to_have_text("Béla 01")
    expect(page.locator("#message")).to_be_focused()
    page.go_back()
    expect(page.locator("#room-name")).to_have_text("lobby")
    page.locator("#here-open").tap()
    expect(sheet).to_be_visible()
    page.keyboard.press("Control+f")
    expect(sheet).to_be_hidden()
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()


class Guests:
    """People without a page, each of whom holds a poll."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.lines: list[HTTPConnection] = []
        self.cookies: list[str] = []

    def come(self, upto: int) -> None:
        """Until there are so many of them."""
        since = self.server.log()[-1]["id"]
        for number in range(len(self.lines), upto):
            line = HTTPConnection("127.0.0.1", self.server.port, DEADLINE)
            line.request("GET", "/about")
            cookie = self._read(line).headers["Set-Cookie"].partition(";")[0]
            body = json.dumps({"nick": f"Guest {number:03}"})
            kind = {"Content-Type": "application/json", "Cookie": cookie}
            line.request("PUT", "/me", body, kind)
            self._read(line)
            line.request("GET", f"/sub?room=tea&since={since}&wait=60", headers={"Cookie": cookie})
            self.lines.append(line)
            self.cookies.append(cookie)
        people = partial(self.server.get, "/rooms/lobby/people")
        within(people, lambda told: told["here"] == upto + 1)  # what is said next tells them all

    def types(self, number: int) -> None:
        line = HTTPConnection("127.0.0.1", self.server.port, DEADLINE)
        line.request("PUT", "/rooms/lobby/typing", headers={"Cookie": self.cookies[number]})
        self._read(line)
        line.close()

    def leave(self) -> None:
        for line in self.lines:
            line.close()

    @staticmethod
    def _read(line: HTTPConnection) -> HTTPResponse:
        answer = line.getresponse()
        answer.read()
        assert answer.status < 300, answer.status
        return answer


def test_a_crowd_is_listed_then_counted_and_above_fifty_nobody_is_told_to_type(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    page, box = ada.page, ada.page.locator("#message")
    ada.write("hello")
    expect(ada.row("hello")).to_be_visible()
    said = asked(page, "/typing")
    guests = Guests(server)
    guests.come(49)
    page.locator("#here-open").click()
    heading = panel(page).get_by_role("searchbox")
    expect(heading).to_have_attribute("placeholder", "50 people")
    expect(names(page)).to_have_count(50)
    guests.types(7)
    expect(page.locator("#typists")).to_have_text("Guest 007 is typing…")
    box.press("x")
    eventually(page, lambda: len(said) == 1)
    ada.write("said it")

    guests.come(99)
    server.post("hear who has come")
    expect(heading).to_have_attribute("placeholder", "100 people")
    expect(names(page)).to_have_count(100)
    heading.fill("g98")
    expect(names(page)).to_have_text(["Guest 098"])
    heading.fill("")
    page.evaluate(LATER_ON)
    guests.types(8)
    box.press_sequentially("nobody is told of this")
    server.post("and of that neither")
    expect(ada.row("and of that neither")).to_be_visible()
    expect(page.locator("#typists")).to_have_text("")
    assert len(said) == 1

    guests.come(110)
    server.post("a crowd")
    expect(panel(page)).to_contain_text("111 people")
    expect(panel(page)).to_contain_text("not told by their names")
    expect(names(page)).to_have_count(0)
    expect(page.locator("#here-open")).to_have_accessible_name("Who is here: 111 people")
    guests.leave()
