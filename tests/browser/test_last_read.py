"""What the window keeps of a room, and shows while it waits for the chat."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Page, expect

from appliance.window import place
from appliance.window.choice import Neighbour
from appliance.window.pages import LocalPage
from tests.browser.people import People, eventually
from tests.running import RunningServer

KEPT = (
    "Object.entries(localStorage).filter(([key]) => key.endsWith('.last')).map(([, text]) => text)"
)
HOSTILE = "<img src=x onerror=alert(1)> \N{RIGHT-TO-LEFT OVERRIDE}moor\nnext line"


def kept(page: Page) -> list[str]:
    """The words that are kept; nothing where none are."""
    found = page.evaluate(KEPT)
    return [line["text"] for line in json.loads(found[0])["lines"]] if found else []


def waiting(chat: Neighbour) -> str:
    """The page of the window that waits for this chat."""
    facts = place.waiting(chat, 0, [chat._replace(id="2e", here=3)], typed="")
    return LocalPage("place", facts, lambda *_: None).html()


def serve(page: Page, url: str, html: str) -> None:
    """As the window shows it: with the address of a chat where nobody answers."""
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(url)


def test_the_waiting_window_shows_what_was_said_last_and_may_still_be_read(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada", user_agent="Mozilla/5.0 ChatWindow/1")
    grace = people("Grace")
    ada.write("taken back", HOSTILE)
    eventually(ada.page, lambda: kept(ada.page) == ["taken back", HOSTILE])
    expect(grace.row("next line")).to_be_visible()
    assert kept(grace.page) == [], "a browser keeps nothing"
    first = server.log()[0]["id"]
    took = ada.page.request.delete(f"{server.url}/messages/{first}", data={"key": "1"})
    assert took.ok, took.text()
    ada.page.reload()
    eventually(ada.page, lambda: kept(ada.page) == [HOSTILE])
    chat = Neighbour("Kitchen", f"{server.url}/", server.get("/about")["log"])
    there = ada.context.new_page()
    serve(there, chat.url, waiting(chat))
    last = there.get_by_role("region", name="What was said last in lobby")
    said = last.get_by_role("listitem")
    expect(said).to_have_count(1)
    expect(said).to_contain_text("Ada")
    expect(said.locator("p")).to_have_js_property("textContent", HOSTILE)
    expect(there.get_by_role("button", name="Join")).to_contain_text("3 devices there")
    there.set_viewport_size({"width": 320, "height": 640})
    assert there.evaluate("document.documentElement.scrollWidth") <= 320
    # Another chat at this address, and what no page of ours wrote, show nothing.
    serve(there, chat.url, waiting(chat._replace(id="3f")))
    expect(last).to_be_hidden()


def test_what_something_else_wrote_there_is_not_shown(browser: Browser) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    chat = Neighbour("Kitchen", "http://192.0.2.7:8080/", "1f")
    serve(page, chat.url, waiting(chat))
    for wrong in ("", "null", '"x"', "{}", '{"lines": "x"}', '{"lines": []}', "{"):
        page.evaluate("text => localStorage.setItem('chat@1f.last', text)", wrong)
        page.reload()
        expect(page.get_by_role("heading", name="Waiting for")).to_be_visible()
        expect(page.locator("[data-last]")).to_be_hidden()
    page.evaluate("localStorage.setItem('chat@1f.last', '{\"lines\": [null, 7, {}]}')")
    page.reload()
    expect(page.locator("[data-last] li")).to_have_count(3)
    assert errors == []
    page.close()
