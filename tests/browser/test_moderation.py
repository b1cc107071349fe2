"""What host and helpers decide, on the pages of those whom it concerns, and how they decide it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_invite import become_admin
from tests.browser.test_private_rooms import events
from tests.running import RunningServer


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("order") / "data") as running:
        yield running


@pytest.fixture
def people(browser: Browser, chat: RunningServer) -> Iterator[People]:
    group = People(browser, chat.url)
    yield group
    group.leave()
    assert [trouble for person in group.everybody for trouble in person.trouble] == []
    assert [address for person in group.everybody for address in person.foreign] == []


def a_host(people: People, chat: RunningServer) -> Person:
    host = people("Hedy")
    become_admin(host, chat)
    return host


def member(person: Person) -> str:
    told: str = person.page.request.get(f"{person.url}/about").json()["you"]["member"]
    return told


def decide(host: Person, path: str, **fields: Any) -> None:
    """As the page would ask it; that is tested by itself."""
    asked = host.page.request.fetch(
        f"{host.url}{path}", method="PATCH" if path.startswith("/rooms") else "PUT", data=fields
    )
    assert asked.ok, asked.text()


def floor(person: Person) -> Locator:
    return person.page.locator("#floor")


def note(person: Person) -> Locator:
    return person.page.locator("#composer-note")


def test_who_is_muted_is_told_why_and_for_how_long_and_loses_nothing(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Mia")
    ada.write("hello")
    who = f"/members/{member(ada)}"
    ada.page.locator("#message").fill("not yet said")
    decide(host, who, muted_until=(datetime.now(UTC) + timedelta(minutes=5)).isoformat())
    expect(floor(ada)).to_contain_text("You are muted until")
    expect(floor(ada).locator(".countdown")).to_contain_text("min")
    expect(events(host).last).to_contain_text("Mia was muted until")
    ada.page.locator("#message").press("Control+Enter")
    expect(note(ada)).to_contain_text("You are muted until")
    expect(ada.page.locator("#message")).to_have_value("not yet said")
    ada.page.reload()
    expect(floor(ada)).to_contain_text("You are muted until")
    decide(host, who, muted_until=None)
    expect(floor(ada)).to_be_hidden()
    ada.page.locator("#message").press("Control+Enter")
    expect(host.stored().last).to_have_text("not yet said")
    ada.page.clock.install()
    decide(host, who, muted_until=(datetime.now(UTC) + timedelta(minutes=1)).isoformat())
    expect(floor(ada)).to_contain_text("You are muted until")
    ada.page.clock.run_for(61_000)
    expect(floor(ada)).to_be_hidden()
    decide(host, who, muted_until=None, hidden=True)
    expect(floor(ada)).to_contain_text("What you say is folded away")


def test_what_was_folded_away_is_for_host_and_helpers_to_open_and_undo(
    people: People, chat: RunningServer
) -> None:
    host, ada, bob = a_host(people, chat), people("Rudi"), people("Bob")
    ada.write("rude words")
    expect(bob.stored().last).to_have_text("rude words")
    decide(host, f"/members/{member(ada)}", hidden=True)
    for person in (bob, host):
        expect(person.row("rude words").locator(".bubble")).to_be_hidden()
        expect(person.row("rude words")).to_contain_text("1 message of Rudi was folded away")
    expect(ada.row("rude words").locator(".bubble")).to_be_visible()
    expect(bob.row("rude words").get_by_role("button", name="Show")).to_have_count(0)
    bob.page.reload()
    expect(bob.row("rude words")).to_contain_text("1 message of Rudi was folded away")
    host.page.get_by_role("button", name="Show 1 message of Rudi").press("Enter")
    expect(host.row("rude words").locator(".bubble")).to_be_visible()
    host.page.reload()
    host.page.get_by_role("button", name="Show what Rudi says to everybody again").press("Enter")
    for person in (bob, host):
        expect(person.row("rude words").locator(".bubble")).to_be_visible()


def test_who_is_removed_sees_nothing_else_and_goes_on_where_they_were(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Ada")
    who = f"/members/{member(ada)}"
    ada.page.locator("#message").fill("half a sent")
    decide(host, who, removed=True)
    removed = ada.page.locator("#removed")
    expect(removed).to_contain_text("You were removed from this chat.")
    expect(ada.page.locator("#app")).to_be_hidden()
    ada.page.reload()
    expect(removed).to_be_visible()
    decide(host, who, removed=False)
    expect(removed).to_be_hidden()
    expect(ada.page.locator("#message")).to_have_value("half a sent")
    ada.write("back again")
    expect(host.stored().last).to_have_text("back again")


def test_a_room_says_what_holds_in_it_and_why_one_cannot_write(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Ada")
    ada.room_link("lobby").click()
    for person in (ada, host):
        person.page.evaluate("location.hash = 'board'")
    host.write("opened")
    ada.page.locator("#message").fill("half a sent")
    decide(host, "/rooms/board", title="Notices", topic="What the house decides", readonly=True)
    expect(ada.page.locator("#room-name")).to_have_text("Notices")
    expect(ada.page.locator("#room-topic")).to_have_text("What the house decides")
    expect(ada.room_link("Notices")).to_have_count(1)
    expect(floor(ada)).to_have_text("Only the host and the helpers write in this room.")
    expect(floor(host)).to_contain_text("Read-only")
    host.write("you may read this")
    ada.page.locator("#message").press("Control+Enter")
    expect(note(ada)).to_contain_text("Only the host and the helpers write")
    ada.page.reload()
    expect(floor(ada)).to_contain_text("Only the host and the helpers write in this room.")
    expect(ada.page.locator("#message")).to_have_value("half a sent")
    decide(host, "/rooms/board", readonly=False, slow=3600)
    expect(floor(ada)).to_contain_text("everybody sends one message in 1 hr")
    ada.page.locator("#message").press("Control+Enter")
    expect(host.stored().last).to_have_text("half a sent")
    ada.write("too soon")
    expect(ada.waiting()).to_contain_text("Waiting to send: This room is slow")
    decide(host, "/rooms/board", archived=True)
    expect(floor(ada)).to_contain_text("This room is archived")
    expect(floor(host)).to_contain_text("This room is archived")
    expect(ada.waiting()).to_contain_text("Waiting to send: this room is archived.")
    decide(host, "/rooms/board", archived=False, slow=0)
    expect(events(ada).last).to_have_text("This room was opened again")
    expect(ada.waiting()).to_have_count(0)
    expect(host.stored().last).to_have_text("too soon")
