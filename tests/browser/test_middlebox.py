"""Something between answers in the chat's place, or loses what it should hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.middlebox import Middlebox, answer
from tests.browser.people import People, Person, box_of, eventually
from tests.running import RunningServer

INSTEAD: Final = "Something on the network answers instead of the chat."
FORBIDDEN: Final = answer("403 Forbidden", "<h1>Blocked</h1>")
PORTAL: Final = answer("200 OK", "<h1>Welcome! Please log in.</h1>")

ANSWERS: Final = {
    "a filter": FORBIDDEN,
    "a login page": PORTAL,
    "a redirect": answer("302 Found", Location="/login"),
    "a redirect to the chat": answer("302 Found", Location="/no-login"),
    "a proxy's words": answer("404 Not Found", json.dumps({"description": "No such host."})),
    "an empty object": answer("200 OK", "{}", "application/json"),
    "no list": answer("200 OK", "[]", "application/json"),
    "nothing": answer("204 No Content"),
    "JSON that is cut": answer("200 OK", '{"cursor":"9","messages":[', "application/json"),
    "a later cursor": answer("200 OK", '{"cursor":"9999","messages":[5]}', "application/json"),
}


@pytest.fixture
def box(server: RunningServer) -> Iterator[Middlebox]:
    with Middlebox(server.port) as between:
        yield between


@pytest.fixture
def people(browser: Browser, box: Middlebox) -> Iterator[People]:
    group = People(browser, box.url)
    yield group
    group.leave()
    assert [trouble for person in group.everybody for trouble in person.trouble] == []


def answer_all(box: Middlebox, whole: bytes) -> None:
    """`whole`, to everything; but where a redirect leads there is a page, or the chat again."""
    there = {"/login": PORTAL, "/no-login": None}
    box.meddle = lambda request: there.get(request.split(b" ", 2)[1].decode(), whole)
    box.cut()


def test_what_answers_instead_of_the_chat_is_said_and_waited_for(
    people: People, box: Middlebox, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.write("before")
    said = ["before"]
    expect(ada.stored()).to_have_text(said)
    connection = ada.page.locator("#connection")
    for name, whole in ANSWERS.items():
        answer_all(box, whole)
        expect(connection, name).to_have_attribute("data-phase", "waiting")
        expect(connection, name).to_contain_text(INSTEAD)
        ada.write(f"during {name}")
        expect(ada.waiting().locator(".state"), name).to_contain_text(["Waiting to send"])
        server.post(f"after {name}, by another")
        said += [f"after {name}, by another", f"during {name}"]
        box.passes()
        expect(ada.stored(), name).to_have_text(said)
        expect(ada.waiting(), name).to_have_count(0)
        expect(connection, name).to_have_attribute("data-phase", "connected")


def test_on_a_phone_the_trouble_is_said_whole(people: People, box: Middlebox) -> None:
    ada = people("Ada", viewport={"width": 390, "height": 800})
    answer_all(box, FORBIDDEN)
    connection = ada.page.locator("#connection")
    expect(connection).to_contain_text(INSTEAD)
    for part in (connection, connection.get_by_role("button")):
        place = box_of(part)
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390
    top = box_of(ada.page.locator(".invite-open-top"))
    assert top["y"] + top["height"] <= box_of(connection)["y"]


def test_a_proxy_whose_chat_is_away_is_no_news(people: People, box: Middlebox) -> None:
    ada = people("Ada")
    statuses = ["502 Bad Gateway", "504 Gateway Timeout"]
    for number, status in enumerate(statuses):
        box.answers(answer(status, "<h1>nginx</h1>"))
        ada.write(status)
        expect(ada.page.locator("#connection")).to_contain_text("Reconnecting in")
        expect(ada.waiting().locator(".state > p:first-child")).to_have_text(["Waiting to send"])
        assert INSTEAD not in ada.page.locator("#connection").inner_text()
        box.passes()
        expect(ada.stored()).to_have_text(statuses[: number + 1])


def test_a_message_that_something_holds_back_goes_out_without_a_click(
    people: People, box: Middlebox
) -> None:
    ada = people("Ada")
    box.answers(FORBIDDEN, "/pub")
    ada.write("held back", "behind it")
    state = ada.waiting().filter(has_text="held back").locator(".state")
    expect(state.locator("p").first).to_have_text(f"Waiting to send: {INSTEAD}")
    expect(state.get_by_role("button")).to_have_text(["Edit", "Delete"])
    box.passes()
    expect(ada.stored()).to_have_text(["held back", "behind it"])
    expect(ada.waiting()).to_have_count(0)


def test_a_message_that_never_passes_can_be_taken_back(people: People, box: Middlebox) -> None:
    """Some filters read: what was written later must not wait behind it for ever."""
    ada = people("Ada")
    box.meddle = lambda request: FORBIDDEN if b"forbidden" in request else None
    ada.write("a forbidden word", "and a good one")
    waiting = ada.waiting().filter(has_text="a forbidden word")
    waiting.get_by_role("button", name="Delete").click()
    expect(ada.stored()).to_have_text(["and a good one"])
    expect(ada.waiting()).to_have_count(0)


def test_a_page_that_cannot_load_its_chat_goes_on_when_it_can(
    people: People, box: Middlebox, server: RunningServer
) -> None:
    server.post("hello")
    ada = people("Ada")
    for path in ("/about", "/rooms", "/rooms/lobby/messages"):
        box.answers(FORBIDDEN, path)
        ada.page.reload()
        expect(ada.page.locator("#main"), path).to_contain_text(INSTEAD)
        box.passes()
        expect(ada.stored()).to_have_text(["hello"])
        expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")


DOUBTS: Final = {
    "seen": "document.dispatchEvent(new Event('visibilitychange'))",
    "online": "window.dispatchEvent(new Event('online'))",
    "kept": "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    "slept": "const now = Date.now; Date.now = () => now() + 60_000;",
}


def grow_older(page: Page, milliseconds: int) -> None:
    begun = page.evaluate("performance.now()")
    eventually(page, lambda: page.evaluate("performance.now()") > begun + milliseconds)


def polls(box: Middlebox) -> list[str]:
    return [target for target in box.seen if target.startswith("/sub?")]


def parked(person: Person, server: RunningServer, count: int = 1) -> None:
    eventually(person.page, lambda: server.metric("chat_polls_parked") == count)


@pytest.mark.parametrize("happens", DOUBTS.values(), ids=DOUBTS)
def test_a_poll_on_a_dead_connection_is_doubted_and_told_at_once(
    people: People, box: Middlebox, server: RunningServer, happens: str
) -> None:
    ada = people("Ada")
    parked(ada, server)
    grow_older(ada.page, 2_100)
    box.forget()
    server.post("while the connection was dead")
    ada.page.evaluate(f"() => {{ {happens} }}")
    expect(ada.stored()).to_have_text(["while the connection was dead"])
    ada.write("and after")
    expect(ada.stored()).to_have_count(2)
    assert len(server.log()) == 2


def test_several_tabs_doubt_their_one_poll_once(
    people: People, box: Middlebox, server: RunningServer
) -> None:
    ada = people("Ada")
    second = people.tab(ada.context)
    eventually(ada.page, lambda: any("wait=25" in target for target in polls(box)))
    parked(ada, server)
    grow_older(ada.page, 2_100)
    before = len(polls(box))
    for tab in (ada, second):
        tab.page.evaluate(f"() => {{ {DOUBTS['online']} }}")
    eventually(ada.page, lambda: len(polls(box)) >= before + 2)
    grow_older(second.page, 1_100)  # The longest time that "online" waits.
    assert [target.rpartition("&")[2] for target in polls(box)[before:]] == ["wait=0", "wait=25"]


def test_polls_that_are_lost_again_and_again_ask_for_less(people: People, box: Middlebox) -> None:
    box.cut_after = 2.2
    ada = people("Ada")
    eventually(ada.page, lambda: any("wait=5" in target for target in polls(box)), 30)


def test_a_mistake_of_the_page_does_not_end_its_polls(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    ada.page.evaluate("""() => {
        const create = document.createTextNode;
        document.createTextNode = () => {
          document.createTextNode = create;
          throw new Error('a mistake');
        };
    }""")
    server.post("one")
    eventually(ada.page, lambda: ada.trouble == ["a mistake"])
    ada.trouble.clear()
    server.post("two")
    expect(ada.row("two")).to_have_count(1)


def test_a_message_that_gets_no_answer_lets_the_poll_be_doubted(
    people: People, box: Middlebox, server: RunningServer
) -> None:
    """Nothing else tells that the connections are dead; the key sees to it that it is said once."""
    ada = people("Ada")
    parked(ada, server)
    grow_older(ada.page, 2_100)
    box.forget()
    server.post("while the connection was dead")
    ada.write("into the void")
    expect(ada.stored()).to_have_count(2)
    assert len(server.log()) == 2
