"""What the page keeps belongs to the chat, not to the address at which it was met."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Person
from tests.running import DEADLINE, RunningServer

pytestmark = pytest.mark.acceptance


def said(server: RunningServer) -> list[str]:
    return [entry["message"] for entry in server.log()]


def stop(server: RunningServer, *people: Person) -> None:
    server.kill()
    for person in people:
        expect(person.page.locator("#connection")).to_have_attribute("data-phase", "waiting")


def another_chat(server: RunningServer, aside: Path) -> None:
    """It comes at the same address while nobody sees it; `put_back` takes its place again."""
    shutil.move(server.data, aside)
    server.start()


def put_back(server: RunningServer, aside: Path) -> None:
    shutil.rmtree(server.data)
    shutil.move(aside, server.data)
    server.start()


def test_two_chats_at_one_address_do_not_mix(
    people: People, server: RunningServer, tmp_path: Path
) -> None:
    """What waits for the first is not sent to the second, also before the page knows of that."""
    ada = people("Ada")
    other = people.tab(ada.context)
    stop(server, ada, other)
    ada.write("for the first")
    ada.page.locator("#message").fill("a draft for the first")
    another_chat(server, tmp_path / "first")
    server.post("here is another")
    for person in (ada, other):
        expect(person.stored()).to_have_text(["here is another"])
        expect(person.waiting()).to_have_count(0)
    expect(ada.page.locator("#message")).to_have_value("")
    expect(ada.page.locator("#nick")).to_have_value("Ada")
    ada.write("for the second")
    expect(ada.stored()).to_have_text(["here is another", "for the second"])
    assert said(server) == ["here is another", "for the second"]
    stop(server, ada, other)
    put_back(server, tmp_path / "first")
    for person in (ada, other):
        expect(person.stored()).to_have_text(["for the first"])
        expect(person.waiting()).to_have_count(0)
    expect(ada.page.locator("#message")).to_have_value("a draft for the first")
    assert said(server) == ["for the first"]


OLDER = """([log, item]) => {
  const left = {
    'read': { log, rooms: { lobby: [1, 1] } },
    'nick': 'Ada',
    'asked': true,
    'draft.lobby': 'begun',
    'outbox.000000000000001.one': item,
  };
  for (const [name, value] of Object.entries(left)) {
    localStorage.setItem(`chat.${name}`, JSON.stringify(value));
  }
}"""
"""What a page of an older version left at the address."""

ITEM = {"key": "one", "room": "lobby", "nick": "Ada", "message": "waited", "state": "waiting"}


@pytest.mark.parametrize("owner", ["this one", "another"])
def test_what_an_older_page_kept_is_taken_over_by_the_chat_that_it_was_of(
    people: People, server: RunningServer, owner: str
) -> None:
    for number in range(3):
        server.post(f"message {number}")
    ada = people()
    ada.page.goto(f"{server.url}/healthz")
    ada.page.evaluate("localStorage.clear()")
    log = server.get("/about")["log"] if owner == "this one" else "0123"
    ada.page.evaluate(OLDER, [log, {**ITEM, "at": 1}])
    ada.enter()
    own = owner == "this one"
    expect(ada.page.locator("#nick")).to_have_value("Ada" if own else "")
    expect(ada.page.locator("#message")).to_have_value("begun" if own else "")
    expect(ada.stored()).to_have_count(4 if own else 3)
    expect(ada.waiting()).to_have_count(0)
    kept = ada.page.evaluate("Object.keys(localStorage).filter((name) => name.includes('outbox'))")
    assert kept == ([] if own else ["chat@0123.outbox.000000000000001.one"])
    assert said(server).count("waited") == int(own)


def test_what_an_address_brings_along_is_not_sent_by_itself(
    people: People, server: RunningServer
) -> None:
    """Anybody can write such an address; only in our own window no link leads to the page."""
    log = server.get("/about")["log"]
    receipt = server.post("said already", key="0a")
    item = {"room": "lobby", "nick": "Mallory", "state": "new", "at": 1}
    kept = {
        "outbox.000000000000001.0a": json.dumps({**item, "key": "0a", "message": "said already"}),
        "outbox.000000000000002.0b": json.dumps(
            {**item, "key": "0b", "message": "words of others"}
        ),
        "outbox.000000000000003.0c": json.dumps(
            {**item, "key": "0c", "kind": "edit", "target": receipt["id"], "body": {"message": "x"}}
        ),
        "leader": "5",
    }
    ada = people("Ada")
    ada.page.goto(f"{server.url}/healthz")
    carried = quote(json.dumps({"log": log, "kept": kept}))
    ada.page.goto(f"{server.url}/#carried={carried}")
    expect(ada.waiting()).to_have_count(1)
    expect(ada.waiting()).to_contain_text("words of others")
    expect(ada.waiting().get_by_role("alert")).to_contain_text("it came along from another address")
    expect(ada.page).to_have_url(f"{server.url}/")
    expect(ada.page.locator("#nick")).to_have_value("Ada")
    assert [entry["id"] for entry in server.log()] == [receipt["id"]]
    names = "Object.keys(localStorage).filter((name) => name.endsWith('.0c'))"
    assert ada.page.evaluate(names) == []  # What others said is changed by nobody's link.
    ada.waiting().get_by_role("button", name="Retry").click()
    expect(ada.waiting()).to_have_count(0)
    assert said(server) == ["said already", "words of others"]


def test_a_message_that_is_meant_for_another_chat_is_refused(server: RunningServer) -> None:
    log = server.get("/about")["log"]
    body = {"message": "hello", "key": "one"}
    answers = [json_post(server, {**body, "log": meant}) for meant in ("another", log)]
    assert answers == [409, 200]


def json_post(server: RunningServer, body: dict[str, str]) -> int:
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/pub", json.dumps(body).encode(), kind)
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
