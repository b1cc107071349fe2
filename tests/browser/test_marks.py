"""What one has read on one device is read on all of them."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Request, expect

from tests.browser.people import HIDE, People, Person, eventually
from tests.browser.test_unread import badge, height_in, scroll_by, told
from tests.running import RunningServer

UNTOLD: Final = """() => Object.keys(localStorage).filter((name) => name.includes('.untold.'))"""


def device_of(person: Person, people: People, room: str = "lobby", **options: Any) -> Person:
    """Another browser of the same member."""
    cookies: Any = {"cookies": person.context.cookies(), "origins": []}
    other = people(room=room, storage_state=cookies, **options)
    assert other.member == person.member
    return other


def all_told(person: Person) -> None:
    """The chat has heard how far they have read."""
    eventually(person.page, lambda: person.page.evaluate(UNTOLD) == [])


def speak(person: Person, text: str) -> None:
    """So that the chat keeps something of them; and it has heard so."""
    person.write(text)
    expect(person.row(text)).to_be_visible()
    all_told(person)


def marks(person: Person) -> dict[str, int]:
    """What the chat keeps of that, by rooms."""
    rooms = person.page.request.get(f"{person.url}/rooms").json()["rooms"]
    return {room["name"]: room["read"] for room in rooms}


def note_marks(person: Person) -> list[str]:
    """The requests by which this page tells it, from now on."""
    said: list[str] = []

    def note(request: Request) -> None:
        path = urlsplit(request.url).path
        if request.method == "PUT" and path.endswith("/read"):
            said.append(path)

    person.page.on("request", note)
    return said


def test_what_is_read_on_one_device_is_read_on_the_other(
    people: People, server: RunningServer
) -> None:
    for room in ("side", "tea"):
        server.post(f"old in {room}", room=room)
    laptop = people("Ada")
    speak(laptop, "from the laptop")
    phone = device_of(laptop, people)
    for number in range(3):
        server.post(f"new {number}", room="side")
    server.post("new", room="tea")
    for device in (laptop, phone):
        expect(badge(device, "side")).to_have_text("3")
        expect(badge(device, "tea")).to_have_text("1")
    phone.room_link("side").click()
    expect(phone.page.locator(".news")).to_be_in_viewport()
    expect(badge(phone, "side")).to_be_hidden()
    expect(badge(laptop, "side")).to_be_hidden()  # by itself
    expect(badge(laptop, "tea")).to_have_text("1")
    laptop.page.reload()
    expect(badge(laptop, "tea")).to_have_text("1")
    expect(badge(laptop, "side")).to_be_hidden()


def test_a_further_device_begins_where_the_first_one_is(
    people: People, server: RunningServer
) -> None:
    for number in range(3):
        server.post(f"old {number}", room="side")
    laptop = people("Ada")
    for number in range(5):
        server.post(f"new {number}", room="side")
    server.post("made since", room="since")
    expect(badge(laptop, "since")).to_have_text("1")
    speak(laptop, "from the laptop")
    assert marks(laptop)["side"] == 3
    phone = device_of(laptop, people)
    expect(badge(phone, "side")).to_have_text("5")
    expect(badge(phone, "since")).to_have_text("1")
    phone.room_link("side").click()
    line = phone.page.locator(".news")
    expect(phone.page.locator(".row", has=line).locator(".bubble")).to_have_text("new 0")


def test_what_was_read_offline_is_told_when_the_chat_is_back(
    people: People, server: RunningServer
) -> None:
    for room in ("side", "tea"):
        server.post("old", room=room)
    laptop = people("Ada", room="side")
    speak(laptop, "hello")
    laptop.page.locator("#message").press("Control+f")  # What is covered is read by nobody.
    for number in range(3):
        server.post(f"new {number}", room="side")
    server.post("new", room="tea")
    phone = device_of(laptop, people)
    for device in (laptop, phone):
        expect(badge(device, "side")).to_have_text("3")
        expect(badge(device, "tea")).to_have_text("1")
    laptop.context.set_offline(True)
    laptop.page.keyboard.press("Escape")
    expect(badge(laptop, "side")).to_be_hidden()
    assert "side" in "".join(laptop.page.evaluate(UNTOLD))
    laptop.page.locator("#message").press("Shift+Escape")
    expect(badge(laptop, "tea")).to_be_hidden()
    laptop.page.get_by_role("button", name="Undo").click()
    expect(badge(laptop, "tea")).to_have_text("1")
    expect(badge(phone, "side")).to_have_text("3")
    laptop.context.set_offline(False)
    expect(badge(phone, "side")).to_be_hidden()
    all_told(laptop)
    for device in (laptop, phone):
        expect(badge(device, "tea")).to_have_text("1")


def test_two_devices_that_read_apart_end_where_the_further_one_is(
    people: People, server: RunningServer
) -> None:
    for number in range(60):
        server.post(f"old {number}", room="side")
    laptop = people("Ada")
    speak(laptop, "hello")
    for number in range(120):
        server.post(f"new {number}", room="side")
    phone = device_of(laptop, people)
    phone.context.set_offline(True)
    laptop.room_link("side").click()
    expect(laptop.page.locator(".news")).to_be_in_viewport()
    unread = told(laptop)
    scroll_by(laptop, 2)
    eventually(laptop.page, lambda: told(laptop) < unread)
    all_told(laptop)
    read = marks(laptop)["side"]
    phone.context.set_offline(False)
    expect(badge(phone, "side")).to_have_text(str(told(laptop)))
    phone.room_link("side").click()
    phone.page.locator("#newer").click()
    expect(badge(phone, "side")).to_be_hidden()
    expect(badge(laptop, "side")).to_be_hidden()
    assert marks(laptop)["side"] > read


def test_marks_from_before_stay_and_are_told(people: People, server: RunningServer) -> None:
    """A page of the version before kept them in the browser alone."""
    for room in ("side", "tea", "done"):
        for number in range(4):
            server.post(f"{room} {number}", room=room)
    ada = people("Ada")
    ada.page.goto(f"{server.url}/healthz")
    ada.page.evaluate(
        """(log) => {
          for (const name of Object.keys(localStorage)) {
            if (/marks$|untold/.test(name)) localStorage.removeItem(name);
          }
          const rooms = { side: [1, 1], tea: [2, 6], done: [4, 12], lobby: [0, 0] };
          localStorage.setItem(`chat@${log}.read`, JSON.stringify({ log, rooms }));
        }""",
        server.get("/about")["log"],
    )
    ada.enter()
    expect(badge(ada, "side")).to_have_text("3")
    expect(badge(ada, "tea")).to_have_text("2")
    expect(badge(ada, "done")).to_be_hidden()
    speak(ada, "hello")
    assert marks(ada)["side"] == 1
    assert marks(ada)["tea"] == 6
    phone = device_of(ada, people)
    for device in (ada, phone):
        expect(badge(device, "side")).to_have_text("3")
        expect(badge(device, "tea")).to_have_text("2")
        expect(badge(device, "done")).to_be_hidden()


def test_reading_what_is_said_just_now_is_a_request_now_and_then(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    said = note_marks(ada)
    tab = people.tab(ada.context)
    also = note_marks(tab)
    for number in range(60):
        server.post(f"said {number}")
    expect(ada.row("said 59")).to_be_in_viewport()
    all_told(ada)
    all_said = said + also
    assert all_said[0] == "/rooms/*/read"
    assert 1 < len(all_said) <= 5, all_said
    assert not (said and also), "one tab tells it for all"
    assert marks(ada)["lobby"] >= 60


def test_who_is_somebody_else_now_has_read_what_they_have_read(
    people: People, server: RunningServer
) -> None:
    server.post("old", room="side")
    ada = people("Ada")
    server.post("new", room="side")
    speak(ada, "hello")
    other = people("Bob")
    expect(badge(other, "side")).to_be_hidden()
    other.context.add_cookies(ada.context.cookies())  # type: ignore[arg-type]
    other.page.reload()
    expect(badge(other, "side")).to_have_text("1")
    assert other.member == ada.member


def test_a_page_that_nobody_sees_any_more_has_told_what_was_read(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.write("hello")
    expect(ada.row("hello")).to_be_visible()
    ada.page.evaluate(HIDE, "hidden")
    all_told(ada)
    assert marks(ada)["lobby"] >= 1


def test_a_bar_leads_to_what_is_new_and_says_how_much(
    people: People, server: RunningServer
) -> None:
    for number in range(80):
        server.post(f"old {number}", room="side")
    ada = people("Ada")
    for number in range(150):
        server.post(f"new {number}", room="side")
    expect(badge(ada, "side")).to_have_text("99+")
    ada.room_link("side").click()
    page, bar = ada.page, ada.page.locator("#news-bar")
    line = page.locator(".news")
    eventually(page, lambda: 0.15 < height_in(ada, line) < 0.35)
    expect(bar).to_be_hidden()  # It leads where one is.
    page.locator("#newer").click()
    expect(ada.row("new 149")).to_be_in_viewport()
    expect(bar).to_have_text(re.compile(r"^150 new since \d"))
    bar.click()
    eventually(page, lambda: 0.15 < height_in(ada, line) < 0.35)
    expect(bar).to_be_hidden()
    scroll_by(ada, -2)
    expect(bar).to_have_class(re.compile("below"))
    bar.focus()
    page.keyboard.press("Enter")
    eventually(page, lambda: 0.15 < height_in(ada, line) < 0.35)


def test_the_bar_leads_there_also_from_a_message_far_away(
    people: People, server: RunningServer
) -> None:
    for number in range(150):
        server.post(f"old {number}", room="side")
    ada = people("Ada")
    for number in range(250):
        server.post(f"new {number}", room="side")
    expect(badge(ada, "side")).to_have_text("99+")
    ada.page.evaluate("location.hash = 'side/2'")
    expect(ada.row("old 1").first).to_be_in_viewport()
    bar = ada.page.locator("#news-bar")
    # When the first of them came is known only where they were loaded.
    expect(bar).to_have_text(re.compile(r"^250 new (since \d|messages)"))
    expect(bar).to_have_class(re.compile("below"))
    expect(badge(ada, "side")).to_have_text("99+")  # Who was led there has read nothing by that.
    bar.click()
    line = ada.page.locator(".news")
    eventually(ada.page, lambda: line.count() == 1 and 0.15 < height_in(ada, line) < 0.35)
    expect(ada.page.locator(".row", has=line).locator(".bubble")).to_have_text("new 0")


def test_marks_that_the_chat_has_lost_are_told_again(people: People, server: RunningServer) -> None:
    for room in ("side", "tea"):
        server.post(f"old in {room}", room=room)
    ada = people("Ada")
    speak(ada, "hello")
    for room in ("side", "tea"):
        server.post("new", room=room)
    ada.room_link("tea").click()
    expect(badge(ada, "tea")).to_be_hidden()
    all_told(ada)
    server.stop()
    for path in server.data.glob("marks.db*"):
        path.unlink()
    server.start()
    ada.page.reload()
    expect(badge(ada, "side")).to_have_text("1")
    expect(badge(ada, "tea")).to_be_hidden()
    speak(ada, "hello again")
    kept = marks(ada)
    assert kept["tea"] >= 5
    assert kept["side"] < 4
    ada.page.reload()
    expect(badge(ada, "side")).to_have_text("1")
    expect(badge(ada, "tea")).to_be_hidden()
