"""Host, helper and member on phones' width, who have a keyboard and nothing else."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person, visit
from tests.browser.test_invite import become_admin
from tests.running import RunningServer

PHONE: Final[dict[str, Any]] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
PASSCODE: Final = "swordfish 7"
FARTHEST: Final = 60
"""Steps with Tab to anything that is in a panel, or beside the messages."""


def reach(place: Locator) -> None:
    """By Tab alone, from wherever the focus is."""
    expect(place).to_be_visible()
    for _ in range(FARTHEST):
        if place.evaluate("(node) => node === document.activeElement"):
            return
        place.page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {place}")


def press(place: Locator, key: str = "Enter") -> None:
    reach(place)
    place.page.keyboard.press(key)


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def type_at(place: Locator, text: str) -> None:
    reach(place)
    place.page.keyboard.press("Control+A")
    place.page.keyboard.type(text)


def open_panel(host: Person) -> Locator:
    press(button(host.page, "Invite others"))
    panel = host.page.get_by_role("dialog", name="Invite others")
    expect(panel.locator("#doorkeeping")).to_be_visible()
    return panel


def open_card(by: Person, text: str, nick: str) -> Locator:
    """From the messages to the newest name, and up to the one that is meant."""
    reach(by.page.locator("#conversation"))
    by.page.keyboard.press("Enter")
    name = by.row(text).get_by_role("button", name=nick)
    for _ in range(FARTHEST):
        if name.evaluate("(node) => node === document.activeElement"):
            break
        by.page.keyboard.press("ArrowUp")
    by.page.keyboard.press("Enter")
    card = by.page.get_by_role("dialog", name=nick)
    expect(card.locator(".profile-since")).to_be_visible()
    return card


def test_three_people_keep_a_door_and_order_and_talk_among_themselves(
    people: People, server: RunningServer
) -> None:
    host, hilda = (people(nick, **PHONE) for nick in ("Hedy", "Hilda"))
    become_admin(host, server)
    host.enter()
    hilda.write("I am Hilda")
    expect(host.row("I am Hilda")).to_be_visible()
    card = open_card(host, "I am Hilda", "Hilda")
    press(button(card, "Make them a helper"))
    expect(card).to_contain_text("A helper of the host.")
    host.page.keyboard.press("Escape")
    bob = comes_with_a_passcode(people, host)
    hilda.page.reload()
    keep_order(hilda, host, bob)
    let_in(host, bob)
    talk(bob)


def comes_with_a_passcode(people: People, host: Person) -> Page:
    """The host asks for one; somebody who knows it comes in."""
    panel = open_panel(host)
    reach(panel.get_by_role("radio", name="Everybody", exact=True))
    host.page.keyboard.press("ArrowDown")
    expect(panel.get_by_label("Passcode for newcomers")).to_be_focused()
    host.page.keyboard.type(PASSCODE)
    host.page.keyboard.press("Enter")
    press(panel.get_by_role("checkbox", name="with the passcode in it"), "Space")
    expect(panel.locator(".door-link .copy-text")).to_contain_text("#pass=")
    host.page.keyboard.press("Escape")
    bob = outside(people)
    type_at(bob.get_by_label("What you are called"), "Bob")
    type_at(bob.get_by_label("Passcode", exact=True), PASSCODE)
    bob.keyboard.press("Enter")
    expect(bob.locator("#connection")).to_have_attribute("data-phase", "connected")
    type_at(bob.locator("#message"), "I am Bob")
    press(button(bob, "Send"))
    return bob


def keep_order(hilda: Person, host: Person, bob: Page) -> None:
    """The helper mutes him, folds away what he says, and removes him; all of it is undone."""
    card = open_card(hilda, "I am Bob", "Bob")
    press(button(card, "Mute…"))
    press(button(card, "An hour"))
    expect(bob.locator("#floor")).to_contain_text("You are muted until")
    press(button(card, "Let them write again"))
    expect(bob.locator("#floor")).to_be_hidden()
    press(button(card, "Hide all they said"))
    expect(host.page.locator(".ignored-line")).to_contain_text("1 message of Bob")
    press(button(card, "Show what they said"))
    press(button(card, "Remove…"))
    press(button(card, "Remove"))
    expect(bob.locator("#removed")).to_be_visible()
    press(button(card, "Let back in"))
    expect(bob.locator("#connection")).to_have_attribute("data-phase", "connected")
    hilda.page.keyboard.press("Escape")


def let_in(host: Person, bob: Page) -> None:
    """The host lets in whom they like, and all must come in anew."""
    panel = open_panel(host)
    reach(panel.get_by_role("radio", name="With a passcode"))
    host.page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("radio", name="Whom I let in")).to_be_checked()
    press(button(panel, "All must come in anew"))
    expect(bob.locator("#door")).to_be_visible()
    press(button(bob, "Ask to come in"))
    host.page.keyboard.press("Escape")
    press(host.page.locator("#knocking"))
    press(button(host.page, "Let Bob in"))
    expect(bob.locator("#connection")).to_have_attribute("data-phase", "connected")


def talk(bob: Page) -> None:
    """He makes a room for himself, and writes to somebody."""
    press(button(bob, "Rooms"))
    press(button(bob, "Make a room"))
    bob.keyboard.type("Plans")
    press(bob.get_by_label("Only who is invited"), "Space")
    press(button(bob, "Make room"))
    expect(bob.locator("#room-name")).to_have_text("Plans")
    press(button(bob, "Rooms"))
    press(button(bob, "Make a room"))
    press(button(bob, "Write to somebody instead"))
    bob.keyboard.type("hilda")
    bob.keyboard.press("Enter")
    expect(bob.locator("#room-name")).to_have_text("Hilda")


def outside(people: People) -> Page:
    context = people.browser.new_context(**PHONE)
    people.contexts.append(context)
    page = context.new_page()
    visit(page, people.url)
    return page
