"""All files of a room: listed in any order, found, saved, and the way to where they were sent."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, expect

from tests.browser.choosing import png, send
from tests.browser.people import People, Person, eventually
from tests.browser.test_changes import act, say

ROOM: Final = "shelf"

MANY: Final = 61
"""Messages with one file: with the others more than one answer of the search has."""

NAMES: Final = "(nodes) => nodes.map((node) => node.title.split(',')[0] || node.textContent)"


def panel(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Files of")


def shown(person: Person) -> list[str]:
    """What the files are called, in their order."""
    names: list[str] = panel(person).locator(".file-name, .picture").evaluate_all(NAMES)
    return names


def shows(person: Person, *names: str) -> None:
    """First of all, and where these are all, nothing else."""
    eventually(person.page, lambda: shown(person)[: len(names)] == list(names))


def has_found(person: Person, count: int) -> bool:
    """Whether the index has all of them: it is a moment behind the log."""
    query = f"q=has:file&room={ROOM}&limit=100"
    return len(act(person, "GET", f"/search?{query}")["messages"]) == count


def test_all_files_of_a_room_are_listed_in_any_order_and_lead_to_where_they_were_sent(
    folk: People,
) -> None:
    ada = folk("Ada", ROOM)
    page = ada.page
    opener = page.get_by_role("button", name="Files of this room")
    say(ada, "words alone", ROOM)
    expect(ada.row("words alone")).to_be_visible()
    expect(opener).to_be_hidden()  # There is nothing to see.

    send(ada, "plan 10.txt", b"x" * 60_000, "Bob", room=ROOM)
    send(ada, "plan 2.txt", b"two", "Ada", room=ROOM)
    send(ada, "sea.png", png(64, 48), "Bob", room=ROOM, message="our holiday")
    [file] = send(ada, "zero.bin", b"\0", "Ada", room=ROOM)["files"]
    for _ in range(MANY - 1):
        say(ada, "", ROOM, files=[file["id"]])
    eventually(page, lambda: has_found(ada, MANY + 3))

    opener.click()
    files = panel(ada).locator(".room-file")
    expect(files).to_have_count(60)
    files.last.scroll_into_view_if_needed()
    expect(files).to_have_count(MANY + 3)
    assert shown(ada)[-3:] == ["sea.png", "plan 2.txt", "plan 10.txt"]

    order = panel(ada).get_by_role("combobox")
    order.select_option("name")
    shows(ada, "plan 2.txt", "plan 10.txt", "sea.png", "zero.bin")
    order.select_option("size")
    shows(ada, "plan 10.txt", "sea.png", "plan 2.txt", "zero.bin")
    order.select_option("person")
    expect(panel(ada).locator("h3")).to_have_text(["Ada", "Bob"])
    assert shown(ada)[-2:] == ["sea.png", "plan 10.txt"]

    words = panel(ada).get_by_role("searchbox")
    words.fill("plan")
    expect(files).to_have_count(2)
    words.fill("nowhere")
    expect(panel(ada).get_by_text("No file found for “nowhere”")).to_be_visible()
    words.fill("holiday")  # What was said with it.
    expect(files).to_have_count(1)
    picture = panel(ada).get_by_role("link", name="Open sea.png, Bob, Today")
    picture.press("Enter")
    expect(page.locator("#viewer .viewer-name")).to_have_text("sea.png")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(picture).to_be_focused()
    words.fill("plan 2")
    expect(files).to_have_count(1)
    with page.expect_download() as download:
        files.locator(".file-row").click()
    assert download.value.suggested_filename == "plan 2.txt"
    panel(ada).get_by_role("link", name="Show plan 2.txt in the conversation").click()
    expect(panel(ada)).to_be_hidden()
    expect(ada.row("plan 2.txt")).to_be_in_viewport()


def test_what_comes_while_the_files_are_looked_at_waits_and_what_is_taken_back_goes(
    folk: People,
) -> None:
    cleo, dan = folk("Cleo", "drawer"), folk("Dan", "drawer")
    send(dan, "noise.txt", b"0", "Dan", room="drawer")
    cleo.row("noise.txt").get_by_role("button", name="Dan").click()
    cleo.page.locator(".profile-ignore").click()
    cleo.page.keyboard.press("Escape")
    send(cleo, "first.txt", b"1", "Cleo", room="drawer")
    expect(cleo.row("first.txt")).to_be_visible()
    cleo.write("/files")  # Before the index has it.
    words = panel(cleo).get_by_role("searchbox")
    words.fill("first")
    shows(cleo, "first.txt")
    words.fill("")
    expect(panel(cleo)).to_have_attribute("aria-busy", "false")
    ignored = cleo.page.locator(".ignored-line")
    expect(ignored).to_have_count(1)
    send(dan, "louder.txt", b"0", "Dan", room="drawer")
    expect(ignored).to_have_count(2)
    fresh = panel(cleo).get_by_role("button", name="Show what came meanwhile")
    expect(fresh).to_be_hidden()
    later = send(cleo, "later.txt", b"2", "Cleo", room="drawer")
    expect(fresh).to_be_visible()
    assert "later.txt" not in shown(cleo)
    fresh.click()
    shows(cleo, "later.txt", "first.txt")
    expect(panel(cleo).locator(".file-row").first).to_be_focused()
    # From now on a tag tells the two apart.
    act(dan, "POST", "/pub", nick="Cleo", message="one more", room="drawer")
    expect(panel(cleo).locator(".file-state").first).to_contain_text(cleo.member[:4])
    expect(panel(cleo).locator(".file-row").first).to_be_focused()
    act(cleo, "DELETE", f"/messages/{later['id']}")
    shows(cleo, "first.txt")
    cleo.page.keyboard.press("Escape")
    cleo.page.keyboard.press("Control+f")
    cleo.page.get_by_role("search").get_by_role("button", name="Files of this room").click()
    expect(panel(cleo)).to_be_visible()
