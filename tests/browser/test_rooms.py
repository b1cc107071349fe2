"""Making rooms, going to and fro, and what is unread."""

from __future__ import annotations

import re
from contextlib import closing

from playwright.sync_api import Route, expect

from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from tests.browser.people import People, Person, box_of, eventually
from tests.feed.feeds import TIME, draft
from tests.running import RunningServer


def make(person: Person, name: str) -> None:
    person.page.get_by_role("button", name="Make a room").click()
    person.page.get_by_label("Name of the new room").fill(name)
    person.page.keyboard.press("Enter")


def test_a_room_is_made_by_naming_it_and_is_there_for_everybody_and_stays(people: People) -> None:
    ada, bela = people("Ada"), people("Béla")
    make(ada, "Küche 2")
    expect(ada.page.locator("#room-name")).to_have_text("küche-2")
    expect(ada.page.locator("#message")).to_be_focused()
    expect(bela.room_link("küche-2")).to_be_visible()
    expect(bela.room_link("küche-2").locator(".badge")).to_be_hidden()
    ada.room_link("lobby").click()
    ada.page.reload()
    ada.room_link("küche-2").click()
    expect(ada.page.locator("#room-name")).to_have_text("küche-2")
    ada.write("soup is ready")
    expect(bela.room_link("küche-2").locator(".badge-count")).to_have_text("1")
    bela.room_link("küche-2").click()
    expect(bela.stored()).to_have_text(["soup is ready"])


def test_a_room_is_named_as_its_script_is_written(people: People) -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    ada = people("Ada")
    make(ada, persian)
    expect(ada.page.locator("#room-name")).to_have_text(persian)
    ada.write("hello")
    expect(ada.stored()).to_have_text(["hello"])


def test_a_room_that_looks_like_another_is_not_made_and_the_other_is_named(people: People) -> None:
    ada = people("Ada")
    make(ada, "l\u043ebby")
    problem = ada.page.locator("#new-room-problem")
    expect(problem).to_contain_text("There is a room “lobby” that looks the same.")
    expect(ada.page.get_by_label("Name of the new room")).to_be_focused()
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator("#room-name")).to_have_text("lobby")


def test_making_a_room_that_is_there_goes_to_it(people: People, server: RunningServer) -> None:
    server.post("hello", room="tea")
    ada = people("Ada")
    make(ada, "Tea")
    expect(ada.stored()).to_have_text(["hello"])
    make(ada, "#LOBBY")
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    expect(ada.page.locator("#room-list a")).to_have_count(2)


