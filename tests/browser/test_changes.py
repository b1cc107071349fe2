"""What is done to messages is seen at once, as it is after a reload, and waits for the chat."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person, box_of, eventually, visit
from tests.browser.test_rules import run
from tests.running import RunningServer

SEED: Final = 20_240_506


def act(person: Person, method: str, path: str, **fields: Any) -> Any:
    """What the chat answers where somebody asks it without the page."""
    answer = person.page.request.fetch(f"{person.url}{path}", method=method, data=fields)
    assert answer.ok, answer.text()
    return answer.json()


def say(person: Person, text: str, room: str = "lobby", **fields: Any) -> int:
    nick = person.page.locator("#nick").input_value()
    return int(act(person, "POST", "/pub", nick=nick, message=text, room=room, **fields)["id"])


def history(person: Person, room: str = "lobby") -> Any:
    return act(person, "GET", f"/rooms/{room}/messages?limit=200")["messages"]


def do_anything(person: Person, random: Random, room: str) -> None:
    """Some messages, and then whatever may be done to them."""
    for number in range(4):
        say(person, f"number {number}", room)
    there = [entry["id"] for entry in history(person, room) if "deleted" not in entry]
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
            act(person, "DELETE", f"/messages/{there.pop(random.randrange(len(there)))}")


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
    body = """
    const { fold } = await import('/static/js/chat/fold.js');
    const { RoomLog } = await import('/static/js/chat/room-log.js');
    const { Api } = await import('/static/js/line/api.js');
    const log = new RoomLog('tea');
    fold(log, MIDDLE); // What was done since was not heard.
    const parts = { api: new Api(), wanted: () => true, onChange() {}, onPage() {} };
    await new m.History(parts).renew(log);
    return log.newest(1000);
    """
    renewed = run(ada, "chat/history", body.replace("MIDDLE", json.dumps(middle)))
    assert renewed == page[: len(middle)]
    along = """
    const items = [
      { key: 'a', room: 'tea', message: 'm', state: 'waiting' },
      { key: 'b', room: 'tea', kind: 'edit', target: 1, body: { message: 'm' }, state: 'waiting' },
    ];
    const nameOf = ({ key }) => `outbox.${'0'.repeat(15)}.${key}`;
    const kept = Object.fromEntries(items.map((item) => [nameOf(item), item]));
    const storage = { log: '0', names: () => Object.keys(kept), get: (name) => kept[name] };
    const address = decodeURIComponent(m.carrying(storage, { list: () => items, putAside() {} }));
    return items.map(({ key }) => address.includes(`0.${key}`));
    """
    assert run(ada, "kept/carrying", along) == [True, False]  # Elsewhere one may be another member.


def chosen(person: Person) -> Locator:
    return person.page.locator(".message:focus")


def menu(person: Person) -> Locator:
    return person.page.get_by_role("menuitem")


def insist(page: Page, do: Callable[[], object], done: Callable[[], bool]) -> None:
    """Do it until it is done: what is just being tried once more is nobody's to take back."""

    def tried() -> bool:
        if not done():
            do()
        return done()

    eventually(page, tried)


def open_menu(person: Person, text: str) -> Locator:
    person.row(text).hover()
    person.row(text).get_by_role("button", name="What can be done").click()
    expect(menu(person).first).to_be_focused()
    return menu(person)


CLIPBOARD: Final = "navigator.clipboard.readText()"

COMPOSE: Final = """(node, key) => node.dispatchEvent(new KeyboardEvent('keydown', {
  key, isComposing: true, bubbles: true, cancelable: true,
}))"""


def test_one_edits_and_takes_back_what_one_said_and_others_see_it(folk: People) -> None:
    """By the menu at a message; the others see it in each tab, also in a room that is not open."""
    ada, bob = folk("Ada", "pier"), folk("Bob", "pier")
    box, strip = ada.page.locator("#message"), ada.page.locator("#editing")
    tab = folk.tab(bob.context, "pier")
    bob.page.bring_to_front()  # Chromium lets those behind wait.
    ada.write("helo\nall", "an error")
    expect(bob.stored()).to_have_text(["helo\nall", "an error"])
    expect(open_menu(bob, "helo")).to_have_text(
        ["ReplyR", "React+", "Copy textC", "Unread from hereU", "Copy link"]
    )
    bob.page.keyboard.press("Escape")
    expect(menu(bob)).to_have_count(0)
    bob.room_link("lobby").click()
    expect(bob.page.locator("#room-name")).to_have_text("lobby")
    box.fill("a draft")
    open_menu(ada, "helo").get_by_text("Edit").click()
    expect(box).to_have_value("helo\nall")
    open_menu(ada, "helo")
    ada.page.keyboard.press("Escape")  # Closes the innermost thing only.
    expect(menu(ada)).to_have_count(0)
    expect(strip).to_contain_text("Editing: helo")
    box.press("Escape")
    expect(strip).to_be_hidden()
    expect(box).to_have_value("a draft")
    open_menu(ada, "helo").get_by_text("Edit").click()
    box.fill("hello all")
    ada.room_link("lobby").click()
    expect(box).to_have_value("")
    ada.room_link("pier").click()
    expect(box).to_have_value("hello all")
    box.press("Enter")
    expect(box).to_have_value("a draft")
    open_menu(ada, "an error").get_by_text("Take back").click()
    expect(ada.stored()).to_have_text(["hello all", "Removed by who said it"])
    bob.room_link("pier").click()
    expect(bob.stored()).to_have_text(["hello all", "Removed by who said it"])
    bob.row("hello all").get_by_role("button", name="edited").click()
    expect(bob.page.locator(".version .bubble")).to_have_text(["hello all", "helo\nall"])
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator("#versions")).to_be_hidden()
    expect(open_menu(bob, "Removed by")).to_have_text(["Unread from hereU", "Copy link"])
    tab.page.bring_to_front()
    expect(tab.stored()).to_have_text(["hello all", "Removed by who said it"])


