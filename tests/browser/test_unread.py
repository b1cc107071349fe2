"""What nobody has seen stays unread, and is where one begins to read."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.people import HIDE, People, Person, box_of, eventually
from tests.running import RunningServer


def badge(person: Person, room: str) -> Locator:
    return person.room_link(room).locator(".badge-count")


def told(person: Person) -> int:
    """How many new messages there are further down."""
    return int((person.page.locator("#newer").text_content() or "").split()[0])


def height_in(person: Person, part: Locator) -> float:
    """Where it begins: 0 at the top of the conversation, 1 at its end."""
    window = box_of(person.page.locator("#conversation"))
    return (box_of(part)["y"] - window["y"]) / window["height"]


def scroll_by(person: Person, windows: float) -> None:
    person.page.locator("#conversation").evaluate(
        "(node, windows) => { node.scrollTop += windows * node.clientHeight; }", windows
    )


def test_a_room_with_unread_messages_opens_at_them_and_they_are_read_when_they_are_reached(
    people: People, server: RunningServer
) -> None:
    for number in range(40):
        server.post(f"old {number}", room="side")
    ada = people("Ada")
    for number in range(120):
        server.post(f"new {number}", room="side")
    expect(badge(ada, "side")).to_have_text("99+")
    expect(ada.room_link("side")).to_have_accessible_name("side 120 unread")
    expect(ada.room_link("side").locator(".badge")).to_have_attribute("title", "120 unread")
    ada.room_link("side").click()
    line = ada.page.locator(".news")
    expect(line).to_have_text(re.compile(r"^New since \d"))
    expect(ada.page.locator(".row", has=line).locator(".bubble")).to_have_text("new 0")
    eventually(ada.page, lambda: 0.15 < height_in(ada, line) < 0.35)
    expect(ada.row("old 39")).to_be_in_viewport()
    expect(ada.row("new 119")).not_to_be_in_viewport()
    unread = told(ada)
    assert 90 < unread < 120
    scroll_by(ada, 1)
    eventually(ada.page, lambda: told(ada) < unread)
    ada.page.reload()
    expect(ada.page.locator("#newer")).to_contain_text("new messages")
    left = told(ada)
    assert 20 < left < unread
    ada.page.locator("#newer").click()
    expect(ada.row("new 119")).to_be_in_viewport()
    expect(badge(ada, "side")).to_be_hidden()
    ada.page.reload()
    expect(ada.row("new 119")).to_be_in_viewport()
    expect(line).to_have_count(0)


def test_few_unread_messages_are_all_seen_at_once(people: People, server: RunningServer) -> None:
    server.post("old", room="side")
    ada = people("Ada")
    server.post("new", room="side")
    expect(badge(ada, "side")).to_have_text("1")
    ada.room_link("side").click()
    expect(ada.page.locator(".news")).to_have_count(1)
    expect(badge(ada, "side")).to_be_hidden()
    server.post("newer still\n" * 30, room="side")  # follows: nothing waits to be read
    eventually(ada.page, lambda: height_in(ada, ada.stored().last) < 1)
    expect(badge(ada, "side")).to_be_hidden()


def test_what_comes_while_nobody_looks_is_not_run_past(
    people: People, server: RunningServer
) -> None:
    server.post("seen")
    ada = people("Ada")
    expect(ada.row("seen")).to_be_visible()
    ada.page.evaluate(HIDE, "hidden")
    for number in range(40):
        server.post(f"unseen {number}")
    expect(ada.page).to_have_title(re.compile(r"^\(40\) "))
    ada.page.evaluate(HIDE, "visible")
    line = ada.page.locator(".news")
    expect(ada.page.locator(".row", has=line).locator(".bubble")).to_have_text("unseen 0")
    expect(line).to_be_in_viewport()
    expect(ada.row("unseen 39")).not_to_be_in_viewport()
    expect(ada.page.locator("#newer")).to_contain_text("new messages")


OLDER = """(log) => {
  const left = { log, 'seen.lobby': 0, 'seen.side': 1, 'seen.tea': 2 };
  for (const [name, value] of Object.entries(left)) {
    localStorage.setItem(`chat.${name}`, JSON.stringify(value));
  }
}"""
"""What a page of an older version leaves: how many messages of each room were read."""

LEFT = """() => Object.entries(localStorage)
  .filter(([name]) => /^chat\\.(log|seen)/.test(name)).sort().flat()"""


def test_what_an_older_version_knew_of_what_was_read_is_taken_over_once_and_stays_its_own(
    people: People, server: RunningServer
) -> None:
    """It may be open in another tab, and each must make nothing of what the other writes."""
    for number in range(3):
        server.post(f"side {number}", room="side")
        server.post(f"made since {number}", room="new")
    for number in range(2):
        server.post(f"tea {number}", room="tea")
    ada = people("Ada")
    ada.page.goto(f"{server.url}/healthz")
    ada.page.evaluate("localStorage.clear()")
    ada.page.evaluate(OLDER, server.get("/about")["log"])
    left = ada.page.evaluate(LEFT)
    ada.enter()
    expect(badge(ada, "side")).to_have_text("2")
    expect(badge(ada, "new")).to_have_text("3")
    expect(badge(ada, "tea")).to_be_hidden()
    ada.room_link("side").click()
    expect(badge(ada, "side")).to_be_hidden()
    ada.enter()
    expect(badge(ada, "side")).to_be_hidden()
    assert ada.page.evaluate(LEFT) == left
    older = people.tab(ada.context)
    older.page.evaluate(OLDER, "another log")
    server.post("one more", room="side")
    for _ in range(2):
        expect(badge(ada, "side")).to_have_text("1")
        expect(badge(ada, "tea")).to_be_hidden()
        ada.page.reload()
