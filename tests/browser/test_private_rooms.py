"""Private rooms and conversations, with two and three people."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person


def make_private(person: Person, title: str) -> None:
    page = person.page
    page.get_by_role("button", name="Make a room").click()
    page.get_by_label("Name of the new room").fill(title)
    page.get_by_label("Only who is invited").check()
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text(title)


def panel(person: Person) -> Locator:
    person.page.get_by_role("button", name="Who is in this room").click()
    return person.page.get_by_role("dialog")


def link(person: Person, *, once: bool = True) -> str:
    shown = panel(person)
    shown.get_by_label("For one person").set_checked(once)
    shown.get_by_role("button", name="Make a link").click()
    expect(shown.locator(".link-made")).to_be_visible()
    expect(shown.locator(".link-made path")).to_have_attribute("d", re.compile("^M4 4h"))
    url = shown.locator(".link-address").inner_text()
    person.page.keyboard.press("Escape")
    return url


def secret_of(url: str) -> str:
    return url.partition("#join=")[2]


def rooms(page: Page) -> Locator:
    return page.locator("#room-list .room-label")


def events(person: Person) -> Locator:
    return person.page.locator("#conversation .event-line span")


@pytest.mark.acceptance
def test_a_room_for_who_is_invited_by_a_link(people: People) -> None:
    ada, bob, eve = people("Ada"), people("Bob"), people("Eve")
    make_private(ada, "Summer party")
    ada.write("a surprise for Cyd")
    url = link(ada)
    bob.page.goto(f"{bob.url}/#join={secret_of(url)}")
    expect(bob.page.locator("#room-name")).to_have_text("Summer party")
    expect(bob.stored()).to_have_text(["a surprise for Cyd"])
    assert secret_of(url) not in bob.page.url
    bob.page.go_back()
    assert secret_of(url) not in bob.page.url
    bob.page.go_forward()
    expect(events(ada)).to_have_text(
        ["Ada made this room", "Ada made an invitation link", "Bob came in by an invitation"]
    )
    expect(rooms(ada.page)).to_have_text(["lobby", "Summer party"])
    for lock in (bob.room_link("Summer party"), bob.page.locator(".room-head")):
        expect(lock.locator(".hash svg")).to_be_visible()
    expect(bob.page.get_by_role("link", name="private: Summer party")).to_be_visible()
    eve.page.evaluate("secret => { location.hash = `join=${secret}` }", secret_of(url))
    expect(eve.page.locator("#composer-note")).to_contain_text("The invitation did not work.")
    assert secret_of(url) not in eve.page.url
    expect(rooms(eve.page)).to_have_text(["lobby"])


def test_who_is_added_and_taken_out_sees_it_at_once(people: People) -> None:
    ada, bob = people("Ada"), people("Bob")
    bob.write("hello")
    expect(ada.stored()).to_have_text(["hello"])
    make_private(ada, "Plans")
    shown = panel(ada)
    shown.get_by_role("button", name="Add people").click()
    chooser = ada.page.get_by_role("dialog", name="Add people to Plans")
    chooser.get_by_label("Find somebody").fill("bo")
    ada.page.keyboard.press("Enter")
    expect(chooser).to_be_hidden()
    expect(shown.locator(".person-name")).to_have_text(["Ada", "Bob"])
    expect(rooms(bob.page)).to_have_text(["lobby", "Plans"])
    bob.room_link("Plans").click()
    expect(events(bob)).to_have_text(["Ada made this room", "Ada added Bob"])
    for nick, told in (("Ada", "Known here since"), ("Bob", "This is you")):
        events(bob).get_by_role("button", name=nick).last.click()  # A name is one here, too.
        expect(bob.page.get_by_role("dialog", name=nick)).to_contain_text(told)
        bob.page.keyboard.press("Escape")
    bob.write("thank you")
    shown.get_by_role("button", name="Take Bob out").click()
    expect(bob.page.locator("#composer-note")).to_contain_text("Plans is closed to you")
    expect(bob.page.locator("#room-name")).to_have_text("lobby")
    expect(rooms(bob.page)).to_have_text(["lobby"])
    expect(shown.locator(".person-name")).to_have_text(["Ada"])


def test_the_last_one_is_told_that_the_room_goes(people: People) -> None:
    ada = people("Ada")
    make_private(ada, "Plans")
    shown = panel(ada)
    shown.get_by_role("button", name="Leave this room").click()
    expect(shown.locator(".leaving")).to_contain_text("You are the last one here.")
    expect(shown.get_by_role("button", name="Stay")).to_be_focused()
    shown.get_by_role("button", name="Leave and end it").click()
    expect(shown).to_be_hidden()
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    expect(rooms(ada.page)).to_have_text(["lobby"])


def test_a_conversation_is_begun_with_the_keyboard_and_found_again(people: People) -> None:
    ada, bob, cyd = people("Ada"), people("Bob"), people("Cyd")
    bob.write("hello")
    cyd.write("hello, too")
    expect(ada.stored()).to_have_count(2)
    ada.write("hi")
    expect(cyd.stored()).to_have_count(3)
    page = ada.page
    for _ in range(2):
        page.get_by_role("button", name="Make a room").press("Enter")
        page.get_by_role("button", name="Write to somebody instead").press("Enter")
        page.keyboard.type("bob")
        page.keyboard.press("Enter")
        expect(page.locator("#room-name")).to_have_text("Bob")
        expect(page.locator("#message")).to_be_focused()
        page.keyboard.type("among us")
        page.keyboard.press("Control+Enter")
    expect(bob.room_link("Ada").locator(".badge-count")).to_have_text("2")
    expect(bob.page.get_by_role("heading", name="Conversations")).to_be_visible()
    bob.room_link("Ada").click()
    expect(bob.stored()).to_have_text(["among us", "among us"])
    expect(bob.page).to_have_title(re.compile(r"^Ada \W "))
    expect(bob.page.locator("#message")).to_have_attribute("placeholder", "Write to Ada")
    expect(rooms(cyd.page)).to_have_text(["lobby"])
    found = [talk_among(ada, "Bob", "Cyd"), talk_among(bob, "Ada", "Cyd")]  # It is the same.
    assert found[0] == found[1]
    expect(cyd.room_link(all_of("Ada", "Bob")).locator(".badge-count")).to_have_text("2")


def all_of(*names: str) -> re.Pattern[str]:
    """A text with all of them, in whatever order."""
    return re.compile("^" + "".join(f"(?=.*{name})" for name in names))


def talk_among(person: Person, *others: str) -> str:
    """They say something to several at once; the address where that is."""
    page = person.page
    page.get_by_role("button", name="Make a room").click()
    page.get_by_role("button", name="Write to somebody instead").click()
    chooser = page.get_by_role("dialog", name="Write to")
    for nick in others:
        chooser.get_by_role("checkbox", name=nick).check()
    chooser.get_by_role("button", name="Begin").click()
    expect(page.locator("#room-name")).to_have_text(all_of(*others))
    person.write("among us three")
    return page.url
