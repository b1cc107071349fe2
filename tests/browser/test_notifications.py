"""Somebody writes while nobody looks.

What the system does with a notification is its own business: a headless browser has no system to
show it. So these tests stand at the page's edge and note what it asks the browser for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person, eventually
from tests.browser.test_invite import become_admin
from tests.running import RunningServer
from tests.server.newcomer import Newcomer

NOTE_POPUPS = """
window.popups = [];
window.asked = 0;
window.Notification = class extends window.Notification {
  constructor(title, options) {
    super(title, options);
    window.popups.push({ title, options, popup: this });
  }
  static requestPermission() {
    window.asked += 1;
    return super.requestPermission();
  }
};
"""

LOOK = "(looking) => { document.hasFocus = () => looking; }"
HIDE = """() => {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
}"""

GRANT_WHEN_ASKED = """() => {
  const permission = { get: () => (window.asked ? 'granted' : 'default') };
  Object.defineProperty(Notification, 'permission', permission);
}"""

HEAR = """() => {
  window.heard = [];
  new BroadcastChannel('chat').onmessage = ({ data }) => window.heard.push(data.type);
}"""


@pytest.fixture
def reader(people: People) -> Callable[..., Person]:
    """Somebody whose browser allows notifications or does not; reads the lobby."""

    def come(*, allowed: bool = True) -> Person:
        context = people.browser.new_context()
        people.contexts.append(context)
        if allowed:
            context.grant_permissions(["notifications"])
        context.add_init_script(NOTE_POPUPS)
        return people.tab(context)

    return come


def switch(person: Person) -> Locator:
    return person.page.get_by_role("switch", name="Notify me of messages")


def look_away(person: Person) -> None:
    person.page.evaluate(LOOK, arg=False)


def popups(person: Person) -> list[list[Any]]:
    """Title and text of every notification this tab has shown."""
    shown: list[list[Any]] = person.page.evaluate(
        "() => window.popups.map(({ title, options }) => [title, options.body])"
    )
    return shown


def shows(person: Person, *expected: list[str]) -> None:
    eventually(person.page, lambda: popups(person) == list(expected))


def test_where_it_is_allowed_a_message_is_told_as_soon_as_nobody_looks(
    reader: Callable[..., Person], server: RunningServer
) -> None:
    ada = reader()
    ada.call_oneself("Ada")
    expect(switch(ada)).to_be_checked()
    server.post("you are here", nick="Béla")
    expect(ada.stored()).to_have_text(["you are here"])
    look_away(ada)
    ada.write("my own")
    expect(ada.stored()).to_have_count(2)
    server.post("<b>are you there?</b> **Now?** ||No||", nick="Béla", room="side")
    shows(ada, ["side", "Béla: <b>are you there?</b> Now? (spoiler)"])
    assert ada.page.evaluate("window.asked") == 0


def test_who_would_like_to_come_in_is_told_to_the_host(
    reader: Callable[..., Person], server: RunningServer
) -> None:
    host = reader()
    become_admin(host, server)
    expect(switch(host)).to_be_checked()
    look_away(host)
    Newcomer(server).hosting().set_door("approve")
    Newcomer(server).ask("/door", "POST", nick="Bob")
    shows(host, ["lobby", "Bob: Would like to come in"])


def test_a_hidden_tab_tells_too(reader: Callable[..., Person], server: RunningServer) -> None:
    ada = reader()
    ada.page.evaluate(HIDE)
    server.post("psst", nick="Béla")
    shows(ada, ["lobby", "Béla: psst"])


def test_notifications_of_a_room_replace_each_other(
    reader: Callable[..., Person], server: RunningServer
) -> None:
    ada = reader()
    look_away(ada)
    said: list[list[str]] = []
    for text, room in (("one", "lobby"), ("two", "lobby"), ("three", "side")):
        server.post(text, room=room)
        said.append([room, f"Ada: {text}"])
        shows(ada, *said)
    tags = ada.page.evaluate("() => window.popups.map(({ options }) => options.tag)")
    assert tags[0] == tags[1] != tags[2]
    alike = "\u0410d\u0430"
    server.post("four", nick=alike, room="side")
    tag = server.log("side")[-1]["member"][:4]
    shows(ada, *said, ["side", f"{alike} ({tag}): four"])


def test_of_much_that_was_missed_only_the_newest_is_told(
    reader: Callable[..., Person], server: RunningServer
) -> None:
    ada = reader()
    look_away(ada)
    ada.context.set_offline(True)
    for number in range(3):
        server.post(f"missed {number}")
    ada.context.set_offline(False)
    expect(ada.stored()).to_have_count(3)
    shows(ada, ["lobby", "Ada: missed 2"])


def test_a_click_on_it_opens_the_room(reader: Callable[..., Person], server: RunningServer) -> None:
    ada = reader()
    look_away(ada)
    server.post("over here", room="side")
    shows(ada, ["side", "Ada: over here"])
    ada.page.evaluate("() => window.popups[0].popup.dispatchEvent(new Event('click'))")
    expect(ada.page.locator("#room-name")).to_have_text("side")
    expect(ada.stored()).to_have_text(["over here"])


def test_switched_off_it_is_off_in_all_tabs_and_stays_so(
    reader: Callable[..., Person], people: People, server: RunningServer
) -> None:
    ada = reader()
    other = people.tab(ada.context)
    switch(ada).click()
    expect(switch(other)).not_to_be_checked()
    other.page.close()
    ada.page.reload()
    expect(switch(ada)).not_to_be_checked()
    look_away(ada)
    server.post("unheard")
    expect(ada.stored()).to_have_text(["unheard"])
    switch(ada).click()
    server.post("heard")
    shows(ada, ["lobby", "Ada: heard"])


def test_of_several_tabs_one_tells_and_none_while_another_is_looked_at(
    reader: Callable[..., Person], people: People, server: RunningServer
) -> None:
    leader = reader()
    eventually(leader.page, lambda: leader.polled)
    other = people.tab(leader.context)
    look_away(leader)
    leader.page.evaluate(HEAR)
    server.post("seen in the other tab")
    eventually(leader.page, lambda: leader.page.evaluate("window.heard.includes('looking')"))
    look_away(other)
    server.post("unseen")
    shows(leader, ["lobby", "Ada: unseen"])
    server.post("unseen too")
    shows(leader, ["lobby", "Ada: unseen"], ["lobby", "Ada: unseen too"])
    assert popups(other) == []


def test_the_browser_is_asked_when_the_user_wants_it_and_not_before(
    reader: Callable[..., Person], server: RunningServer
) -> None:
    ada = reader(allowed=False)
    expect(switch(ada)).not_to_be_checked()
    look_away(ada)
    server.post("unheard")
    expect(ada.stored()).to_have_text(["unheard"])
    assert ada.page.evaluate("[window.asked, window.popups.length]") == [0, 0]
    ada.page.evaluate(GRANT_WHEN_ASKED)
    switch(ada).click()
    expect(switch(ada)).to_be_checked()
    assert ada.page.evaluate("window.asked") == 1
    server.post("heard")
    shows(ada, ["lobby", "Ada: heard"])


def test_a_browser_that_refuses_leaves_the_switch_off_with_a_sentence(
    reader: Callable[..., Person],
) -> None:
    ada = reader(allowed=False)
    switch(ada).click()
    expect(ada.page.locator("#notify").get_by_role("alert")).to_contain_text("notifications")
    expect(switch(ada)).not_to_be_checked()