def test_an_address_is_mended_and_says_what_is_shown(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    for typed, room, address in (
        ("#Lobby", "lobby", "#lobby"),
        ("#a%20b", "a-b", "#a-b"),
        ("#a b", "a-b", "#a-b"),
        ("#K%C3%9CCHE", "küche", "#k%C3%BCche"),
        ("#%F0%9F%98%80", "lobby", "#lobby"),
        ("#%zz", "lobby", "#lobby"),
        ("", "lobby", ""),
    ):
        ada.page.goto("about:blank")
        ada.page.goto(f"{server.url}/{typed}")
        expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
        expect(ada.page.locator("#room-name"), typed).to_have_text(room)
        expect(ada.page, typed).to_have_url(f"{server.url}/{address}")


def test_who_goes_elsewhere_as_a_room_is_shown_is_led_there(people: People) -> None:
    """The address is another before the page hears of it."""
    ada = people("Ada", room="tea")
    ada.page.evaluate(
        """async () => {
          const { Place } = await import('/static/js/page/place.js');
          const place = new Place({ onRoom() {}, onSearch() {} });
          window.location.hash = 'milk';
          place.show('tea');
        }"""
    )
    expect(ada.page.locator("#room-name")).to_have_text("milk")


def test_what_is_written_at_a_mended_address_is_in_the_room_that_is_meant(
    people: People, server: RunningServer
) -> None:
    """Until it is known which rooms there are the page shows the one that was asked for."""
    server.post("hello", room="tea")
    ada = people("Ada", room="tea")
    box = ada.page.locator("#message")
    box.fill("begun before")
    away = "**/about"
    ada.page.route(away, lambda route: route.abort())
    ada.page.goto("about:blank")
    ada.page.goto(f"{server.url}/#Tea")
    expect(ada.page.locator("#room-name")).to_have_text("Tea")
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    for other in ("Milk", "TEA"):
        ada.page.evaluate("(room) => { location.hash = room; }", other)
        expect(ada.page.locator("#room-name")).to_have_text(other)
        box.fill(f"begun in {other}")
    ada.page.go_back()
    ada.page.go_back()
    expect(ada.page.locator("#room-name")).to_have_text("Tea")
    ada.write("sent meanwhile")
    box.fill("half a sent")
    begun = "begun before\nbegun in TEA\nhalf a sent"
    held: list[Route] = []
    ada.page.route("**/pub", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    ada.page.unroute(away)
    expect(ada.page.locator("#room-name")).to_have_text("tea")
    expect(box).to_have_value(begun)
    expect(ada.waiting()).to_contain_text(["sent meanwhile"])
    eventually(ada.page, lambda: len(held) == 1)
    held.pop().continue_()
    expect(ada.stored()).to_have_text(["hello", "sent meanwhile"])
    ada.page.reload()
    expect(box).to_have_value(begun)
    expect(ada.page.locator("#room-list a")).to_have_count(2)
    ada.page.goto(f"{server.url}/#milk")
    expect(box).to_have_value("begun in Milk")


def test_rooms_of_an_older_log_are_reached_whatever_they_are_called(
    people: People, server: RunningServer
) -> None:
    server.stop()
    with closing(connect(server.data / "chat.db", create=False)) as connection:
        said = [draft(f"in {room}", room) for room in ("Tea", "TEA", "Milk")]
        Log(connection).append(said, TIME)
    server.start()
    ada = people("Ada")
    for typed, room in (("Tea", "Tea"), ("TEA", "TEA"), ("tea", "TEA"), ("MILK", "Milk")):
        ada.page.goto("about:blank")
        ada.page.goto(f"{server.url}/#{typed}")
        expect(ada.page.locator("#room-name")).to_have_text(room)
        expect(ada.stored()).to_have_text([f"in {room}"])
    ada.write("and on")
    expect(ada.stored()).to_have_text(["in Milk", "and on"])
    expect(ada.page.locator("#room-list a")).to_have_count(4)


def test_an_address_typed_while_the_page_is_open_is_mended_too(people: People) -> None:
    ada = people("Ada")
    ada.page.evaluate("location.hash = '#A%20b'")
    expect(ada.page.locator("#room-name")).to_have_text("a-b")
    expect(ada.page).to_have_url(re.compile("#a-b$"))
    ada.page.go_back()
    expect(ada.page.locator("#room-name")).to_have_text("lobby")


def test_a_name_that_cannot_be_one_gets_a_sentence(people: People) -> None:
    ada = people("Ada")
    for name, sentence in (
        ("", "Please type a name"),
        ("a/b", "letters, digits"),
        ("x" * 65, "at most 64"),
    ):
        make(ada, name)
        expect(ada.page.locator("#new-room-problem")).to_contain_text(sentence)
        expect(ada.page.locator("#room-name")).to_have_text("lobby")
        ada.page.keyboard.press("Escape")
        expect(ada.page.locator("#new-room")).to_be_hidden()
        expect(ada.page.get_by_role("button", name="Make a room")).to_be_focused()


def test_making_a_room_and_not_making_it_are_side_by_side(people: People) -> None:
    ada = people("Ada")
    ada.page.get_by_role("button", name="Make a room").click()
    form = ada.page.locator("#new-room")
    yes, no = (box_of(form.get_by_role("button", name=name)) for name in ("Make room", "Cancel"))
    assert yes["y"] == no["y"]


def test_a_room_one_only_looked_at_is_listed_while_one_looks_or_something_waits_for_it(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada", room="looked-at")
    expect(ada.room_link("looked-at")).to_be_visible()
    ada.page.evaluate("location.hash = '#other'")
    expect(ada.room_link("looked-at")).to_have_count(0)
    server.kill()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("for later")
    ada.page.evaluate("location.hash = '#lobby'")
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    expect(ada.room_link("other")).to_be_visible()


def test_messages_stay_in_their_room(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    server.post("for the lobby")
    server.post("for the side", room="side")
    expect(ada.stored()).to_have_text(["for the lobby"])
    ada.room_link("side").click()
    expect(ada.stored()).to_have_text(["for the side"])
    ada.write("me too")
    expect(ada.stored()).to_have_text(["for the side", "me too"])
    assert [entry["message"] for entry in server.log("side")] == ["for the side", "me too"]


def test_unread_messages_are_counted_in_the_list_the_title_and_the_icon(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    icon = ada.page.locator("#favicon")
    expect(icon).to_have_attribute("href", re.compile(r"/icon\.svg$"))
    for number in range(3):
        server.post(f"psst {number}", room="side")
    expect(ada.room_link("side").locator(".badge-count")).to_have_text("3")
    expect(ada.page).to_have_title(re.compile("^\\(3\\) lobby \u2013 "))
    expect(icon).to_have_attribute("href", re.compile(r"/icon-unread\.svg$"))
    ada.page.reload()
    expect(ada.room_link("side").locator(".badge-count")).to_have_text("3")
    ada.room_link("side").click()
    expect(ada.page).to_have_title(re.compile("^side \u2013 "))
    expect(ada.room_link("side").locator(".badge")).to_be_hidden()
    expect(icon).to_have_attribute("href", re.compile(r"/icon\.svg$"))


def test_for_a_newcomer_nothing_is_unread(people: People, server: RunningServer) -> None:
    for room in ("lobby", "side"):
        server.post("old news", room=room)
    ada = people("Ada")
    expect(ada.room_link("side")).to_be_visible()
    expect(ada.page.locator(".badge:visible")).to_have_count(0)
    expect(ada.page).to_have_title(re.compile("^lobby \u2013 "))


def test_back_forward_and_links_change_the_room(people: People, server: RunningServer) -> None:
    server.post("hello", room="side")
    ada = people("Ada")
    ada.room_link("side").click()
    expect(ada.page.locator("#room-name")).to_have_text("side")
    expect(ada.room_link("side")).to_have_attribute("aria-current", "page")
    ada.page.go_back()
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    ada.page.go_forward()
    expect(ada.stored()).to_have_text(["hello"])


def test_each_room_keeps_its_draft(people: People, server: RunningServer) -> None:
    server.post("hello", room="side")
    ada = people("Ada")
    box = ada.page.locator("#message")
    box.fill("half a sent")
    ada.room_link("side").click()
    expect(box).to_have_value("")
    box.fill("other")
    ada.page.reload()
    expect(box).to_have_value("other")
    ada.room_link("lobby").click()
    expect(box).to_have_value("half a sent")
