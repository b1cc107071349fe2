"""Somebody opens the page and talks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.running import RunningServer

pytestmark = pytest.mark.acceptance


def test_two_people_see_what_the_other_writes_in_order(people: People) -> None:
    ada, bela = people("Ada"), people("Béla")
    said = []
    for turn in range(3):
        for person, name in ((ada, "Ada"), (bela, "Béla")):
            said.append(f"{name} {turn}")
            person.write(said[-1])
            expect(ada.stored()).to_have_text(said)
            expect(bela.stored()).to_have_text(said)


def test_the_first_visitor_is_asked_for_a_name_and_can_write_without_one(people: People) -> None:
    visitor = people()
    box, name = visitor.page.locator("#message"), visitor.page.locator("#nick")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_name("Your name")
    expect(name).to_have_attribute("placeholder", "Type your name")
    expect(box).to_have_accessible_name("Message to lobby")
    box.fill("who am I?")
    box.press("Enter")
    expect(name).to_be_focused()
    expect(visitor.page.locator("#composer-note")).to_contain_text("Type your name")
    expect(box).to_have_value("who am I?")
    expect(box).to_have_attribute("aria-invalid", "false")
    name.press("Enter")
    box.press("Enter")
    expect(visitor.page.locator(".row .nick")).to_have_text("<unknown>")
    visitor.page.reload()
    visitor.write("asked once")
    expect(visitor.stored()).to_have_text(["who am I?", "asked once"])


def test_a_name_that_was_asked_for_sends_what_waits_for_it(people: People) -> None:
    visitor = people()
    visitor.page.locator("#message").fill("hello")
    visitor.page.get_by_role("button", name="Send").click()
    expect(visitor.page.locator("#nick")).to_be_focused()
    visitor.page.keyboard.type("Ada")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".row .nick")).to_have_text("Ada")
    expect(visitor.page.locator("#message")).to_be_focused()


def test_the_name_is_remembered_and_other_tabs_follow_it(people: People) -> None:
    ada = people("Ada")
    other = people.tab(ada.context)
    expect(other.page.locator("#nick")).to_have_value("Ada")
    ada.call_oneself("Ada L.")
    expect(other.page.locator("#nick")).to_have_value("Ada L.")
    ada.page.reload()
    expect(ada.page.locator("#nick")).to_have_value("Ada L.")
    expect(ada.page.locator("#message")).to_be_focused()


def test_a_tab_that_asks_for_the_name_follows_it_and_goes_on_to_the_message(
    people: People,
) -> None:
    first = people()
    second = people.tab(first.context)
    for tab in (first, second):
        expect(tab.page.locator("#nick")).to_be_focused()
    first.page.locator("#nick").press_sequentially("Ada L. ")
    expect(first.page.locator("#nick")).to_have_value("Ada L. ")
    expect(first.page.locator("#nick")).to_be_focused()
    expect(second.page.locator("#nick")).to_have_value("Ada L.")
    expect(second.page.locator("#message")).to_be_focused()
    second.write("from the other tab")
    expect(second.page.locator(".row .nick")).to_have_text("Ada L.")


def test_a_name_given_in_another_tab_sends_nothing_here_later(people: People) -> None:
    first = people()
    second = people.tab(first.context)
    nick, box = second.page.locator("#nick"), second.page.locator("#message")
    box.fill("half a")
    box.press("Control+Enter")
    expect(nick).to_be_focused()
    first.call_oneself("Ada")
    expect(box).to_be_focused()
    nick.fill("Ada L.")
    nick.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("half a")


def test_return_sends_and_shift_return_breaks_the_line(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    box = ada.page.locator("#message")
    box.click()
    ada.page.keyboard.type("first")
    ada.page.keyboard.press("Shift+Enter")
    ada.page.keyboard.type("second")
    expect(box).to_have_value("first\nsecond")
    expect(ada.stored()).to_have_count(0)
    ada.page.keyboard.press("Enter")
    expect(ada.stored()).to_have_count(1)
    assert ada.stored().inner_text() == "first\nsecond"
    assert [entry["message"] for entry in server.log()] == ["first\nsecond"]


def test_return_that_ends_a_composition_does_not_send(people: People) -> None:
    ada = people("Ada")
    box = ada.page.locator("#message")
    box.fill("にほん")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    expect(box).to_have_value("にほん")
    box.press("Enter")
    expect(ada.stored()).to_have_text(["にほん"])


def test_the_send_button_sends(people: People) -> None:
    ada = people("Ada")
    ada.page.locator("#message").fill("by hand")
    ada.page.get_by_role("button", name="Send").click()
    expect(ada.stored()).to_have_text(["by hand"])


def test_nothing_but_space_is_not_sent(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    box = ada.page.locator("#message")
    box.fill("  \n ")
    box.press("Enter")
    ada.write("real")
    expect(ada.stored()).to_have_text(["real"])
    assert [entry["message"] for entry in server.log()] == ["real"]


def test_ones_own_messages_are_set_apart_and_successive_ones_grouped(people: People) -> None:
    ada, bela = people("Ada"), people("Béla")
    ada.write("one", "two")
    expect(bela.stored()).to_have_count(2)
    bela.write("three")
    rows = bela.page.locator(".rows .row")
    expect(rows).to_have_count(3)
    classes = [
        set((rows.nth(at).get_attribute("class") or "").split()) - {"arriving"} for at in range(3)
    ]
    assert classes == [{"row"}, {"row", "follows"}, {"row", "mine"}]
    expect(rows.nth(0).locator(".day")).to_have_text("Today")
    expect(bela.page.locator(".day")).to_have_count(1)


def test_a_message_over_the_limit_stays_in_the_box_and_says_so(people: People) -> None:
    ada = people("Ada")
    box, note = ada.page.locator("#message"), ada.page.locator("#composer-note")
    limit = ada.page.evaluate("fetch('/about').then((a) => a.json()).then((a) => a.limits.message)")
    box.fill("x" * (limit // 2))
    expect(note).to_have_text("")
    box.fill("x" * (limit - 3))
    expect(note).to_have_text("3 left")
    box.fill("x" * (limit + 2))
    expect(note).to_have_text("2 characters too long to send")
    box.press("Enter")
    expect(box).to_have_value("x" * (limit + 2))
    box.fill("🎉" * limit)
    box.press("Enter")
    expect(ada.stored()).to_have_text(["🎉" * limit])
