"""What host and helpers do about somebody, on the card at their name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_invite import become_admin
from tests.running import RunningServer


def opened(keeper: Person, text: str, nick: str) -> Locator:
    """The card of who said `text`."""
    keeper.row(text).get_by_role("button", name=nick).click()
    card = keeper.page.get_by_role("dialog", name=nick)
    expect(card.locator(".profile-since")).to_be_visible()
    return card


def standing(keeper: Person, card: Locator) -> dict[str, Any]:
    member = card.locator(".tag").get_attribute("title").rpartition(" ")[2].rstrip(".")  # type: ignore[union-attr]
    found: dict[str, Any] = keeper.page.request.get(f"{keeper.url}/members/{member}").json()
    return found


def act(card: Locator, name: str, state: str) -> None:
    """With the keyboard; how the card says it is done."""
    card.get_by_role("button", name=name, exact=True).press("Enter")
    expect(card.locator(".keeping-state")).to_have_text(state)


def test_host_and_helpers_keep_order_on_the_card_of_a_person(
    people: People, server: RunningServer
) -> None:
    host, cleo, bob = people("Hedy"), people("Cleo"), people("Bob")
    become_admin(host, server)
    host.enter()
    for person, text in ((host, "welcome"), (cleo, "hello"), (bob, "noise")):
        person.write(text)
    expect(host.page.locator("#conversation .row:not(.pending)")).to_have_count(3)

    card = opened(bob, "hello", "Cleo")  # For everybody else there is nothing to keep.
    expect(card.get_by_role("heading", name="Keeping order")).to_be_hidden()
    card = opened(host, "hello", "Cleo")
    act(card, "Make them a helper", "A helper of the host.")
    expect(card.get_by_role("button", name="Not a helper any more")).to_be_visible()
    host.page.keyboard.press("Escape")

    cleo.page.reload()
    card = opened(cleo, "welcome", "Hedy")
    expect(card.get_by_role("heading", name="Keeping order")).to_be_hidden()
    cleo.page.keyboard.press("Escape")
    card = opened(cleo, "noise", "Bob")
    expect(card.get_by_role("button", name="Make them a helper")).to_be_hidden()

    seen = opened(host, "noise", "Bob")  # Who looks at the same is told what another does,
    seen.get_by_role("button", name="Remove…").press("Enter")
    act(card, "Hide all they said", "All they said is hidden from everybody.")
    expect(seen).to_contain_text("All they said is hidden from everybody.")
    expect(seen.get_by_role("button", name="Cancel")).to_be_focused()  # in the middle of an answer.
    host.page.keyboard.press("Enter")
    expect(seen.get_by_role("button", name="Mute…")).to_be_focused()
    expect(card.get_by_role("button", name="Mute…")).to_be_focused()
    act(card, "Show what they said", "")

    card.get_by_role("button", name="Remove…").press("Enter")
    expect(card).to_contain_text("2 other people are at the same address just now")
    expect(card.get_by_role("button", name="Cancel")).to_be_focused()  # Return does no harm.
    cleo.page.keyboard.press("Enter")
    act(card, "Remove…", "")
    act(card, "Remove", "Removed from the chat.")
    assert standing(host, seen)["removed"] is True
    act(card, "Let back in", "")
    assert standing(host, seen)["removed"] is False


def test_a_mute_lasts_as_long_by_a_clock_that_is_wrong(
    people: People, server: RunningServer
) -> None:
    host, bob = people("Hedy"), people("Bob")
    become_admin(host, server)
    host.enter()
    bob.write("noise")
    expect(host.row("noise")).to_be_visible()
    host.page.clock.set_fixed_time(datetime.now(UTC) - timedelta(days=3))
    card = opened(host, "noise", "Bob")
    card.get_by_role("button", name="Mute…").click()
    card.get_by_role("button", name="An hour").click()
    expect(card).to_contain_text("Muted until")
    until = datetime.fromisoformat(standing(host, card)["muted_until"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < until < timedelta(minutes=62)
    act(card, "Let them write again", "")
