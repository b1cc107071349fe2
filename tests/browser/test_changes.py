"""What is done to messages is seen at once, as it is after a reload, and waits for the chat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import People, Person
from tests.browser.test_rules import run
from tests.running import RunningServer

SEED: Final = 20_240_506
THUMB: Final = "👍"


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("chat") / "data") as running:
        yield running


@pytest.fixture
def folk(browser: Browser, chat: RunningServer) -> Iterator[People]:
    group = People(browser, chat.url)
    yield group
    group.leave()
    assert [trouble for person in group.everybody for trouble in person.trouble] == []


def act(person: Person, method: str, path: str, **fields: Any) -> Any:
    """What the chat answers where somebody asks it without the page."""
    answer = person.page.request.fetch(f"{person.url}{path}", method=method, data=fields)
    assert answer.ok, answer.text()
    return answer.json()


def say(person: Person, text: str, room: str = "lobby", **fields: Any) -> int:
    return int(act(person, "POST", "/pub", nick="Ada", message=text, room=room, **fields)["id"])


def history(person: Person, room: str = "lobby") -> Any:
    return act(person, "GET", f"/rooms/{room}/messages?limit=200")["messages"]


def do_anything(person: Person, random: Random, room: str) -> None:
    """Some messages, and then whatever may be done to them."""
    there = [say(person, f"number {number}", room) for number in range(4)]
    for turn in range(30):
        one = random.choice(there)
        path = f"/messages/{one}"
        emoji = f"{path}/reactions/{random.choice('👍🎉')}"
        what = random.choice(("edit", "react", "take back", "reply"))
        if what == "edit":
            act(person, "PUT", path, message=f"words {turn}")
        elif what == "reply":
            say(person, "so it is", room, reply=one)
        else:
            act(person, "PUT" if what == "react" else "DELETE", emoji)
        if turn in {12, 24}:
            act(person, "DELETE", f"/messages/{there.pop()}")


def test_what_is_heard_is_folded_to_what_the_history_says(folk: People) -> None:
    ada = folk("Ada")
    do_anything(ada, Random(SEED), "tea")
    middle = history(ada, "tea")
    do_anything(ada, Random(SEED + 1), "tea")
    page = history(ada, "tea")
    entries = act(ada, "GET", "/sub?room=tea&since=0&wait=0")["messages"]
    assert {"edit", "delete", "reaction"} <= {entry["kind"] for entry in entries}
    given = json.dumps({"entries": entries, "page": page, "middle": middle})
    body = """
    const { fold } = await import('/static/js/chat/fold.js');
    const { entries, page, middle } = GIVEN;
    const read = (take) => {
      const log = new m.RoomLog('tea');
      take(log);
      return log.newest(1000);
    };
    const live = (log) => fold(log, entries, { isNew: true });
    return [
      read(live),
      read((log) => { live(log); live(log); }), // Heard twice.
      read((log) => { fold(log, page); live(log); }), // Read as it is, and then heard.
      read((log) => { // Heard while a page is under way that was made in the middle.
        log.older.loading = true;
        for (const entry of entries) {
          if (entry.kind !== 'message' || entry.reply) log.change(entry);
        }
        fold(log, middle);
        log.older.loading = false;
        fold(log, entries, { isNew: true });
      }),
    ];
    """
    for found in run(ada, "chat/room-log", body.replace("GIVEN", given)):
        assert found == page


def test_what_others_do_to_a_message_is_seen_at_once_in_every_tab(folk: People) -> None:
    ada, bob = folk("Ada"), folk("Bob")
    said = [say(ada, text, "quay") for text in ("helo", "an error", "number 3")]
    bob.enter("quay")
    tabs = [bob, folk.tab(bob.context, "quay")]
    for tab in tabs:
        expect(tab.stored()).to_have_text(["helo", "an error", "number 3"])
    bob.room_link("lobby").click()  # It is kept, and kept current, while another is read.
    expect(bob.page.locator("#room-name")).to_have_text("lobby")
    act(ada, "PUT", f"/messages/{said[0]}", message="hello")
    act(ada, "DELETE", f"/messages/{said[1]}")
    bob.room_link("quay").click()
    for tab in tabs:
        expect(tab.stored()).to_have_text(["hello", "Removed by who said it", "number 3"])
        expect(tab.row("hello").locator(".edited")).to_have_text("edited")


def test_a_change_waits_in_the_outbox_as_messages_do(folk: People, chat: RunningServer) -> None:
    ada = folk("Ada", "attic")
    ada.write("helo", "to be removed")
    expect(ada.waiting()).to_have_count(0)
    first, second = (entry["id"] for entry in history(ada, "attic"))
    tab = folk.tab(ada.context, "attic")
    log = chat.get("/about")["log"]
    ada.context.set_offline(True)
    wanted = [
        {"kind": "edit", "target": first, "body": {"message": "hello"}},
        {"kind": "delete", "target": second, "body": {"by": "author"}},
        {"kind": "reaction", "target": first, "body": {"emoji": THUMB, "on": True}},
        {"kind": "edit", "target": 10**9, "body": {"message": "of what is not there"}},
    ]
    for at, item in enumerate(wanted, 1):
        given = {
            **item,
            "key": f"k{at}",
            "room": "attic",
            "nick": "Ada",
            "state": "waiting",
            "at": at,
        }
        put = [f"chat@{log}.outbox.{at:015}.k{at}", json.dumps(given)]
        tab.page.evaluate("([name, text]) => localStorage.setItem(name, text)", put)
    expect(ada.stored()).to_have_text(["hello", "Removed by who said it"])
    expect(ada.row("hello").locator(".state")).to_contain_text("Change waits to be sent")
    ada.context.set_offline(False)
    expect(ada.row("hello").locator(".state")).to_have_count(0)
    expect(ada.stored()).to_have_text(["hello", "Removed by who said it"])
    kept, gone = history(ada, "attic")
    assert (kept["message"], kept["edits"], gone["deleted"]) == ("hello", 1, "author")
    assert kept["reactions"] == {THUMB: [ada.member]}
