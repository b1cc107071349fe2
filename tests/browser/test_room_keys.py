"""From room to room by keys, and that they were read; a room that is to be unread stays so."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import People, Person, eventually
from tests.browser.test_marks import all_told, device_of, marks, speak
from tests.browser.test_unread import badge, scroll_by
from tests.running import RunningServer


def stands_in(person: Person, room: str) -> None:
    expect(person.page.locator("#room-name")).to_have_text(room)


def test_alt_and_arrows_lead_from_room_to_room(people: People, server: RunningServer) -> None:
    for room in ("a", "b", "c"):
        server.post("old", room=room)
    ada = people("Ada")
    server.post("new", room="c")
    expect(badge(ada, "c")).to_have_text("1")
    box, keys = ada.page.locator("#message"), ada.page.keyboard
    box.fill("half a")
    for room in ("a", "b"):
        keys.press("Alt+ArrowDown")
        stands_in(ada, room)
        expect(box).to_be_focused()
    keys.press("Alt+ArrowUp")
    stands_in(ada, "a")
    keys.press("Alt+ArrowUp")
    stands_in(ada, "lobby")
    expect(box).to_have_value("half a")
    keys.press("Alt+Shift+ArrowUp")
    stands_in(ada, "c")
    expect(badge(ada, "c")).to_be_hidden()
    keys.press("Alt+Shift+ArrowDown")
    expect(ada.page.locator("#composer-note")).to_have_text("Nothing is unread in another room.")
    stands_in(ada, "c")
    keys.press("Alt+ArrowDown")
    stands_in(ada, "lobby")


def test_escape_marks_the_room_as_read_once_nothing_is_open(
    people: People, server: RunningServer
) -> None:
    server.post("old", room="side")
    ada = people("Ada")
    for number in range(120):
        server.post(f"new {number}", room="side")
    expect(badge(ada, "side")).to_have_text("99+")
    ada.room_link("side").click()
    page, line = ada.page, ada.page.locator(".news")
    expect(line).to_be_in_viewport()
    for opener, opened in (("#search-open", "#search"), ("#room-bell", "#room-levels")):
        page.locator(opener).click()
        expect(page.locator(opened)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(opened)).to_be_hidden()
        expect(line).to_have_count(1)
    ada.row("new 0").first.locator(".message").evaluate("(n) => { n.tabIndex = -1; n.focus(); }")
    page.keyboard.press("r")
    expect(page.locator("#replying")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#replying")).to_be_hidden()
    expect(line).to_have_count(1)
    expect(badge(ada, "side")).to_be_visible()
    page.locator("#message").press("Escape")
    expect(page.locator("#composer-note")).to_have_text("Marked as read.")
    expect(line).to_have_count(0)
    expect(badge(ada, "side")).to_be_hidden()
    page.reload()
    expect(badge(ada, "side")).to_be_hidden()


def test_shift_and_escape_mark_all_rooms_as_read_everywhere(
    people: People, server: RunningServer
) -> None:
    rooms = ("den", "gym", "tea")
    ada = people("Ada")
    speak(ada, "hello")
    phone = device_of(ada, people)
    for room in rooms:
        server.post("new", room=room)
        for device in (ada, phone):
            expect(badge(device, room)).to_have_text("1")
    before = marks(ada)
    ada.page.locator("#message").press("Shift+Escape")
    done, undo = ada.page.locator("#undoing"), ada.page.get_by_role("button", name="Undo")
    expect(done).to_contain_text("All rooms are marked as read.")
    undo.hover()  # as long as somebody is at it, it stays
    for room in rooms:
        for device in (ada, phone):
            expect(badge(device, room)).to_be_hidden()
    undo.press("Enter")
    expect(ada.page.locator("#message")).to_be_focused()
    expect(ada.page.locator("#composer-note")).to_have_text("All is as it was before.")
    expect(done).to_be_hidden()
    for room in rooms:
        for device in (ada, phone):
            expect(badge(device, room)).to_have_text("1")
    all_told(ada)
    again = marks(ada)
    assert all(again[room] <= before[room] for room in rooms)
    ada.page.locator("#message").press("Shift+Escape")
    for room in rooms:
        for device in (ada, phone):
            expect(badge(device, room)).to_be_hidden()
    server.post("newer", room="gym")
    for device in (ada, phone):
        expect(badge(device, "gym")).to_have_text("1")
    later = device_of(
        ada, people
    )  # Of that one nobody has said how many those were: it is counted there.
    expect(badge(later, "gym")).to_have_text("1")
    expect(badge(later, "den")).to_be_hidden()


def test_unread_from_here_holds_until_the_room_is_opened_again_and_on_all_devices(
    people: People, server: RunningServer
) -> None:
    for number in range(30):
        server.post(f"said {number}", room="side")
    ada = people("Ada", room="side")
    speak(ada, "hello")
    phone = device_of(ada, people, room="side")
    message = ada.row("said 20").locator(".message")
    message.evaluate("(node) => { node.tabIndex = -1; node.focus(); }")
    ada.page.keyboard.press("Shift+F10")
    ada.page.get_by_role("menuitem", name="Unread from here").click()
    line = ada.page.locator(".news")
    expect(ada.page.locator(".row", has=line).locator(".bubble")).to_have_text("said 20")
    for device in (ada, phone):
        expect(badge(device, "side")).to_have_text("11")
    all_told(ada)
    assert marks(ada)["side"] < 21
    expect(phone.page.locator(".news")).to_have_count(1)
    for device in (ada, phone):  # Whoever goes on reading there has not read it by that.
        scroll_by(device, -1)
        scroll_by(device, 5)
        device.page.locator("#conversation").press("End")
    expect(badge(phone, "side")).to_have_text("11")
    expect(badge(ada, "side")).to_have_text("11")
    phone.room_link("lobby").click()
    stands_in(phone, "lobby")
    phone.room_link("side").click()
    expect(phone.page.locator(".news")).to_be_in_viewport()
    phone.page.locator("#conversation").press("End")
    for device in (ada, phone):
        expect(badge(device, "side")).to_be_hidden()
    eventually(ada.page, lambda: marks(ada)["side"] >= 31)


def test_no_key_acts_while_characters_are_composed(people: People, server: RunningServer) -> None:
    server.post("old", room="a")
    ada = people("Ada")
    box = ada.page.locator("#message")
    for key in ({"key": "ArrowDown", "altKey": True}, {"key": "Escape", "shiftKey": True}):
        box.evaluate(
            "(node, key) => node.dispatchEvent(new KeyboardEvent('keydown', "
            "{ ...key, isComposing: true, bubbles: true, cancelable: true }))",
            key,
        )
    stands_in(ada, "lobby")
    expect(ada.page.locator("#composer-note")).to_have_text(re.compile("^$"))