def edit_last(box: Locator, before: str, words: str) -> None:
    box.press("ArrowUp")
    expect(box).to_have_value(before)
    box.fill(words)
    box.press("Enter")
    expect(box).to_have_value("")


def test_by_the_keyboard_alone_also_while_there_is_no_chat(folk: People) -> None:
    ada = folk("Ada", "attic")
    page, box = ada.page, ada.page.locator("#message")
    ada.write("one", "two", "three")
    expect(ada.waiting()).to_have_count(0)
    ada.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    page.locator("#conversation").focus()
    for text in ("three", "two"):
        page.keyboard.press("ArrowUp")
        expect(chosen(ada)).to_contain_text(text)
    chosen(ada).evaluate(COMPOSE, "Delete")
    page.keyboard.press("Shift+F10")
    expect(menu(ada)).to_have_text(
        [
            "ReplyR",
            "React+",
            "EditE",
            "Copy textC",
            "Unread from hereU",
            "Copy link",
            "Take backDel",
        ]
    )
    page.keyboard.press("Escape")
    expect(chosen(ada)).to_contain_text("two")
    page.keyboard.press("Delete")
    expect(ada.stored()).to_have_text(["one", "Removed by who said it", "three"])
    page.keyboard.press("ArrowUp")
    expect(chosen(ada)).to_contain_text("one")
    page.keyboard.press("e")
    expect(box).to_have_value("one")
    box.fill("one, edited")
    box.press("Enter")
    expect(ada.stored().first).to_have_text("one, edited")
    expect(ada.row("one, edited").locator(".state")).to_contain_text("Change waits to be sent")
    ada.write("four")
    insist(page, lambda: box.press("ArrowUp"), lambda: box.input_value() == "four")
    expect(ada.waiting()).to_have_count(
        0
    )  # It waited still, and is edited as if it had never gone.
    ada.write("")
    edit_last(box, "three", "three, wrong")
    row = ada.row("three, wrong")
    undo = row.get_by_role("button", name="Undo")
    insist(page, lambda: undo.press("Enter"), lambda: not row.count())
    edit_last(box, "three", "three, edited")
    expect(ada.row("three, edited")).to_be_visible()
    act(ada, "DELETE", f"/messages/{history(ada, 'attic')[-1]['id']}")
    ada.context.set_offline(False)
    told = ada.row("Removed by").last.get_by_role("alert")
    expect(told).to_contain_text("Not changed: ")
    told.get_by_role("button", name="Edit").press("Enter")
    expect(box).to_have_value("three, edited")  # What was written is not lost.
    expect(page.locator(".changing")).to_have_count(0)
    said = [(entry["message"], entry.get("deleted")) for entry in history(ada, "attic")]
    assert said == [("one, edited", None), ("", "author"), ("", "author")]


def expect_copied(person: Person, text: str) -> None:
    eventually(person.page, lambda: person.page.evaluate(CLIPBOARD) == text)


def test_on_a_phone_a_long_press_opens_the_menu(folk: People) -> None:
    size = {"width": 390, "height": 780}
    ada = folk("Ada", "deck", viewport=size, has_touch=True, is_mobile=True)
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ada.write("one", "as  typed\n  so")
    expect(ada.waiting()).to_have_count(0)
    touch = ada.context.new_cdp_session(ada.page)
    for line, expected in (("Copy text", "as  typed\n  so"), ("Copy link", None)):
        at = box_of(ada.row("typed").locator(".bubble"))
        points = [{"x": at["x"] + 20, "y": at["y"] + 15}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
        expect(menu(ada).first).to_be_focused()
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        menu(ada).filter(has_text=line).tap()
        wanted = expected or f"{ada.url}/#deck/{history(ada, 'deck')[1]['id']}"
        expect_copied(ada, wanted)
    expect(ada.page.locator("#composer-note")).to_have_text("")


def test_a_link_leads_to_its_message_wherever_one_is(folk: People, chat: RunningServer) -> None:
    said = [chat.post(f"number {number:02}", room="deep")["id"] for number in range(70)]
    bob = folk("Bob")
    page = bob.page
    page.goto(f"{bob.url}/healthz")  # Else it would be the same page still.
    visit(page, f"{bob.url}/#deep/{said[3]}")
    expect(page.locator("#room-name")).to_have_text("deep")
    expect(bob.row("number 03")).to_be_in_viewport()
    chat.post(f"see {bob.url}/#deep/{said[5]} and {bob.url}/#deep/{10**9}", room="links")
    page.evaluate("location.hash = '#links'")
    bob.row("see").get_by_role("link").first.click()
    expect(bob.row("number 05")).to_be_in_viewport()
    expect(page).to_have_url(f"{bob.url}/#deep")
    page.evaluate("location.hash = '#links'")
    bob.row("see").get_by_role("link").last.click()
    expect(page.locator("#composer-note")).to_contain_text("not in this room any more")
    assert len(bob.context.pages) == 1
