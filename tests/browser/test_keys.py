"""All keys of the page: each that the sheet lists does what it says, and none while characters are
composed; and the way to a room or a person by a few letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person, eventually
from tests.browser.test_access import PHONE
from tests.browser.test_changes import say
from tests.running import ROOT

COMPOSED: Final = """([key, more]) => {
  const kinds = [{ isComposing: true }, { keyCode: 229 }];
  for (const kind of kinds) document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more, ...kind }));
}"""
"""As browsers tell of a key that chooses among characters."""

UNTAKEN: Final = """([keys, held]) => {
  const node = document.activeElement;
  const taken = [];
  for (const [key, code] of keys) for (const names of held) {
    const more = Object.fromEntries(names.map((name) => [`${name}Key`, true]));
    const init = { key, code, bubbles: true, cancelable: true, ...more };
    const left = node.dispatchEvent(new KeyboardEvent('keydown', init));
    if (!left) taken.push([...names, key].join('+'));
    node.focus();
  }
  return taken;
}"""
"""Of keys, with others held, those that something takes where the focus is."""

KNOWS_A_KEY: Final = re.compile(
    r"\b(?:event|originalEvent)\??\.(?:key|code|keyCode|which)\b"
    r"|\{[^{}]*\b(?:key|code|keyCode)\b[^{}]*\} = (?:event|.*originalEvent)"
)
MAY_KNOW: Final = {"page/parts/keys.js", "page/parts/shortcuts.js", "kept/storage.js"}
"""The table, and what reads an event for it; the last one's events are another kind."""

FOUND: Final = "needle"


class Desk:
    """Somebody in a room of their own, with a keyboard; `said` is what they said there."""

    def __init__(self, person: Person, room: str, said: list[int]) -> None:
        self.person = person
        self.page: Page = person.page
        self.room = room
        self.said = said
        self.box = person.page.locator("#message")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, at: int = -1) -> None:
        """From the messages to one of them."""
        self.page.locator("#conversation").focus()
        self.press(*["ArrowUp"] * -at)
        expect(self.message(at)).to_be_focused()

    def message(self, at: int = -1) -> Locator:
        return self.page.locator(f'#conversation .row[data-id="{self.said[at]}"] .message')

    def search(self) -> Locator:
        """What was found, with the focus where one types."""
        self.press("Control+f")
        expect(self.page.locator("#search-words")).to_be_focused()
        self.page.keyboard.type(FOUND)
        expect(self.page.locator(".found-link")).to_have_count(2)
        return self.page.locator(".found-link")

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name, exact=True)


@pytest.fixture
def desk(folk: People, request: pytest.FixtureRequest) -> Desk:
    room = re.sub(r"\W+", "-", request.node.name).lower()[-40:].strip("-")
    person = folk("Ada", room)
    said = [say(person, text, room) for text in (f"first {FOUND}", f"last {FOUND}")]
    expect(person.stored()).to_have_count(2)
    person.page.locator("#message").focus()
    return Desk(person, room, said)


def shows_keys(desk: Desk, key: str) -> None:
    if key == "?":
        desk.choose()
    desk.press(key)
    expect(desk.dialog("All keys and commands")).to_be_visible()


def goes(desk: Desk, key: str) -> None:
    desk.press(key)
    expect(desk.page.get_by_role("combobox", name="Room or person")).to_be_focused()


def searches(desk: Desk, key: str) -> None:
    desk.press(key)
    expect(desk.page.locator("#search-words")).to_be_focused()


def tells_who_is_here(desk: Desk, key: str) -> None:
    desk.press(key)
    expect(desk.page.locator("#here")).to_be_visible()
    desk.press(key)
    expect(desk.page.locator("#here")).to_be_hidden()


def walks_from_room_to_room(desk: Desk, key: str) -> None:
    say(desk.person, "hello", "a-room")
    say(desk.person, "hello", "z-room")
    expect(desk.person.room_link("z-room")).to_be_visible()
    desk.press(key)
    expect(desk.page.locator("#room-name")).not_to_have_text(desk.room)


