"""What one wants to hear of each room: everything, what concerns one, nothing; or it is hidden."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.people import People, Person, box_of, eventually
from tests.browser.test_access import PHONE
from tests.browser.test_marks import device_of, speak
from tests.browser.test_unread import badge
from tests.running import RunningServer

ALLOWED: Final = """() => {
  window.popups = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, { body }) { window.popups.push(`${title}: ${body}`); }
    close() {}
  };
  document.hasFocus = () => false;
}"""
"""Notifications as a browser has them that allows them, while somebody looks elsewhere."""


def choose(person: Person, level: str) -> None:
    """By the bell above the messages; it closes again."""
    page = person.page
    page.locator("#room-bell").click()
    chooser = page.locator("#room-levels")
    expect(chooser).to_be_visible()
    chooser.get_by_label(level, exact=True).check()
    expect(page.locator("#room-bell")).to_have_attribute("data-level", re.compile("."))
    page.keyboard.press("Escape")
    expect(chooser).to_be_hidden()


def level_of(person: Person, room: str) -> str:
    rooms = person.page.request.get(f"{person.url}/rooms").json()["rooms"]
    return str(next(one["level"] for one in rooms if one["name"] == room))


def popups(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => window.popups")
    return found


def test_a_muted_room_is_faint_and_calls_nobody_on_all_devices(
    people: People, server: RunningServer
) -> None:
    server.post("old", room="side")
    ada = people("Ada", room="side")
    phone = device_of(ada, people)
    choose(ada, "Nothing")
    bell = ada.page.locator("#room-bell")
    expect(bell).to_have_attribute("data-level", "nothing")
    expect(bell).to_have_accessible_name("What you hear of this room: nothing")
    for device in (ada, phone):
        expect(device.room_link("side")).to_have_class(re.compile("muted"))
        expect(device.room_link("side")).to_have_accessible_name("side muted")
    ada.page.evaluate("location.hash = 'lobby'")
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    server.post("new", room="side")
    server.post("new", room="tea")
    for device in (ada, phone):
        expect(badge(device, "tea")).to_have_text("1")
        expect(badge(device, "side")).to_be_hidden()
        expect(device.room_link("side")).not_to_have_class(re.compile("has-unread"))
        expect(device.page).to_have_title(re.compile(r"^\(1\) "))
    assert level_of(ada, "side") == "nothing"
    ada.page.reload()
    expect(ada.room_link("side")).to_have_class(re.compile("muted"))
    ada.room_link("side").click()
    expect(ada.page.locator(".news")).to_be_visible()  # What is new there is seen all the same.
    choose(ada, "Everything")
    expect(phone.room_link("side")).not_to_have_class(re.compile("muted"))


def test_each_room_of_the_list_has_the_choice_for_mouse_finger_and_keys(
    people: People, server: RunningServer
) -> None:
    for room in ("side", "tea"):
        server.post("old", room=room)
    ada = people("Ada")
    speak(ada, "hello")
    phone = device_of(ada, people, **PHONE)
    page, choice = ada.page, ada.page.locator("#room-levels")
    server.post("new", room="tea")
    expect(badge(ada, "tea")).to_have_text("1")

    ada.room_link("side").click(button="right")
    expect(choice).to_contain_text("What you hear of side")
    choice.get_by_label("Mentions and replies").check()
    eventually(page, lambda: level_of(ada, "side") == "mentions")
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(ada.room_link("side")).to_be_focused()
    page.keyboard.press("Shift+F10")
    expect(choice.get_by_label("Mentions and replies")).to_be_focused()
    choice.get_by_role("button", name="Quiet until tomorrow").press("Enter")
    expect(choice).to_be_hidden()
    expect(ada.room_link("side")).to_have_class(re.compile("muted"))
    expect(page.locator("#room-name")).to_have_text("lobby")  # nobody was led there

    ada.room_link("tea").click(button="right")
    choice.get_by_role("button", name="Mark as read", exact=True).click()
    expect(badge(ada, "tea")).to_be_hidden()

    phone.page.locator("#drawer-open").tap()
    expect(phone.room_link("side")).to_have_class(re.compile("muted"))
    held = phone.page.locator("#room-levels")
    touch = phone.context.new_cdp_session(phone.page)
    eventually(phone.page, lambda: box_of(phone.room_link("tea"))["x"] > 0)  # it slides in
    box = box_of(phone.room_link("tea"))
    point = {"x": box["x"] + 40, "y": box["y"] + box["height"] / 2}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(held).to_contain_text("What you hear of tea")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    held.get_by_text("Nothing, and hide it in the list").tap()
    expect(ada.room_link("tea")).to_be_hidden()
    expect(phone.page.locator("#room-name")).to_have_text("lobby")


def test_a_hidden_room_is_folded_away_and_found_again(
    people: People, server: RunningServer
) -> None:
    for number in range(20):
        server.post("hello", room=f"room-{number:02}")
    ada = people("Ada", room="room-03")
    tab = people.tab(ada.context)
    choose(ada, "Nothing, and hide it in the list")
    expect(ada.room_link("room-03")).to_be_visible()  # Somebody reads it.
    expect(tab.room_link("room-03")).to_be_hidden()
    ada.page.evaluate("location.hash = 'lobby'")
    expect(ada.room_link("room-03")).to_be_hidden()
    fold = ada.page.get_by_role("button", name="1 hidden room")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(ada.room_link("room-03")).to_be_visible()
    fold.click()
    expect(ada.room_link("room-03")).to_be_hidden()
    ada.page.get_by_label("Find a room").fill("03")
    expect(ada.room_link("room-03")).to_be_visible()
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("#room-name")).to_have_text("room-03")
    choose(ada, "Everything")
    expect(tab.room_link("room-03")).to_be_visible()
    expect(fold).to_have_count(0)


def test_quiet_for_an_hour_is_over_by_itself(people: People, server: RunningServer) -> None:
    server.post("old", room="side")
    ada = people(room="side")
    ada.page.clock.install()
    ada.enter("side")
    ada.page.locator("#room-bell").click()
    ada.page.get_by_role("button", name="Quiet for an hour").click()
    expect(ada.page.locator("#room-levels")).to_be_hidden()
    bell = ada.page.locator("#room-bell")
    expect(bell).to_have_attribute("title", re.compile(r"quiet until .*\d+:\d\d"))
    expect(ada.room_link("side")).to_have_class(re.compile("muted"))
    bell.click()
    expect(ada.page.locator(".level-until")).to_have_text(re.compile("^quiet until"))
    ada.page.keyboard.press("Escape")
    ada.page.clock.fast_forward("01:00:01")
    expect(bell).to_have_attribute("data-level", "all")
    expect(ada.room_link("side")).not_to_have_class(re.compile("muted"))


def test_notifications_and_the_title_obey_the_level(people: People, server: RunningServer) -> None:
    for room in ("everything", "mine", "nothing"):
        server.post("old", room=room)
    ada = people("Ada", room="mine")
    ada.write("What I said")
    expect(ada.row("What I said")).to_be_visible()
    said = next(entry["id"] for entry in server.log("mine") if entry["message"] == "What I said")
    choose(ada, "Mentions and replies")
    ada.page.evaluate("location.hash = 'nothing'")
    expect(ada.page.locator("#room-name")).to_have_text("nothing")
    choose(ada, "Nothing")
    ada.page.add_init_script(f"({ALLOWED})()")
    ada.page.evaluate("location.hash = 'lobby'")
    ada.page.reload()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    server.post("for nobody", room="nothing")
    server.post("by the way", room="mine")
    bob = people("Bob")
    bob.page.request.post(
        f"{server.url}/pub",
        data={"room": "mine", "nick": "Bob", "message": "I answer", "reply": said},
    )
    server.post("@Ada, do you come?", room="mine")
    server.post("for all", room="everything")
    eventually(ada.page, lambda: len(popups(ada.page)) == 3)
    told = sorted(popups(ada.page))  # none waits for another
    assert [one.partition(": ")[0] for one in told] == ["everything", "mine", "mine"]
    assert sum("I answer" in one for one in told) == 1
    assert sum("do you come" in one for one in told) == 1
    expect(ada.page).to_have_title(re.compile(r"^\(@1\) "))
    expect(badge(ada, "mine")).to_have_text("3")


def test_a_level_that_the_chat_does_not_take_is_told_and_not_shown(
    people: People, server: RunningServer
) -> None:
    server.post("old", room="side")
    ada = people("Ada", room="side")
    ada.page.route("**/level", lambda route: route.abort())
    ada.page.locator("#room-bell").click()
    ada.page.get_by_label("Mentions and replies").click()
    expect(ada.page.locator("#room-levels .problem")).to_have_text(re.compile("reached"))
    expect(ada.page.get_by_label("Everything", exact=True)).to_be_checked()


def test_where_nothing_was_said_there_is_no_bell(people: People) -> None:
    ada = people("Ada")
    expect(ada.page.locator("#room-bell")).to_be_hidden()
    ada.write("hello")
    expect(ada.page.locator("#room-bell")).to_be_visible()
