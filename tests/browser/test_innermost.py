"""Escape closes what was opened last, and nothing else, over whatever else is open; and no key
closes anything while characters are composed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.choosing import png
from tests.browser.people import People, Person, eventually
from tests.browser.test_changes import act, say
from tests.browser.test_invite import become_admin
from tests.running import ROOT, RunningServer

ROOM: Final = "nest"
NARROW: Final[ViewportSize] = {"width": 390, "height": 780}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
ROOMS: Final = 16
"""So many that one looks for a room by its name."""

OPENED: Final = """() => {
  const seen = [
    'dialog[open]', '.strip:not([hidden])', '#search:not([hidden])', '#new-room:not([hidden])',
    '#offers-over:not([hidden])', '#day-form:not([hidden])', '#reaction-people:not([hidden])',
    '.sidebar.open', '.here.open', '.news',
  ];
  const found = [...document.querySelectorAll(seen.join())].map((node) => node.id || 'news');
  for (const name of ['.here-filter', '#room-filter input']) {
    if (document.querySelector(name).value) found.push(name);
  }
  return found.sort();
}"""
"""All that Escape closes, empties or ends, and is not."""

COMPOSED: Final = """() => {
  const kinds = [{ isComposing: true }, { keyCode: 229 }];
  for (const kind of kinds) for (const shiftKey of [false, true]) {
    const init = { key: 'Escape', shiftKey, bubbles: true, cancelable: true, ...kind };
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', init));
  }
}"""
PICTURE_BESIDE: Final = """() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', 'words');
  clipboardData.items.add(new File(['x'], 'beside.png', { type: 'image/png' }));
  const pasted = new ClipboardEvent('paste', { clipboardData, bubbles: true });
  document.querySelector('#message').dispatchEvent(pasted);
}"""
TOUCHES: Final = "Emulation.setTouchEmulationEnabled"
CLIPBOARD: Final = ["clipboard-read", "clipboard-write"]
PASTED: Final = "if so:\n    stop()\n    go()"


class Desk:
    """The host, in a room with everything that can be opened there."""

    def __init__(self, person: Person, other: Person) -> None:
        self.person, self.other = person, other
        self.page: Page = person.page
        self.box = person.page.locator("#message")
        self.tried: set[str] = set()

    def opened(self) -> list[str]:
        found: list[str] = self.page.evaluate(OPENED)
        return found

    def over(self, *ways: Callable[[Desk], str]) -> None:
        """Each is opened over what is open now, and closed again alone."""
        for way in ways:
            before = self.opened()
            name = way(self)
            self._stand([*before, name])
            self.tried.add(name)
            self.escape(name)
            assert self.opened() == before

    def escape(self, name: str) -> None:
        """One press closes that, and that alone; none while something is composed."""
        open_now = self.opened()
        self.page.evaluate(COMPOSED)
        assert self.opened() == open_now
        self.page.keyboard.press("Escape")
        open_now.remove(name)
        self._stand(open_now)

    def _stand(self, wanted: list[str]) -> None:
        eventually(self.page, lambda: self.opened() == sorted(wanted))

    def message(self, text: str) -> Locator:
        return self.person.row(text).locator(".message")

    def choose(self, text: str = "was edited") -> None:
        self.message(text).evaluate("(node) => { node.tabIndex = -1; node.focus(); }")


@pytest.fixture
def desk(folk: People, chat: RunningServer) -> Desk:
    person, other = folk("Nora", ROOM, permissions=CLIPBOARD), folk("Otto", ROOM)
    become_admin(person, chat)
    person.enter(ROOM)
    person.page.set_viewport_size(WIDE)
    act(person, "PUT", "/me", nick="Nora")
    said = say(person, "to be edited", ROOM)
    say(other, "@Nora, this names you", ROOM)
    person.page.request.post(  # which says it as well
        f"{chat.url}/files?room={ROOM}&name=red.png", data=png(40, 30), headers=PNG
    )
    act(person, "PUT", f"/messages/{said}", message="was edited")
    act(person, "PUT", f"/messages/{said}/reactions/👍")
    for number in range(ROOMS):
        chat.post("hello", room=f"room-{number:02}")
    for number in range(30):
        say(person, f"{number}\nand\nso\non", ROOM)
    expect(person.row("29\nand")).to_be_visible()
    expect(person.page.locator("#room-filter")).to_be_visible()
    expect(person.page.locator("#mentions-open")).to_be_visible()
    desk = Desk(person, other)
    desk.choose()
    person.page.keyboard.press("u")
    expect(person.page.locator(".news")).to_have_count(1)
    return desk


PNG: Final[dict[str, str]] = {"Content-Type": "image/png"}


def palette(desk: Desk) -> str:
    desk.page.keyboard.press("Control+k")
    return "palette"


def sheet(desk: Desk) -> str:
    desk.page.keyboard.press("Control+/")
    return "keys"


def bell(desk: Desk) -> str:
    desk.page.locator("#room-bell").click()
    return "room-levels"


def levels_in_the_list(desk: Desk) -> str:
    desk.person.room_link("room-00").press("Shift+F10")
    return "room-levels"


def menu(desk: Desk) -> str:
    desk.choose()
    desk.page.keyboard.press("Shift+F10")
    return "message-menu"


def picker(desk: Desk) -> str:
    desk.choose()
    desk.page.keyboard.press("+")
    return "picker"


def profile(desk: Desk) -> str:
    desk.person.row("this names you").locator("button.who").click()
    return "profile"


def profile_of_who_is_here(desk: Desk) -> str:
    desk.page.locator(".here-one").filter(has_text="Otto").first.click()
    return "profile"


def viewer(desk: Desk) -> str:
    desk.page.locator("#conversation .picture").click()
    return "viewer"


def versions(desk: Desk) -> str:
    desk.message("was edited").locator(".edited").click()
    return "versions"


def who_reacted(desk: Desk) -> str:
    desk.page.keyboard.press("Shift")  # what has the focus by keys says so
    desk.page.locator("#conversation .reaction").first.focus()
    return "reaction-people"


def day(desk: Desk) -> str:
    desk.page.locator(".day-open").click()
    return "day-form"


def mentions(desk: Desk) -> str:
    desk.page.locator("#mentions-open").click()
    return "mentions"


def settings(desk: Desk) -> str:
    desk.page.locator("#room-settings-open").click()
    return "room-settings"


def invitation(desk: Desk) -> str:
    desk.page.locator("#invite-open").click()
    return "invite"


def _from_invitation(desk: Desk, name: str) -> str:
    desk.page.locator("#invite-open").click()
    desk.page.locator(f"#{name}-open").click()
    return name


def device(desk: Desk) -> str:
    return _from_invitation(desk, "device")


def acts(desk: Desk) -> str:
    return _from_invitation(desk, "acts")


def bots(desk: Desk) -> str:
    return _from_invitation(desk, "bots")


def arrival(desk: Desk) -> str:
    link = act(desk.other, "POST", "/me/links", recovery=False)["url"]
    desk.page.evaluate("(link) => { location.hash = new URL(link).hash; }", link)
    return "arrival"


def new_room(desk: Desk) -> str:
    desk.page.locator("#new-room-open").click()
    desk.page.locator("#new-room-private").focus()
    return "new-room"


def chooser(desk: Desk) -> str:
    desk.page.locator("#new-room-open").click()
    desk.page.locator("#new-room .write-to").click()
    return "chooser"


def room_looked_for(desk: Desk) -> str:
    desk.page.locator("#room-filter input").fill("room-1")
    return "#room-filter input"


def somebody_looked_for(desk: Desk) -> str:
    desk.page.locator(".here-filter").fill("o")
    return ".here-filter"


def room_files(desk: Desk) -> str:
    desk.page.locator("#room-files-open").click()
    return "room-files"


def ways_to_attach(desk: Desk) -> str:
    """Which one is asked where one writes with fingers."""
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send(TOUCHES, {"enabled": True})
    desk.page.locator("#attach").click()
    devtools.send(TOUCHES, {"enabled": False})
    devtools.detach()
    return "attach-ways"


def offer(desk: Desk) -> str:
    desk.box.focus()
    desk.page.evaluate(PICTURE_BESIDE)
    return "offer"


def offers(desk: Desk) -> str:
    desk.box.fill(f"{desk.box.input_value()} ")
    desk.box.press_sequentially(":face")
    return "offers-over"


def search(desk: Desk) -> str:
    desk.page.keyboard.press("Control+f")
    return "search"


BESIDE: Final = (palette, sheet, levels_in_the_list, new_room, chooser, room_looked_for, mentions)
"""What can be opened where nothing is seen of the messages."""

OVER_THE_ROOM: Final = (
    *(bell, menu, picker, profile, viewer, versions, who_reacted, day, settings),
    *(room_files, ways_to_attach),
    *(invitation, device, acts, bots, arrival, somebody_looked_for, profile_of_who_is_here),
)


def test_escape_closes_what_was_opened_last_and_nothing_else(desk: Desk) -> None:
    page = desk.page
    page.locator("#here-open").click()
    expect(page.locator(".here-one").filter(has_text="Otto")).to_be_visible()
    for way in ("r", "e"):
        desk.choose()
        page.keyboard.press(way)
    paste(desk)
    expect(page.locator("#as-code")).to_be_visible()
    desk.over(*BESIDE, *OVER_THE_ROOM, offer, offers, search)
    desk.box.focus()
    for name in ("as-code", "editing", "replying"):
        desk.escape(name)
    search(desk)
    desk.over(*BESIDE, somebody_looked_for, profile_of_who_is_here)
    page.locator("#search-words").focus()
    desk.escape("search")
    desk.box.focus()
    desk.escape("news")  # once nothing else is open, the room was read

    page.set_viewport_size(NARROW)
    page.locator("#drawer-open").click()
    desk.over(levels_in_the_list, new_room, room_looked_for, mentions)
    desk.page.locator("#drawer-close").focus()
    desk.escape("sidebar")
    page.locator("#here-open").click()
    desk.over(somebody_looked_for, profile_of_who_is_here)
    desk.page.locator("#here-close").focus()
    desk.escape("here")

    page.set_viewport_size(WIDE)
    desk.box.fill("")
    act(desk.person, "POST", "/rooms", name="Only us", private=True, nick="Nora")
    desk.person.room_link("Only us").click()
    expect(page.locator("#room-people")).to_be_visible()
    page.locator("#room-people").click()
    expect(page.locator("#room-panel .person")).to_have_count(1)
    desk.over(adding)
    desk.tried.add("room-panel")
    desk.escape("room-panel")
    assert {*dialogs(), "offer"} <= desk.tried


def paste(desk: Desk) -> None:
    desk.box.focus()
    desk.page.evaluate("(text) => navigator.clipboard.writeText(text)", PASTED)
    desk.page.keyboard.press("Control+v")


def adding(desk: Desk) -> str:
    desk.page.locator(".people-add").click()
    return "chooser"


def dialogs() -> list[str]:
    return re.findall(r'<dialog [^>]*id="([^"]+)"', (ROOT / "ui" / "index.html").read_text("utf-8"))
