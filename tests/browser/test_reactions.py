"""Reacting: what stands below a message, who it was, another emoji, and what waits for the chat."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_changes import act, history, open_menu, say

THUMB = "👍"
HEART = "❤️"


def chip(person: Person, emoji: str) -> Locator:
    return person.page.locator(f'.reaction[data-emoji="{emoji}"]')


def test_reactions_are_summed_set_and_taken_back_also_without_the_chat(folk: People) -> None:
    ada = folk("Ada", "yard")
    said = say(ada, "cake?", "yard")
    act(ada, "PUT", f"/messages/{said}/reactions/{quote(THUMB)}")
    bob = folk("Bob", "yard")
    tab = folk.tab(bob.context, "yard")
    thumb = chip(bob, THUMB)
    expect(thumb).to_have_accessible_name(f"{THUMB} 1")
    expect(thumb).to_have_attribute("aria-pressed", "false")
    thumb.focus()
    bob.page.keyboard.press("Enter")
    for person in (bob, tab, ada):
        expect(chip(person, THUMB)).to_have_accessible_name(f"{THUMB} 2")
        expect(chip(person, THUMB)).to_have_attribute("aria-pressed", "true")
    expect(thumb).to_be_focused()
    people = bob.page.locator("#reaction-people")
    expect(people).to_have_text(f"{THUMB} Ada, You")
    bob.page.keyboard.press("Escape")
    expect(people).to_be_hidden()

    bob.context.set_offline(True)
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "false")
    expect(chip(tab, THUMB)).to_have_attribute("aria-pressed", "false")
    expect(chip(ada, THUMB)).to_have_accessible_name(f"{THUMB} 2")
    more = bob.page.locator(".reaction-more")
    bob.context.set_offline(False)
    for person in (bob, tab, ada):
        expect(chip(person, THUMB)).to_have_accessible_name(f"{THUMB} 1")
    expect(bob.page.locator(".state")).to_have_count(0)
    entries = act(ada, "GET", "/sub?room=yard&since=0&wait=0")["messages"]
    reactions = [entry["on"] for entry in entries if entry["kind"] == "reaction"]
    assert reactions == [True, True, False]

    more.click()
    find = bob.page.locator("#picker input")
    find.fill("red lo")
    expect(bob.page.locator(".picker-emoji:visible")).to_have_text([HEART])
    find.fill("so nobody calls one")
    expect(bob.page.locator(".picker-none")).not_to_be_empty()
    find.fill("red lo")
    find.press("Enter")
    expect(chip(ada, HEART)).to_have_accessible_name(f"{HEART} 1")
    expect(chip(bob, HEART)).to_have_attribute("aria-pressed", "true")
    open_menu(bob, "cake?").get_by_text("React").click()
    expect(bob.page.locator(".picker-emoji").first).to_have_text(HEART)
    expect(bob.page.locator(".picker-emoji").first).to_be_visible()
    find.press("ArrowDown")
    expect(bob.page.locator(".picker-emoji").first).to_be_focused()
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator("#picker")).to_be_hidden()
    (entry,) = history(ada, "yard")
    assert entry["reactions"] == {THUMB: [ada.member], HEART: [bob.member]}


def test_a_finger_that_stays_asks_who_it_was_and_changes_nothing(folk: People) -> None:
    ada = folk("Alma")
    said = say(ada, "tea?", "shed")
    act(ada, "PUT", f"/messages/{said}/reactions/{quote(THUMB)}", nick="Alma")
    bob = folk(
        "Bob", "shed", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}
    )
    thumb = chip(bob, THUMB)
    box = thumb.bounding_box()
    assert box is not None
    touch = bob.context.new_cdp_session(bob.page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    people = bob.page.locator("#reaction-people")
    expect(people).to_have_text(f"{THUMB} Alma")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    thumb.tap()
    expect(thumb).to_have_accessible_name(f"{THUMB} 2")
    expect(bob.page.locator(".coming")).to_have_count(0)
    (entry,) = history(ada, "shed")
    assert entry["reactions"] == {THUMB: [ada.member, bob.member]}


def test_who_it_was_is_told_no_longer_than_the_reaction_is_there(folk: People) -> None:
    ada = folk("Nell")
    said = say(ada, "soup?", "barn")
    act(ada, "PUT", f"/messages/{said}/reactions/{quote(THUMB)}", nick="Nell")
    bob = folk("Bob", "barn")
    people = bob.page.locator("#reaction-people")
    chip(bob, THUMB).hover()
    expect(people).to_have_text(f"{THUMB} Nell")
    act(ada, "DELETE", f"/messages/{said}/reactions/{quote(THUMB)}", nick="Nell")
    expect(chip(bob, THUMB)).to_have_count(0)
    expect(people).to_be_hidden()
