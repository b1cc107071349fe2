"""The server goes away and comes back; what was written goes out exactly once."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import HIDE, People, Person, eventually
from tests.running import PATIENCE, RunningServer

pytestmark = pytest.mark.acceptance


def said(server: RunningServer) -> list[str]:
    return [entry["message"] for entry in server.log()]


def test_a_killed_server_costs_nobody_a_message(people: People, server: RunningServer) -> None:
    ada, bela = people("Ada"), people("Béla")
    for turn in range(3):
        ada.write(f"ada {turn} before")
        bela.write(f"bela {turn} before")
        server.kill()
        ada.write(f"ada {turn} during", f"ada {turn} during too")
        bela.write(f"bela {turn} during")
        server.start()
        ada.write(f"ada {turn} after")
        bela.write(f"bela {turn} after")
        for person in (ada, bela):
            expect(person.waiting()).to_have_count(0)
            expect(person.stored()).to_have_count(7 * (turn + 1))
    log = said(server)
    assert len(log) == len(set(log)) == 21
    assert ada.stored().all_text_contents() == bela.stored().all_text_contents() == log
    for name, parts in (
        ("ada", ["before", "during", "during too", "after"]),
        ("bela", ["before", "during", "after"]),
    ):
        own = [text for text in log if text.startswith(name)]
        assert own == [f"{name} {turn} {part}" for turn in range(3) for part in parts]


def test_messages_wait_while_the_server_is_away_and_go_out_in_order(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    server.kill()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("one", "two", "three")
    expect(ada.waiting()).to_have_count(3)
    expect(ada.waiting().locator(".state > p:first-child")).to_have_text(["Waiting to send"] * 3)
    connection = ada.page.locator("#connection")
    expect(connection).to_contain_text(re.compile(r"Reconnecting( in \d s|…) · 3 waiting"))
    server.start()
    expect(ada.waiting()).to_have_count(0)
    expect(ada.stored()).to_have_text(["one", "two", "three"])
    assert said(server) == ["one", "two", "three"]


def test_what_waits_can_be_taken_back(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    server.kill()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("gone", "changed", "kept")
    for name, text in (("Delete", "gone"), ("Edit", "changed")):
        ada.waiting().filter(has_text=text).get_by_role("button", name=name).click()
    expect(ada.page.locator("#message")).to_have_value("changed")
    expect(ada.page.locator("#connection")).to_contain_text("1 waiting")
    server.start()
    expect(ada.stored()).to_have_text(["kept"])
    assert said(server) == ["kept"]


def fail_once_then_hold(person: Person) -> list[Route]:
    """The tries after the first one, which fails: nobody answers them."""
    held: list[Route] = []
    person.page.route("**/pub", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    person.page.route("**/pub", lambda route: route.abort(), times=1)
    return held


def test_what_is_being_tried_is_not_taken_back_and_so_not_sent_twice(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    held = fail_once_then_hold(ada)
    ada.write("said once")
    edit, delete = (ada.waiting().get_by_role("button", name=name) for name in ("Edit", "Delete"))
    for button in (edit, delete):
        expect(button).to_have_attribute("aria-disabled", "true")
    assert len(held) == 1
    delete.click(force=True)
    edit.press("Enter")
    expect(edit).to_be_focused()
    expect(ada.page.locator("#message")).to_have_value("")
    held.pop().abort()
    expect(edit).to_be_enabled()
    eventually(ada.page, lambda: len(held) == 1)
    expect(edit).to_be_disabled()
    expect(edit).to_be_focused()
    held.pop().continue_()
    expect(ada.stored()).to_have_text(["said once"])
    expect(ada.waiting()).to_have_count(0)
    assert said(server) == ["said once"]


def test_who_is_at_a_button_of_what_waits_stays_there_when_its_reason_changes(
    people: People,
) -> None:
    ada = people("Ada")
    held = fail_once_then_hold(ada)
    ada.write("waits")
    edit = ada.waiting().get_by_role("button", name="Edit")
    eventually(ada.page, lambda: len(held) == 1)
    edit.focus()
    refuse_for_now(held.pop())
    expect(ada.waiting()).to_contain_text("The disk is busy.")
    expect(edit).to_be_focused()


def test_what_is_taken_back_after_a_lost_answer_may_have_arrived_and_that_is_said(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.page.route("**/pub", refuse_for_now)
    ada.write("refused")
    note = ada.page.locator("#composer-note")
    ada.waiting().get_by_role("button", name="Edit").click()
    expect(ada.page.locator("#message")).to_have_value("refused")
    expect(note).to_have_text("")
    ada.page.unroute("**/pub")
    ada.page.route("**/pub", lambda route: route.abort())
    for name in ("Edit", "Delete"):
        ada.write("lost")
        ada.waiting().get_by_role("button", name=name).click()
        expect(note).to_contain_text("may have arrived already")


def test_what_was_being_tried_as_its_page_ended_can_be_taken_back(people: People) -> None:
    ada = people("Ada")
    held: list[Route] = []
    ada.page.route("**/pub", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    ada.write("half way")
    eventually(ada.page, lambda: len(held) == 1)
    ada.page.route("**/about", lambda route: route.abort())
    ada.page.reload()
    ada.waiting().get_by_role("button", name="Edit").click()
    expect(ada.page.locator("#message")).to_have_value("half way")
    expect(ada.page.locator("#composer-note")).to_contain_text("may have arrived already")


def test_waiting_messages_survive_a_reload(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    server.kill()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("kept", "kept too")
    expect(ada.waiting()).to_have_count(2)
    ada.page.close()
    server.start()
    again = people.tab(ada.context)
    expect(again.stored()).to_have_text(["kept", "kept too"])
    expect(again.waiting()).to_have_count(0)
    assert said(server) == ["kept", "kept too"]


def test_the_state_of_the_connection_is_said_plainly(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    connection = ada.page.locator("#connection")
    expect(connection.get_by_role("status")).to_have_text("Connected")
    server.kill()
    expect(connection).to_contain_text("Reconnecting in")
    connection.get_by_role("button", name="Try now").click()
    server.start()
    expect(connection.get_by_role("status")).to_have_text("Connected again")
    expect(connection.get_by_role("status")).to_have_text("Connected")
    expect(connection.get_by_role("button")).to_be_hidden()


def test_without_a_network_messages_wait_too(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    ada.context.set_offline(True)
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("written on the train")
    expect(ada.waiting().locator(".state")).to_contain_text("Waiting to send")
    ada.context.set_offline(False)
    expect(ada.stored()).to_have_text(["written on the train"])
    assert said(server) == ["written on the train"]


def refuse_once(route: Route) -> None:
    route.fulfill(status=403, json={"title": "Refused", "description": "This room is closed."})


def refuse_for_now(route: Route) -> None:
    route.fulfill(status=503, json={"title": "Busy", "description": "The disk is busy."})


def test_a_refused_message_says_why_and_can_be_retried_edited_or_deleted(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.page.route("**/pub", refuse_once)
    for text in ("retried", "edited", "deleted"):
        ada.write(text)
        row = ada.waiting().filter(has_text=text)
        expect(row.get_by_role("alert")).to_contain_text("Not sent: This room is closed.")
    ada.page.unroute("**/pub")
    ada.waiting().filter(has_text="deleted").get_by_role("button", name="Delete").click()
    ada.waiting().filter(has_text="edited").get_by_role("button", name="Edit").click()
    expect(ada.page.locator("#message")).to_have_value("edited")
    expect(ada.page.locator("#message")).to_be_focused()
    ada.waiting().filter(has_text="retried").get_by_role("button", name="Retry").click()
    expect(ada.stored()).to_have_text(["retried"])
    expect(ada.waiting()).to_have_count(0)
    assert said(server) == ["retried"]


def test_a_page_that_came_in_parts_says_so_and_is_loaded_again(people: People) -> None:
    """As when the Wi-Fi changes just then."""
    ada = people("Ada")
    missing = "**/static/*/js/app.js"
    ada.page.route(missing, lambda route: route.abort("internetdisconnected"))
    ada.page.reload()
    text = ada.page.locator(".connection-text")
    expect(text).to_have_text("The page did not load completely. Trying again…")
    with ada.page.expect_navigation():
        pass  # The page is still incomplete; it does not give up.
    expect(text).to_have_text("The page did not load completely. Trying again…")
    ada.page.unroute(missing)
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    ada.write("here again")
    expect(ada.stored()).to_have_text(["here again"])


def test_a_page_that_often_came_in_parts_is_loaded_again_within_five_seconds(
    people: People,
) -> None:
    ada = people("Ada")
    ada.page.evaluate("history.replaceState({ ...history.state, failures: 9 }, '')")
    missing = "**/static/*/js/app.js"
    loads: list[str] = []
    ada.page.on("framenavigated", lambda frame: loads.append(frame.url))
    with ada.page.expect_event("requestfailed"):
        ada.page.route(missing, lambda route: route.abort("connectionreset"), times=1)
        ada.page.reload()
    eventually(ada.page, lambda: len(loads) > 1, seconds=15 * PATIENCE)  # It was 30 s.
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")


@pytest.mark.parametrize("part", ["vendor/jquery.js", "css/page.css"])
def test_a_page_without_a_library_or_a_style_is_loaded_again(people: People, part: str) -> None:
    ada = people("Ada")
    missing = f"**/static/*/{part}"
    loads: list[str] = []
    ada.page.on("framenavigated", lambda frame: loads.append(frame.url))
    with ada.page.expect_event("requestfailed"):
        ada.page.route(missing, lambda route: route.abort("connectionreset"), times=1)
        ada.page.reload()
    eventually(ada.page, lambda: len(loads) > 1)
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    ada.page.wait_for_function("history.state.failures === 0")  # The next one is a first one.
    ada.trouble.clear()  # Scripts that miss their library complain.


def test_what_is_loaded_later_and_does_not_come_is_told(people: People) -> None:
    ada = people("Ada")
    missing = "**/static/*/js/page/search/panel.js"
    ada.page.route(missing, lambda route: route.abort("internetdisconnected"))
    ada.page.keyboard.press("Control+f")
    expect(ada.page.locator("#composer-note")).to_contain_text("The search could not be loaded.")
    expect(ada.page.locator("#message")).to_be_visible()
    ada.page.unroute(missing)


def test_a_page_that_came_in_parts_waits_for_a_server_that_is_away(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    # The next pause is long enough to end the server in it.
    ada.page.evaluate("history.replaceState({ ...history.state, failures: 9 }, '')")
    missing = "**/static/*/js/app.js"
    ada.page.route(missing, lambda route: route.abort("connectionrefused"))
    ada.page.reload()
    text = ada.page.locator(".connection-text")
    expect(text).to_have_text("The page did not load completely. Trying again…")
    with ada.page.expect_event("requestfailed", lambda request: request.method == "HEAD"):
        server.kill()
    ada.page.unroute(missing)
    server.start()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")


def test_an_answer_that_got_lost_does_not_double_the_message(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    ada.page.route("**/pub", lose_the_answer, times=1)
    ada.write("said once")
    expect(ada.stored()).to_have_text(["said once"])
    expect(ada.waiting()).to_have_count(0)
    ada.write("and another")
    expect(ada.stored()).to_have_text(["said once", "and another"])
    assert said(server) == ["said once", "and another"]


def test_a_server_with_another_log_is_recognised(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    for number in range(3):
        server.post(f"old {number}")
    server.post("old", room="side")
    expect(ada.stored()).to_have_count(3)
    expect(ada.room_link("side")).to_be_visible()
    server.kill()
    shutil.rmtree(server.data)
    server.start()
    new = [f"new {number}" for number in range(6)]
    for text in new:
        server.post(text)
    expect(ada.stored()).to_have_text(new)
    expect(ada.page.locator(".badge:visible")).to_have_count(0)
    ada.write("welcome back")
    expect(ada.stored()).to_have_text([*new, "welcome back"])
    expect(ada.waiting()).to_have_count(0)


def test_a_short_log_in_place_of_a_long_one_is_recognised_by_every_tab(
    people: People, server: RunningServer
) -> None:
    """Also by the one that comes last, when the first has begun to read the new log already."""
    ada = people("Ada")
    last = people.tab(ada.context)
    for tab in (ada, last):
        tab.write("old, of one's own")
    for number in range(5):
        server.post(f"old {number}")
    server.post("old", room="side")
    for tab in (ada, last):
        expect(tab.stored()).to_have_count(7)
        expect(tab.room_link("side")).to_be_visible()
    held: list[Route] = []
    last.page.route("**/about", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    server.kill()
    shutil.rmtree(server.data)
    server.start()
    expect(ada.room_link("side")).to_have_count(0)
    eventually(last.page, lambda: len(held) > 0)
    last.page.evaluate(HIDE, "visible")  # as somebody comes who reads what is still there
    for route in held:  # and those that come meanwhile
        route.continue_()
    last.page.unroute("**/about")
    for tab in (ada, last):
        expect(tab.stored()).to_have_count(0)
        expect(tab.room_link("side")).to_have_count(0)
        tab.page.evaluate("location.hash = 'tea'")
        expect(tab.page.locator("#room-name")).to_have_text("tea")
    server.post("new", nick="Béla")
    for tab in (ada, last):
        expect(tab.room_link("lobby").locator(".badge-count")).to_have_text("1")
    for tab in (ada, last):
        tab.room_link("lobby").click()
        expect(tab.stored()).to_have_text(["new"])
        expect(tab.row("new")).not_to_have_class(re.compile("mine"))
