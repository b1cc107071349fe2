"""What host and helpers decide, on the pages of those whom it concerns, and how they decide it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.people import People, Person, eventually
from tests.browser.test_invite import become_admin
from tests.browser.test_private_rooms import events, make_private
from tests.running import RunningServer


@pytest.fixture
def people(folk: People) -> People:
    return folk


def a_host(people: People, chat: RunningServer, nick: str = "Hedy") -> Person:
    host = people(nick)
    become_admin(host, chat)
    return host


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
    who = f"/members/{ada.member}"
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
    decide(host, who, muted_until=(datetime.now(UTC) + timedelta(seconds=8)).isoformat())
    expect(floor(ada)).to_contain_text("You are muted until")
    expect(floor(ada)).to_be_hidden()
    decide(host, who, muted_until=None, hidden=True)
    expect(floor(ada)).to_contain_text("What you say is folded away")


def test_what_could_not_be_asked_of_oneself_is_asked_when_the_chat_is_back(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Mia")
    who = f"/members/{ada.member}"
    asked: list[Route] = []

    def lose(route: Route) -> None:
        asked.append(route)
        route.abort()

    ada.page.route("**/about", lose)
    decide(host, who, muted_until=(datetime.now(UTC) + timedelta(minutes=5)).isoformat())
    eventually(ada.page, lambda: len(asked) == 1)
    ada.page.unroute("**/about")
    expect(floor(ada)).to_be_hidden()
    ada.page.route("**/sub?*", lambda route: route.abort())
    ada.page.evaluate("dispatchEvent(new Event('offline'))")  # What is under way is given up.
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.page.unroute("**/sub?*")
    expect(floor(ada)).to_contain_text("You are muted until")
    decide(host, who, muted_until=None)
    expect(floor(ada)).to_be_hidden()
    # Who was too fast in one room is so still when something is decided about another.
    tried: list[Route] = []

    def too_fast(route: Route) -> None:
        if (route.request.post_data_json or {}).get("room") != "fast":
            return route.fallback()
        tried.append(route)
        refusal = {"title": "Too fast", "description": "Not so fast.", "code": "rooms-too-fast"}
        return route.fulfill(status=429, headers={"Retry-After": "3000"}, json=refusal)

    ada.page.route("**/pub", too_fast)
    ada.enter("fast")
    ada.write("one more room")
    expect(ada.waiting()).to_contain_text("Not so fast.")
    ada.enter()
    decide(host, "/rooms/lobby", topic="What is new")
    expect(ada.page.locator("#room-topic")).to_have_text("What is new")
    ada.write("in time")
    expect(host.row("in time")).to_have_count(1)
    assert len(tried) == 1
    decide(host, "/rooms/lobby", topic="")


def test_what_was_folded_away_is_for_host_and_helpers_to_open_and_undo(
    people: People, chat: RunningServer
) -> None:
    host, ada, bob = a_host(people, chat), people("Rudi"), people("Bob")
    ada.write("rude words")
    expect(bob.stored().last).to_have_text("rude words")
    decide(host, f"/members/{ada.member}", hidden=True)
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


def test_a_room_is_set_by_who_keeps_order_and_removed_by_the_host(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Ada")
    opener = ada.page.get_by_role("button", name="Settings of this room")
    expect(opener).to_be_hidden()
    make_private(ada, "Plans")
    opener.press("Enter")
    ada.page.get_by_label("What it is about").fill("The summer")
    ada.page.get_by_label("What it is about").press("Enter")
    expect(ada.page.locator("#room-topic")).to_have_text("The summer")
    ada.page.get_by_label("What it is called").fill("Plans of Ada")
    ada.page.get_by_label("What it is called").press("Enter")
    expect(ada.page.locator("#room-name")).to_have_text("Plans of Ada")
    expect(ada.room_link("Plans of Ada")).to_have_count(1)
    expect(ada.page.get_by_role("button", name="Remove this room")).to_be_hidden()
    ada.page.keyboard.press("Escape")
    for person in (ada, host):
        person.page.evaluate("location.hash = 'shed'")
    host.write("one", "two")
    expect(ada.stored()).to_have_text(["one", "two"])
    expect(opener).to_be_hidden()
    host.page.get_by_role("button", name="Settings of this room").press("Enter")
    shown = host.page.get_by_role("dialog")
    shown.get_by_label("What it is called").fill("Garden shed")
    shown.get_by_role("button", name="Save").click()
    expect(ada.page.locator("#room-name")).to_have_text("Garden shed")
    shown.get_by_role("switch", name="Only host and helpers").press("Space")
    expect(floor(ada)).to_contain_text("Only the host")
    shown.get_by_role("switch", name="Only host and helpers").press("Space")
    shown.get_by_label("Time between two messages of one person").select_option("30 seconds")
    expect(floor(ada)).to_contain_text("one message in 30 sec")
    shown.get_by_role("switch", name="Archived").press("Space")
    expect(floor(ada)).to_contain_text("archived")
    ada.page.locator("#message").fill("half a sent")
    shown.get_by_role("button", name="Remove this room").press("Enter")
    expect(shown.locator(".leaving")).to_contain_text("Remove Garden shed with its 2 messages?")
    shown.get_by_role("button", name="Remove it").press("Enter")
    expect(shown).to_be_hidden()
    expect(floor(ada)).to_contain_text("The host removed this room.")
    expect(ada.page.locator("#message")).to_have_value("half a sent")
    ada.room_link("lobby").click()
    expect(ada.room_link("Garden shed")).to_have_count(0)


def test_host_and_helpers_read_what_was_done_by_whom(people: People, chat: RunningServer) -> None:
    # Who was in the test before may be here yet, and would share a name.
    host, ada = a_host(people, chat, "Hilda"), people("Alma")
    ada.write("hello there")
    expect(host.stored().last).to_have_text("hello there")
    decide(host, f"/members/{ada.member}", role="helper", nick="Hilda")
    decide(host, "/rooms/lobby", slow=30, nick="Hilda")
    for person in (host, ada):
        person.page.locator(".invite-open:visible").first.click()
        person.page.get_by_role("button", name="What was done to keep order").press("Enter")
        shown = person.page.get_by_role("dialog", name="What was done to keep order")
        expect(shown.locator(".act-words").nth(0)).to_contain_text("Hilda, in lobby: From now on")
        expect(shown.locator(".act-words").nth(1)).to_have_text("Hilda made Alma a helper")
    for number in range(60):
        decide(host, "/rooms/lobby", slow=31 + number, nick="Hilda")
    expect(shown.locator(".act-words").first).to_contain_text("1 min 30 sec")
    ada.page.keyboard.press("Escape")
    ada.page.locator(".invite-open:visible").first.click()
    ada.page.get_by_role("button", name="What was done to keep order").press("Enter")
    expect(shown.locator(".act")).to_have_count(50)
    shown.get_by_role("button", name="Earlier").press("Enter")
    expect(shown).to_contain_text("Hilda made Alma a helper")
    decide(host, f"/members/{ada.member}", role="")
    decide(host, "/rooms/lobby", slow=0)


def test_what_was_done_stands_there_once_with_the_messages_that_were_removed(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat, "Hattie"), people("Nell")
    for number in range(52):
        decide(host, "/rooms/lobby", slow=100 + number, nick="Hattie")
    decide(host, "/rooms/lobby", slow=0, nick="Hattie")
    ada.write("to be removed")
    expect(host.stored().last).to_have_text("to be removed")
    host.page.locator("#conversation").press("ArrowUp")
    host.page.keyboard.press("Delete")
    for person in (host, ada):
        expect(person.row("to be removed")).to_have_count(0)
        expect(person.row("Removed by")).to_be_visible()
    held: list[Route] = []
    host.page.route("**/messages?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    host.page.locator(".invite-open:visible").first.click()
    host.page.get_by_role("button", name="What was done to keep order").press("Enter")
    acts = host.page.get_by_role("dialog", name="What was done to keep order").locator(".act")
    decide(host, "/rooms/lobby", topic="Tea", nick="Hattie")
    expect(acts).to_have_count(1)  # It is heard before the answer comes, in which it is as well.
    held.pop().continue_()
    expect(acts).to_have_count(50)
    expect(acts.nth(1)).to_contain_text("removed a message of Nell in lobby")
    earlier = host.page.get_by_role("button", name="Earlier")
    for _ in range(2):
        earlier.click()
    eventually(host.page, lambda: len(held) == 2)
    for route in held:
        with host.page.expect_response("**/messages?*"):
            route.continue_()
    of_all = host.page.request.get(f"{host.url}/rooms/@host/messages?limit=100").json()["messages"]
    expect(acts).to_have_count(len(of_all))
    decide(host, "/rooms/lobby", topic="", nick="Hattie")


def test_who_is_removed_sees_nothing_else_and_goes_on_where_they_were(
    people: People, chat: RunningServer
) -> None:
    host, ada = a_host(people, chat), people("Ada")
    who = f"/members/{ada.member}"
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
    expect(ada.stored()).to_have_text(["opened"])
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
    expect(ada.stored().last).to_have_text("half a sent")
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
