"""To any room and any person by a few letters, from wherever one is."""

from __future__ import annotations

import json
import time
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person, box_of
from tests.browser.test_access import PHONE
from tests.browser.test_changes import act, say
from tests.browser.test_rules import person, run
from tests.running import RunningServer

__all__ = ["person"]

MANY: Final = 1000
"""Rooms."""

QUICK: Final = 0.2
"""Seconds from a letter to the list, on a machine that does other things meanwhile."""

LETTERS: Final = [
    ("General Discussion", "gd", [[0, 1], [8, 9]]),
    ("General Discussion", "gendis", [[0, 3], [8, 11]]),
    ("General Discussion", "general d", [[0, 9]]),
    ("General Discussion", "dis", [[8, 11]]),
    ("General Discussion", "ral", [[4, 7]]),
    ("General Discussion", "gx", None),
    ("tea-and-cake", "tac", [[0, 1], [4, 5], [8, 9]]),
    ("Café", "cafe", [[0, 4]]),
    ("release-2.0", "20", [[8, 9], [10, 11]]),
    ("lobby", "", []),
    ("aaab", "ab", [[2, 4]]),
    ("room-0999", "r99", [[0, 1], [6, 7], [7, 8]]),
    ("a ab", "aab", [[0, 1], [2, 4]]),
]


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Room or person")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def chosen(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


@pytest.mark.parametrize(("name", "letters", "parts"), LETTERS)
def test_what_a_few_letters_find(
    person: Person, name: str, letters: str, parts: list[list[int]] | None
) -> None:
    asked = f"return m.found(m.findable({json.dumps(name)}), {json.dumps(letters)})?.parts ?? null;"
    assert run(person, "page/parts/finding", asked) == parts


def test_looking_takes_no_longer_for_hostile_names(person: Person) -> None:
    took = run(
        person,
        "page/parts/finding",
        """const name = m.findable('a '.repeat(500)); const began = performance.now();
        m.found(name, 'a'.repeat(300) + 'b'); return performance.now() - began;""",
    )
    assert took < 1000 * QUICK * 5


def test_three_letters_lead_to_any_room_and_back_to_the_box(folk: People) -> None:
    ada = folk("Ada", "harbour")
    for room in ("harbour", "tea-and-cake", "general-talk", "gentle-garden"):
        say(ada, "hello", room)
    page, box = ada.page, ada.page.locator("#message")
    for room in ("harbour", "general-talk"):
        ada.enter(room)
    say(folk("Bob"), "unread", "gentle-garden")
    expect(ada.room_link("gentle-garden").locator(".badge-count")).to_have_text("1")

    box.fill("half a sent")
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    expect(options(page).nth(0)).to_contain_text("gentle-garden")  # Unread,
    expect(options(page).nth(1)).to_contain_text("harbour")  # then where one was,
    assert "general-talk" not in options(page).nth(2).inner_text()  # and never where one is.
    page.keyboard.type("gen")
    expect(chosen(page)).to_contain_text("gentle-garden")
    expect(chosen(page).locator("mark")).to_have_text("gen")
    assert field(page).get_attribute("aria-activedescendant") == chosen(page).get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("general-talk")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("gentle-garden")
    expect(box).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("tac")
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("tea-and-cake")
    page.keyboard.press("Control+k")  # Return alone is the way back.
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("gentle-garden")

    page.keyboard.press("Control+k")
    page.keyboard.type("nowhere at all")
    expect(options(page)).to_have_count(0)
    expect(page.locator(".palette-note")).to_contain_text("No room and nobody")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(field(page)).to_be_hidden()
    expect(page.locator("#room-name")).to_have_text("gentle-garden")
    expect(box).to_be_focused()


def test_people_are_written_to(folk: People) -> None:
    ada, eve, other = (
        folk("Ada", "pier"),
        folk("Evelyn Clark", "pier"),
        folk("Evelyn Clark", "pier"),
    )
    for somebody in (eve, other):
        say(somebody, "here", "pier")
    expect(ada.stored()).to_have_count(2)
    page = ada.page
    page.keyboard.press("Control+k")
    page.keyboard.type("@ecl")
    expect(options(page)).to_have_count(2)
    tag = eve.member[:4]
    expect(options(page).filter(has_text=tag)).to_contain_text("write to them")
    options(page).filter(has_text=tag).click()
    expect(page.locator("#room-name")).to_contain_text("Evelyn Clark")
    expect(page.locator("#message")).to_be_focused()
    ada.write("just us")
    expect(eve.room_link("Ada").locator(".badge-count")).to_have_text("1")
    ada.enter("pier")
    page.keyboard.press("Control+k")  # She is found once, as the conversation.
    page.keyboard.type("evelyn")
    expect(options(page)).to_have_count(2)
    expect(options(page).filter(has_text="write to them")).to_have_count(1)

    page.route("**/direct", lambda route: route.abort())
    options(page).filter(has_text="write to them").click()
    expect(page.locator("#palette .problem")).to_have_text("The server cannot be reached.")
    page.keyboard.press("Escape")


def test_it_is_at_hand_over_the_search_and_on_a_phone(folk: People) -> None:
    ada = folk("Ada", "meadow", **PHONE)
    page = ada.page
    for room in ("meadow", "orchard"):
        say(ada, "hello", room)
    page.keyboard.press("Control+f")
    expect(page.locator("#search-words")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("orc")
    for option in options(page).all():
        box = box_of(option)
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("orchard")
    expect(page.locator("#search")).to_be_hidden()

    page.locator("#drawer-open").click()
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("mead")
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("meadow")
    expect(page.locator("#sidebar")).not_to_have_class("sidebar open")


def test_it_is_quick_among_a_thousand_rooms(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    rooms = [
        {"name": f"room-{number:04}", "messages": 1, "last": number + 1} for number in range(MANY)
    ]
    told = act(ada, "GET", "/rooms")
    told["rooms"] += rooms
    ada.page.route("**/rooms", lambda route: route.fulfill(json=told))
    ada.page.reload()
    expect(ada.room_link("room-0999")).to_have_count(1)
    ada.page.keyboard.press("Control+k")
    expect(options(ada.page)).to_have_count(10)
    for letter in "r99":
        began = time.monotonic()
        ada.page.keyboard.type(letter)
        took = ada.page.evaluate(
            """() => {
              const input = document.querySelector('#palette input');
              const began = performance.now();
              input.dispatchEvent(new Event('input', { bubbles: true }));
              return performance.now() - began;
            }"""
        )
        assert took < 1000 * QUICK, f"{took} ms, {time.monotonic() - began} s in all"
    expect(chosen(ada.page)).to_contain_text("room-")
