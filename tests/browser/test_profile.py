"""The card of a person, at their name: who that is, and ignoring them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_invite import become_admin
from tests.browser.test_messages import COPIED, SELECT
from tests.running import RunningServer

REFUSAL = {"title": "Not allowed", "description": "Not today."}


def card(person: Person, nick: str) -> Locator:
    return person.page.get_by_role("dialog", name=nick)


def test_a_name_shows_its_person_by_press_rest_and_keyboard(people: People) -> None:
    ada, bob = people("Ada"), people("Bob")
    bob.write("hello")
    name = ada.row("hello").get_by_role("button", name="Bob")
    name.click()
    expect(card(ada, "Bob")).to_contain_text("Known here since: Today")
    ada.page.keyboard.press("Escape")
    expect(card(ada, "Bob")).to_be_hidden()
    expect(name).to_be_focused()
    ada.page.locator("#conversation").focus()
    ada.page.keyboard.press("Enter")
    expect(name).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(card(ada, "Bob")).to_be_focused()
    ada.page.mouse.click(5, 5)
    expect(card(ada, "Bob")).to_be_hidden()
    expect(name).to_be_focused()
    ada.page.keyboard.press("Escape")
    name.hover()
    expect(card(ada, "Bob")).to_be_visible()
    expect(ada.page.locator("#conversation")).to_be_focused()  # A glance takes nobody's focus.
    ada.page.locator("#room-name").hover()
    expect(card(ada, "Bob")).to_be_hidden()
    bob.row("hello").get_by_role("button", name="Bob").click()
    expect(card(bob, "Bob")).to_contain_text("This is you")
    expect(card(bob, "Bob").get_by_role("button")).to_have_count(1)  # It closes.


def test_one_writes_to_somebody_from_their_name(people: People) -> None:
    ada, bob = people("Ada"), people("Bob")
    bob.write("hello")
    ada.row("hello").get_by_role("button", name="Bob").click()
    ada.page.route("**/direct", lambda route: route.fulfill(status=403, json=REFUSAL))
    write = card(ada, "Bob").get_by_role("button", name="Write to them")
    write.click()
    expect(card(ada, "Bob").get_by_role("alert")).to_have_text("Not today.")
    ada.page.unroute("**/direct")
    write.press("Enter")
    expect(card(ada, "Bob")).to_be_hidden()
    expect(ada.page.locator("#room-name")).to_have_text("Bob")
    expect(ada.page.locator("#message")).to_be_focused()
    ada.write("between us")
    expect(bob.room_link("Ada")).to_contain_text("1")


def test_those_who_look_alike_are_told_apart_in_the_card_and_by_a_screen_reader(
    people: People,
) -> None:
    ada, other = people("Ada"), people("\u0410d\u0430")
    ada.write("the first")
    other.write("the second")
    label = other.row("the first").get_by_role("article")
    expect(label).to_have_attribute("aria-label", re.compile(r"^Ada \([a-z2-7]{4}\), "))
    other.row("the first").get_by_role("button", name="Ada").click()
    expect(card(other, "Ada").locator(".tag")).to_be_visible()
    other.page.keyboard.press("Escape")
    expect(other.stored()).to_have_count(2)
    other.page.evaluate(SELECT, [0, 0, 1, 5])
    copied = other.page.evaluate(COPIED, "#conversation")[1]
    other.row("the first").get_by_role("button", name="Ada").click()
    card(other, "Ada").get_by_role("button", name="Write to them").click()
    expect(other.page.locator("#room-name")).to_have_text(re.compile(r"^Ada \([a-z2-7]{4}\)$"))
    expect(ada.room_link("\u0410d\u0430 (")).to_be_visible()
    names = r"Ada \([a-z2-7]{4}\) .*: the first\n\u0410d\u0430 \([a-z2-7]{4}\) .*: the s"
    assert re.fullmatch(names, copied), copied


def test_another_name_is_told_where_somebody_was_heard_by_the_one_before(
    people: People, server: RunningServer
) -> None:
    ada, bob = people("Ada"), people("Bob", "side")
    bob.write("over there")
    bob.enter()
    bob.write("hello")
    expect(ada.row("hello")).to_be_visible()
    bob.call_oneself("Grace")
    bob.page.locator("#nick").press("Enter")
    told = ada.page.locator(".renaming")
    expect(told).to_have_text("Bob is now Grace")
    told.get_by_role("button", name="Grace").click()
    expect(card(ada, "Grace")).to_contain_text("Known here since")
    ada.page.keyboard.press("Escape")
    bob.write("and on")
    expect(ada.row("and on")).to_be_visible()
    expect(told).to_have_count(1)
    ada.row("hello").get_by_role("button", name="Bob").click()
    expect(card(ada, "Bob")).to_contain_text("Now called: Grace")
    ada.page.keyboard.press("Escape")
    ada.enter("side")
    expect(ada.row("over there")).to_be_visible()
    expect(told).to_have_count(0)  # Nobody has heard the new one there.
    bob.enter("side")
    bob.write("here too")
    expect(ada.row("here too").locator(".renaming")).to_have_text("Bob is now Grace")
    ada.page.reload()
    expect(told).to_have_count(1)
    told.get_by_role("button", name="Grace").click()
    expect(card(ada, "Grace")).to_contain_text("Known here since")
    expect(card(ada, "Grace")).not_to_contain_text("Called before")  # That is for who keeps order.
    become_admin(ada, server)
    ada.enter("side")
    told.get_by_role("button", name="Grace").click()
    expect(card(ada, "Grace")).to_contain_text("Called before: Bob")


def test_messages_of_the_ignored_are_folded_away_until_they_are_heeded(
    people: People, server: RunningServer
) -> None:
    ada, bob, eve = people("Ada"), people("Bob"), people("Eve")
    eve.write("noise one")
    expect(ada.row("noise one")).to_be_visible()
    eve.write("noise two")
    bob.write("words")
    ada.row("noise one").get_by_role("button", name="Eve").click()
    card(ada, "Eve").get_by_role("button", name="Ignore").press("Enter")
    expect(card(ada, "Eve")).to_contain_text("You ignore them")
    expect(card(ada, "Eve")).to_be_in_viewport(ratio=1)
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator("#conversation")).to_be_focused()  # Their name is hidden.
    line = ada.page.locator(".ignored-line")
    expect(line).to_have_text(re.compile("2 messages of Eve are hidden"))
    expect(ada.page.get_by_text("noise one")).to_be_hidden()
    expect(ada.page.get_by_text("words")).to_be_visible()
    eve.write("noise three")
    expect(line).to_have_count(2)
    ada.enter()
    expect(line).to_have_count(2)
    expect(bob.page.get_by_text("noise three")).to_be_visible()
    for person, room in ((eve, "side"), (bob, "other"), (eve, "other")):
        person.enter(room)
        person.write(f"said in {room}")
    expect(ada.room_link("other").locator(".badge-count")).to_have_text("2")
    expect(ada.room_link("side")).to_be_visible()
    expect(ada.room_link("side").locator(".badge")).to_be_hidden()  # Nothing to read.
    line.last.get_by_role("button", name="Show 1 message of Eve").click()
    expect(ada.page.get_by_text("noise three")).to_be_visible()
    ada.row("noise three").get_by_role("button", name="Eve").click()
    card(ada, "Eve").get_by_role("button", name="Stop ignoring").click()
    expect(line).to_have_count(0)
    expect(ada.page.get_by_text("noise one")).to_be_visible()