def walks_to_what_is_unread(desk: Desk, key: str) -> None:
    desk.page.context.request.post(
        f"{desk.person.url}/pub", data={"message": "new", "room": "unread-room"}
    )
    other = desk.page.context.browser
    assert other is not None
    stranger = other.new_context()
    fields = {"message": f"for {key}", "room": "unread-room"}
    stranger.request.post(f"{desk.person.url}/pub", data=fields)
    stranger.close()
    expect(desk.person.room_link("unread-room").locator(".badge-count")).to_be_visible()
    desk.press(key)
    expect(desk.page.locator("#room-name")).to_have_text("unread-room")


def marks_the_room(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press("Shift+F10")
    desk.page.get_by_role("menuitem", name="Unread from here").click()
    expect(desk.page.locator(".news")).to_have_count(1)
    desk.box.focus()
    desk.press(key)
    expect(desk.page.locator(".news")).to_have_count(0)


def marks_all_rooms(desk: Desk, key: str) -> None:
    desk.press(key)
    expect(desk.page.locator("#undoing")).to_contain_text("All rooms are marked as read.")


def closes(desk: Desk, key: str) -> None:
    desk.press("Control+k", key)
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    expect(desk.box).to_be_focused()


def sends(desk: Desk, key: str) -> None:
    desk.box.fill("by a key")
    desk.press(key)
    expect(desk.person.stored().last).to_have_text("by a key")


def breaks_the_line(desk: Desk, key: str) -> None:
    desk.box.fill("one")
    desk.press(key)
    expect(desk.box).to_have_value("one\n")


def edits_the_last(desk: Desk, key: str) -> None:
    desk.box.fill("")
    desk.press(key)
    expect(desk.box).to_have_value(f"last {FOUND}")


def turns_the_page(desk: Desk, key: str) -> None:
    say(desk.person, "\n".join(map(str, range(15))), desk.room)
    for number in range(20):
        say(desk.person, f"{number}\nand\non", desk.room)
    expect(desk.person.row("19\nand").first).to_be_visible()
    top = "document.getElementById('conversation').scrollTop"
    desk.box.focus()
    if key == "PageDown":
        desk.page.evaluate(f"{top} = 300")
    before = int(desk.page.evaluate(top))
    desk.press(key)
    further = 1 if key == "PageDown" else -1
    eventually(desk.page, lambda: (desk.page.evaluate(top) - before) * further > 100)


def walks(desk: Desk, key: str) -> None:
    desk.choose(-2 if key == "ArrowDown" else -1)
    desk.press(key)
    expect(desk.message(-1 if key == "ArrowDown" else -2)).to_be_focused()


def opens_the_menu(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.get_by_role("menuitem", name="Reply")).to_be_focused()


def replies(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.locator("#replying")).to_contain_text(f"last {FOUND}")


def reacts(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.get_by_role("dialog", name="Choose an emoji")).to_be_visible()


def edits(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.locator("#editing")).to_contain_text(f"last {FOUND}")


def copies(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.locator("#composer-note")).to_have_text("Copied")


def is_unread(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.page.locator(".news")).to_have_count(1)


def removes(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.message()).to_contain_text("Removed by who said it")


def leaves(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press(key)
    expect(desk.box).to_be_focused()


def walks_in_what_was_found(desk: Desk, key: str) -> None:
    links = desk.search()
    desk.press("ArrowDown")
    if key == "ArrowUp":
        desk.press("ArrowDown")
    desk.press(key)
    expect(links.nth(0 if key == "ArrowUp" else 1)).to_be_focused()


def goes_to_an_end(desk: Desk, key: str) -> None:
    links = desk.search()
    desk.press("ArrowDown", *(["ArrowDown"] if key == "Home" else []), key)
    expect(links.nth(0 if key == "Home" else 1)).to_be_focused()


def opens_what_was_found(desk: Desk, key: str) -> None:
    desk.search()
    desk.press("ArrowDown", key)
    expect(desk.message()).to_be_focused()


def has_no_next_mention(desk: Desk, key: str) -> None:
    desk.press(key)
    note = desk.page.locator("#composer-note")
    expect(note).to_have_text("You have read all that names you.")


def goes_on_to_a_control(desk: Desk, key: str) -> None:
    desk.box.focus()
    desk.press(key)
    expect(desk.box).not_to_be_focused()


def goes_on_to_the_message(desk: Desk, key: str) -> None:
    desk.page.locator("#nick").focus()
    desk.press(key)
    expect(desk.box).to_be_focused()


def chosen_offer(desk: Desk) -> Locator:
    """Something is offered in the box; which is chosen."""
    desk.box.fill("")
    desk.box.press_sequentially(":face")
    expect(desk.page.locator("#offers [role=option]").first).to_be_visible()
    return desk.page.locator("#offers [aria-selected=true]")


def chooses_an_offer(desk: Desk, key: str) -> None:
    chosen = chosen_offer(desk)
    expect(chosen).to_have_count(0)
    desk.press(key)
    expect(chosen).to_have_count(1)
    desk.press("Escape")


def takes_the_first_offer(desk: Desk, key: str) -> None:
    chosen_offer(desk)
    desk.press(key)
    expect(desk.box).to_have_value(re.compile(r"^[^:]+ $"))


def takes_the_chosen_offer(desk: Desk, key: str) -> None:
    chosen_offer(desk)
    desk.press("ArrowDown", key)
    expect(desk.box).to_have_value(re.compile(r"^[^:]+ $"))


def goes_to_a_name(desk: Desk, key: str) -> None:
    desk.page.locator("#conversation").focus()
    desk.press(key)
    expect(desk.page.locator("#conversation .who:focus")).to_have_count(1)
    desk.press(key)
    expect(desk.page.locator("#profile")).to_be_visible()


def shows_a_spoiler(desk: Desk, key: str) -> None:
    say(desk.person, f"||hidden from {key}||", desk.room)
    spoiler = desk.page.locator(".spoiler[role=button]")
    spoiler.focus()
    desk.press(key)
    expect(spoiler).to_have_count(0)


def walks_in_a_list(desk: Desk, key: str) -> None:
    desk.press("Control+k", key)
    options = desk.page.locator("#palette [role=option]")
    at = 1 if key == "ArrowDown" else options.count() - 1
    expect(options.nth(at)).to_have_attribute("aria-selected", "true")


def walks_aside(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press("+")
    expect(desk.page.locator("#picker input")).to_be_focused()
    desk.press("ArrowDown", *(["ArrowRight"] if key == "ArrowLeft" else []))
    now = desk.page.locator(".picker-emoji:focus")
    before = now.get_attribute("data-emoji")
    desk.press(key)
    expect(now).not_to_have_attribute("data-emoji", before or "")


def goes_to_an_end_of_a_list(desk: Desk, key: str) -> None:
    desk.choose()
    desk.press("Shift+F10", "ArrowDown", key)
    lines = desk.page.locator("#message-menu [role=menuitem]")
    expect(lines.first if key == "Home" else lines.last).to_be_focused()


def asks_what_one_hears_of_a_room(desk: Desk, key: str) -> None:
    desk.person.room_link(desk.room).focus()
    desk.press(key)
    expect(desk.page.locator("#room-levels")).to_be_visible()


def takes_from_a_list(desk: Desk, key: str) -> None:
    desk.press("Control+k")
    desk.page.keyboard.type("lobby")
    desk.press(key)
    expect(desk.page.locator("#room-name")).to_have_text("lobby")


CHECKS: Final[dict[str, Callable[[Desk, str], None]]] = {
    "keys": shows_keys,
    "go": goes,
    "search": searches,
    "here": tells_who_is_here,
    "rooms.walk": walks_from_room_to_room,
    "rooms.unread": walks_to_what_is_unread,
    "close": closes,
    "read.room": marks_the_room,
    "read.all": marks_all_rooms,
    "box.return": sends,
    "box.send": sends,
    "box.break": breaks_the_line,
    "box.last": edits_the_last,
    "box.page": turns_the_page,
    "message.walk": walks,
    "message.menu": opens_the_menu,
    "message.reply": replies,
    "message.react": reacts,
    "message.edit": edits,
    "message.copy": copies,
    "message.unread": is_unread,
    "message.remove": removes,
    "message.leave": leaves,
    "found.walk": walks_in_what_was_found,
    "found.ends": goes_to_an_end,
    "found.open": opens_what_was_found,
}
"""What each key that is listed does."""

FURTHER: Final[dict[str, Callable[[Desk, str], None]]] = {
    "mentions.next": has_no_next_mention,
    "tab": goes_on_to_a_control,
    "name.return": goes_on_to_the_message,
    "offers.walk": chooses_an_offer,
    "offers.take": takes_the_first_offer,
    "offers.chosen": takes_the_chosen_offer,
    "message.name": goes_to_a_name,
    "list.walk": walks_in_a_list,
    "list.aside": walks_aside,
    "list.ends": goes_to_an_end_of_a_list,
    "list.menu": asks_what_one_hears_of_a_room,
    "message.spoiler": shows_a_spoiler,
    "list.take": takes_from_a_list,
}
"""The same, of keys that are tried one after another at one desk, the last one in another room."""

SIGNS: Final = {
    "Ctrl": "Control",
    "Return": "Enter",
    "Esc": "Escape",
    "Del": "Delete",
    "Menu key": "ContextMenu",
    "↑": "ArrowUp",
    "↓": "ArrowDown",
    "Page ↑": "PageUp",
    "Page ↓": "PageDown",
    "←": "ArrowLeft",
    "→": "ArrowRight",
}
"""What is written on keys, as Playwright knows them."""


def listed(page: Page) -> dict[str, list[str]]:
    """The keys that the sheet lists, each by what heeds it."""
    page.keyboard.press("Control+/")
    expect(page.locator("#keys")).to_be_visible()
    found = page.locator(".keys-line").evaluate_all(
        """(lines) => lines.map((line) => [line.dataset.key, [...line.querySelectorAll('kbd')]
          .map(({ previousSibling, textContent }) => [previousSibling?.data, textContent])])"""
    )
    page.keyboard.press("Escape")
    return {name: [*_together(signs)] for name, signs in found}


def _together(signs: list[tuple[str | None, str]]) -> Iterator[str]:
    held: list[str] = []
    for before, sign in [*signs, ("", "")]:
        if before != "+" and held:
            yield "+".join(held)
            held = []
        held.append(SIGNS.get(sign, sign.lower() if len(sign) == 1 else sign))


def test_the_sheet_lists_keys_that_are_tried_here(desk: Desk) -> None:
    assert set(listed(desk.page)) == {*CHECKS, *FURTHER}


def test_each_key_of_what_is_open_does_what_the_sheet_says(desk: Desk) -> None:
    keys = listed(desk.page)
    for name, check in FURTHER.items():
        for key in keys[name]:
            check(desk, key)
            while desk.page.locator("dialog[open]").count():
                desk.press("Escape")
            desk.box.fill("")
            desk.box.focus()


def test_nothing_takes_a_key_that_the_sheet_does_not_list(desk: Desk) -> None:
    """Wherever the focus is: in the box, on a message, in what is open."""
    known = {_plain(key) for every in listed(desk.page).values() for key in every}
    untaken = [
        (key, code, held)
        for key, code in _keyboard()
        for held in _held()
        if _plain("+".join([*held, key])) not in known
    ]
    assert len(untaken) > 400

    def nothing_is_taken() -> None:
        for held in _held():
            keys = [(key, code) for key, code, other in untaken if other == held]
            names = [name.lower().replace("control", "ctrl") for name in held]
            assert desk.page.evaluate(UNTAKEN, [keys, [names]]) == []

    nothing_is_taken()
    desk.box.press_sequentially(":face")
    expect(desk.page.locator("#offers [role=option]").first).to_be_visible()
    nothing_is_taken()
    desk.box.fill("")
    for way in (["Shift+F10"], ["+"], []):
        desk.choose()
        desk.press(*way)
        nothing_is_taken()
        desk.press("Escape")
    desk.page.locator("#conversation").focus()
    nothing_is_taken()
    desk.person.room_link(desk.room).focus()
    nothing_is_taken()
    for opens in ("Control+k", "Control+/", "Alt+w", "Control+f"):
        desk.press(opens)
        nothing_is_taken()
        desk.press("Escape")


def _keyboard() -> Iterator[tuple[str, str]]:
    """Keys by what they write, or are called, and by where they are."""
    for letter in "abcdefghijklmnopqrstuvwxyz":
        yield letter, f"Key{letter.upper()}"
    for sign in "0123456789.,-#*'^<>!\"§$%&()=;:_":
        yield sign, ""
    named = "Enter Tab Escape Backspace Delete Insert Home End PageUp PageDown ArrowUp ArrowDown"
    for name in (*named.split(), "ArrowLeft", "ArrowRight", "ContextMenu", "Pause", "Help"):
        yield name, name
    for number in range(1, 13):
        yield f"F{number}", f"F{number}"


def _held() -> list[tuple[str, ...]]:
    names = ("Control", "Alt", "Shift")
    return [held for count in range(4) for held in combinations(names, count)]


def _plain(key: str) -> frozenset[str]:
    return frozenset(one.lower() for one in re.split(r"(?<=.)\+", key) if one)


def test_nothing_but_the_table_knows_a_key() -> None:
    scripts = ROOT / "ui" / "js"
    others = [
        f"{path.relative_to(scripts)}: {found[0]}"
        for path in sorted(scripts.rglob("*.js"))
        if path.relative_to(scripts).as_posix() not in MAY_KNOW
        for found in KNOWS_A_KEY.finditer(path.read_text("utf-8"))
    ]
    assert others == []


@pytest.mark.parametrize("name", CHECKS)
def test_each_key_does_what_the_sheet_says(desk: Desk, name: str) -> None:
    for at, key in enumerate(listed(desk.page)[name]):
        if at:
            desk.page.goto("about:blank")
            desk.person.enter(desk.room)
            desk.box.fill("")
        CHECKS[name](desk, key)


def test_no_key_acts_while_characters_are_composed(desk: Desk) -> None:
    keys = [key for every in listed(desk.page).values() for key in every]
    assert len(keys) > 20
    url = desk.page.url

    def untouched(words: str) -> None:
        opened = desk.page.locator("dialog[open], .strip:not([hidden]), #search:not([hidden])")
        expect(opened).to_have_count(0)
        expect(desk.page.locator("#here")).to_be_hidden()
        expect(desk.box).to_have_value(words)
        expect(desk.person.stored()).to_have_text([f"first {FOUND}", f"last {FOUND}"])
        assert desk.page.url == url

    for words in ("", "に"):
        desk.box.fill(words)
        desk.box.focus()
        compose(desk.page, keys)
        expect(desk.box).to_be_focused()
        untouched(words)
    desk.choose()
    compose(desk.page, keys)
    expect(desk.message()).to_be_focused()
    untouched("に")


def compose(page: Page, keys: list[str]) -> None:
    for key in keys:
        *held, last = [one for one in re.split(r"(?<=.)\+", key) if one]
        more = {f"{one[:5].lower().replace('contr', 'ctrl')}Key": True for one in held}
        page.evaluate(COMPOSED, [last.replace("Space", " "), more])


def test_return_does_what_one_chose_also_on_a_phone(folk: People) -> None:
    ada = folk("Ada", "return", **PHONE)
    page, box = ada.page, ada.page.locator("#message")
    box.fill("one")
    box.press("Enter")
    expect(box).to_have_value("one\n")
    assert box.get_attribute("enterkeyhint") == "enter"
    page.locator("#drawer-open").click()
    page.locator(".keys-open-side").click()
    sheet = page.get_by_role("dialog", name="All keys and commands")
    line = sheet.locator('[data-key="box.return"]')
    expect(line).to_have_text("ReturnBreak the line")
    choice = sheet.get_by_role("switch", name="Return sends the message")
    expect(choice).not_to_be_checked()
    choice.check()
    expect(line).to_contain_text("Send")
    expect(choice).to_be_focused()
    page.keyboard.press("Escape")
    assert box.get_attribute("enterkeyhint") == "send"
    box.fill("two")
    box.press("Enter")
    expect(ada.stored()).to_have_text(["two"])

    bob = folk("Bob", "return")  # At a desk, the other way.
    hint = bob.page.locator("#keys-hint")
    expect(hint).to_have_text("Return sends, Shift+Return breaks the line")
    bob.page.locator("#message").focus()
    bob.page.get_by_role("button", name="All keys").last.click()
    bob.page.get_by_role("switch", name="Return sends the message").uncheck()
    bob.page.keyboard.press("Escape")
    expect(hint).to_have_text("Ctrl+Return sends, Return breaks the line")
    bob.page.locator("#message").fill("one")
    bob.page.locator("#message").press("Enter")
    expect(bob.page.locator("#message")).to_have_value("one\n")
    bob.page.reload()
    expect(hint).to_have_text("Ctrl+Return sends, Return breaks the line")


def test_a_question_mark_is_written_where_one_writes(desk: Desk) -> None:
    desk.page.keyboard.type("why?")
    expect(desk.box).to_have_value("why?")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
