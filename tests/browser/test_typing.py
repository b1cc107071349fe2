"""What is typed is never lost, wherever the focus is; and what cannot be sent is said."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People, Person, box_of
from tests.browser.test_access import PHONE
from tests.running import RunningServer

REFUSAL = {"title": "Not allowed", "description": "No."}

PICTURE = """() => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(8)], 'picture.png', { type: 'image/png' }));
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', paste));
}"""


def box(person: Person) -> Locator:
    return person.page.locator("#message")


def expect_typed(person: Person, text: str) -> None:
    """What is typed now comes into the box, which is empty then."""
    person.page.keyboard.type(text)
    expect(box(person)).to_have_value(text)
    box(person).fill("")
    person.page.evaluate("document.activeElement.blur()")


def test_after_each_click_one_can_go_on_writing(people: People, server: RunningServer) -> None:
    for number in range(60):
        server.post(f"number {number}")
    server.post("hello", room="side")
    ada = people("Ada")
    page = ada.page
    for room in ("side", "side", "lobby"):
        ada.room_link(room).click()
        expect(box(ada)).to_be_focused()
    ada.row("number 59").locator(".bubble").click()
    expect(box(ada)).to_be_focused()
    page.keyboard.press("PageUp")
    newest = page.get_by_role("button", name="Newest messages")
    page.locator("#conversation").evaluate("(node) => { node.scrollTop = 0; }")
    newest.click()
    expect(box(ada)).to_be_focused()
    expect(newest).to_be_hidden()
    page.route("**/pub", lambda route: route.fulfill(status=403, json=REFUSAL))
    ada.write("refused", "refused too")
    buttons = ada.waiting().get_by_role("button")
    for name in ("Retry", "Delete"):
        buttons.get_by_text(name).first.click()
        expect(box(ada)).to_be_focused()
        expect_typed(ada, "on")
    buttons.get_by_text("Delete").first.press("Enter")
    expect(box(ada)).to_be_focused()
    server.kill()
    page.get_by_role("button", name="Try now").click()
    expect(box(ada)).to_be_focused()


def test_a_key_that_writes_does_so_in_the_box_unless_a_control_needs_it(people: People) -> None:
    ada = people("Ada")
    page = ada.page
    for place in ("#invite-open", "#conversation", "#room-list a", "#skip"):
        page.locator(place).focus()
        expect_typed(ada, "e x")
    expect_typed(ada, "on nothing")
    for keys in ("Control+b", "Alt+b", "Meta+b", "F2", "ArrowUp", "Escape"):
        page.keyboard.press(keys)
        expect(box(ada)).not_to_be_focused()
    composing = {"key": "k", "keyCode": 229, "isComposing": True, "bubbles": True}
    page.locator("body").dispatch_event("keydown", composing)
    page.locator("#conversation").press("Space")
    expect(box(ada)).not_to_be_focused()
    page.locator("#nick").focus()
    page.keyboard.type(" L.")
    expect(page.locator("#nick")).to_have_value("Ada L.")
    page.locator("#invite-open").press("Space")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("hidden")
    page.keyboard.press("Escape")
    expect(box(ada)).to_have_value("")


def test_words_can_be_chosen_to_copy_and_pasted_anywhere(people: People) -> None:
    ada = people("Ada")
    ada.write("chosen")
    bubble = ada.stored().first
    expect(bubble).to_have_text("chosen")
    for place in (bubble, ada.page.locator("#join-address"), ada.page.locator("#room-name")):
        place.dblclick()
        assert not ada.page.evaluate("getSelection().isCollapsed")
    bubble.dblclick()
    expect(box(ada)).not_to_be_focused()
    ada.page.keyboard.press("Control+c")
    ada.page.locator("#invite-open").focus()
    ada.page.keyboard.press("Control+v")
    expect(box(ada)).to_have_value(re.compile("chosen"))
    expect(box(ada)).to_be_focused()


def test_with_fingers_return_breaks_the_line_and_nothing_opens_the_keyboard(
    people: People, server: RunningServer
) -> None:
    server.post("hello", room="side")
    ada = people("Ada", **PHONE)
    expect(box(ada)).to_have_attribute("enterkeyhint", "enter")
    box(ada).fill("first")
    box(ada).press("Enter")
    ada.page.keyboard.type("second")
    expect(box(ada)).to_have_value("first\nsecond")
    ada.page.get_by_role("button", name="Send").tap()
    expect(ada.stored()).to_have_text(["first\nsecond"])
    expect(box(ada)).to_be_focused()
    ada.page.get_by_role("button", name="Rooms", exact=True).tap()
    ada.room_link("side").tap()
    expect(ada.stored()).to_have_text(["hello"])
    ada.stored().first.tap()
    expect(box(ada)).not_to_be_focused()


def test_a_file_is_never_opened_in_place_of_the_chat(people: People, tmp_path: Path) -> None:
    ada = people("Ada")
    file = tmp_path / "holiday.html"
    file.write_text("<title>Not the chat</title>")
    chosen = ada.page.locator("#tray .file-name")
    for place in ("#conversation", "#message", "#sidebar"):
        drop(ada.page, ada.page.locator(place), file)
        expect(chosen.last).to_have_text("holiday.html")
    box(ada).fill("kept")
    ada.page.evaluate(PICTURE)
    expect(chosen).to_have_count(4)
    expect(box(ada)).to_have_value("kept")
    assert [page.url for page in ada.context.pages] == [f"{ada.url}/#lobby"]
    box(ada).press("Enter")
    expect(ada.stored()).to_have_text(["kept"])


def drop(page: Page, target: Locator, file: Path) -> None:
    """As from the desktop."""
    where = box_of(target)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    point = {"x": where["x"] + where["width"] / 2, "y": where["y"] + where["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **point, "data": data})
    devtools.detach()
