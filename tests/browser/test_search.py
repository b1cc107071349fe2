"""Searching on the page: what was found is told, leads to where it was said, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Request, Route, expect

from tests.browser.hostile import HOSTILE
from tests.browser.people import People, Person, eventually
from tests.browser.test_changes import act, history, say
from tests.looks.story import Line, put
from tests.running import RunningServer

KEY: Final = "🔑🔑 Der Schlüssel liegt im Café"

MANY: Final = 70
"""Messages between those that are looked for: more than a page of a room, or of answers."""

SHED: Final = ["the ||butler|| did it", *HOSTILE, "👩‍🚀 up", f"{'x' * 900} needle {'y' * 900}"]

PRESS: Final = """(isComposing) => {
  const more = { bubbles: true, cancelable: true, ctrlKey: true, isComposing };
  const event = new KeyboardEvent('keydown', { key: 'f', code: 'KeyF', ...more });
  return !document.activeElement.dispatchEvent(event);
}"""
"""Whether the page keeps a key from the browser."""

ESCAPE_TWICE: Final = """() => [1, 2].forEach(() => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })))"""
"""Faster than anything can come of the first."""


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One in which much was said before it was begun."""
    data = tmp_path_factory.mktemp("search") / "data"
    data.mkdir()
    numbers = [Line(50, "Ada", f"shed {number}") for number in range(MANY)]
    put(data / "chat.db", "hall", Line(60, "Ada", KEY), *numbers)
    put(data / "chat.db", "yard", Line(40, "Ada", "Schlussel and schlüssel"))
    put(data / "chat.db", "shed", *(Line(30, "Ada", f"shed {text}") for text in SHED))
    with RunningServer(data) as running:
        yield running


def field(person: Person) -> Locator:
    return person.page.locator("#search-words")


def found(person: Person) -> Locator:
    return person.page.locator(".found .bubble")


def marks(person: Person) -> list[str]:
    return person.page.locator(".found mark").all_inner_texts()


def indexed(person: Person, words: str, count: int) -> None:
    """The index is a moment behind the log."""
    eventually(
        person.page,
        lambda: len(act(person, "GET", f"/search?q={quote(words)}")["messages"]) == count,
    )


def test_what_is_found_leads_to_where_it_was_said_and_back(folk: People) -> None:
    ada = folk("Ada")
    mine = say(ada, "Schlussel, mine", "yard")
    indexed(ada, "schlussel", 3)
    key = history(ada, "hall")[0]["id"]
    bob = folk("Bob")
    page = bob.page
    badge = bob.room_link("hall").locator(".badge-count")
    act(ada, "POST", "/pub", nick="Ada", message="unread", room="hall")
    expect(badge).to_have_text("1")

    page.locator("#message").fill("half a sent")
    assert not page.evaluate(PRESS, True)
    page.keyboard.press("Control+f")
    expect(field(bob)).to_be_focused()
    assert not page.evaluate(PRESS, False)  # the browser's own
    expect(page.locator("#message")).to_be_hidden()
    page.keyboard.type("SCHLUSSEL")
    expect(page.locator(".search-note")).to_have_text("Nothing found for “SCHLUSSEL” in lobby")
    page.get_by_role("button", name="Look everywhere").click()
    expect(found(bob)).to_have_text(["Schlussel, mine", "Schlussel and schlüssel", KEY])
    expect(page.locator(".found-room")).to_have_text(["#yard", "#yard", "#hall"])
    expect(page.locator(".found .day").first).to_have_text("Today")
    assert marks(bob) == ["Schlussel", "Schlussel", "schlüssel", "Schlüssel"]
    assert page.url == f"{bob.url}/#lobby/?q=SCHLUSSEL&in=all"
    for key_name in ("ArrowDown", "End", "ArrowDown"):
        page.keyboard.press(key_name)
    expect(page.locator(".found-link").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#room-name")).to_have_text("hall")
    message = page.locator(f'#conversation .row[data-id="{key}"] > .message')
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()
    expect(page.locator("#search")).to_be_hidden()
    expect(badge).to_have_text("1")

    go_back_and_forward(bob)
    expect(badge).to_be_hidden()
    go_on_by_writing(ada, bob, mine)
    say(ada, f"look: {bob.url}/#lobby/?q={quote('schlüssel')}&in=all")
    ada.row("look:").get_by_role("link").click()
    expect(found(ada)).to_have_count(3)
    ignore_and_heed_again(bob)
    act(ada, "DELETE", f"/messages/{mine}")
    expect(found(ada).first).to_have_text("Removed by who said it")


def go_on_by_writing(ada: Person, bob: Person, message: int) -> None:
    """In a room where nothing can be scrolled."""
    badge = bob.room_link("yard").locator(".badge-count")
    act(ada, "POST", "/pub", nick="Ada", message="unread, too", room="yard")
    expect(badge).to_be_visible()
    bob.page.evaluate("(hash) => { location.hash = hash; }", f"#yard/{message}")
    expect(bob.row("unread, too")).to_be_in_viewport()
    expect(badge).to_be_visible()
    bob.page.locator("#message").press("x")
    expect(badge).to_be_hidden()


def ignore_and_heed_again(bob: Person) -> None:
    """Whose words were found."""
    page, first = bob.page, found(bob).first
    page.evaluate("(hash) => { location.hash = hash; }", "#lobby/?q=SCHLUSSEL&in=all")
    expect(first).to_have_text("Schlussel, mine")
    page.keyboard.press("Alt+w")
    page.locator("#here").get_by_role("button", name="Ada").click()
    card = page.get_by_role("dialog", name="Ada")
    card.get_by_role("button", name="Ignore").press("Enter")
    expect(first).to_have_text("folded away")
    card.get_by_role("button", name="Stop ignoring").press("Enter")
    expect(first).to_have_text("Schlussel, mine")


def go_back_and_forward(bob: Person) -> None:
    """From where it was said to the results, out of them, and in again."""
    page = bob.page
    page.go_back()
    expect(page.locator(".found-link").last).to_be_focused()
    expect(field(bob)).to_have_value("SCHLUSSEL")
    expect(page.locator("#room-name")).to_have_text("lobby")
    page.keyboard.press("s")
    expect(field(bob)).to_have_value("SCHLUSSELs")
    page.emulate_media(media="print")
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("#conversation")).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate(ESCAPE_TWICE)
    expect(page.locator("#message")).to_be_focused()
    expect(page.locator("#message")).to_have_value("half a sent")
    assert page.url == f"{bob.url}/#lobby"
    page.go_forward()
    expect(page.locator("#search")).to_be_visible()
    bob.room_link("hall").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#search")).to_be_visible()
    bob.room_link("hall").click()
    expect(page.locator("#search")).to_be_hidden()
    expect(bob.row("unread")).to_be_visible()


def test_what_hostile_people_wrote_is_words_and_further_ones_come_by_scrolling(
    folk: People,
) -> None:
    ada = folk("Ada", "shed")
    indexed(ada, "needle", 1)
    page = ada.page
    page.get_by_role("button", name="Search").click()
    field(ada).fill("needle")
    expect(found(ada)).to_have_count(1)
    text = found(ada).inner_text()
    assert (text[0], text[-1]) == ("…", "…")
    assert len(text) < 500
    assert marks(ada) == ["needle"]
    field(ada).fill("👩")
    expect(found(ada)).to_have_text(["shed 👩‍🚀 up"])
    assert marks(ada) == ["👩‍🚀"]

    field(ada).fill("butler")
    expect(found(ada)).to_have_text(re.compile(r"^shed the [^|]+ did it$"))
    expect(found(ada)).not_to_contain_text("butler")

    page.get_by_role("radio", name="Everywhere").check()
    field(ada).fill("shed from:ada")
    note = page.locator(".search-note")
    expect(note).to_have_text(re.compile(r"The newest \d+ that were found. Scroll for more."))
    assert found(ada).count() < MANY
    eventually(page, lambda: found(ada).count() >= 2 + len(HOSTILE))
    shown = [words.removeprefix("shed ") for words in found(ada).all_inner_texts()]
    assert shown[2 : 2 + len(HOSTILE)] == HOSTILE[::-1]
    assert set(marks(ada)) == {"shed"}
    eventually(page, lambda: scrolled(ada) == MANY + len(SHED))
    expect(note).to_have_text(f"{MANY + len(SHED)} messages found")


def scrolled(person: Person) -> int:
    """How many are there at the end; more may be on their way to it."""
    rows = person.page.locator(".found .row")
    rows.last.scroll_into_view_if_needed()
    return rows.count()


def answer(*texts: str, indexed: float = 1.0) -> dict[str, Any]:
    time = "2026-01-01T00:00:00.000Z"
    return {
        "messages": [
            {"id": at, "kind": "message", "room": "lobby", "member": "a", "nick": "A", "time": time}
            | {"message": text, "marks": []}
            for at, text in enumerate(texts, 1)
        ],
        "hidden": [],
        "more": False,
        "cursor": None,
        "indexed": indexed,
    }


def words_of(request: Request) -> str:
    return parse_qs(urlsplit(request.url).query)["q"][0]


def test_one_question_is_asked_at_a_time_and_only_the_newest_answer_is_shown(folk: People) -> None:
    ada = folk("Ada")
    page = ada.page
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/search?*", hold)
    page.keyboard.press("Control+f")
    expect(field(ada)).to_be_focused()
    field(ada).fill("on")
    eventually(page, lambda: len(asked) == 1)
    page.keyboard.type("ly this")
    page.keyboard.press("Enter")  # typed to the end
    page.evaluate("() => fetch('about')")  # comes after whatever was asked before
    assert [words_of(route.request) for route in asked] == ["on"]
    asked[0].fulfill(json=answer("to the first question"))
    eventually(page, lambda: len(asked) == 2)
    expect(found(ada)).to_have_count(0)
    assert words_of(asked[1].request) == "only this"
    asked[1].fulfill(json=answer("to the second", indexed=0.425))
    expect(found(ada)).to_have_text(["to the second"])
    expect(page.locator(".search-index")).to_contain_text("42 % can be found so far")

    field(ada).fill("before:never")
    eventually(page, lambda: len(asked) == 3)
    asked[2].fallback()
    expect(page.get_by_role("alert").filter(has_text="Say the day")).to_be_visible()
    field(ada).fill("now")
    eventually(page, lambda: len(asked) == 4)
    asked[3].abort()
    expect(page.locator(".search-problem")).to_have_text("The server cannot be reached.")
    page.get_by_role("button", name="Try again").click()
    eventually(page, lambda: len(asked) == 5)
    asked[4].fulfill(json=answer("here it is"))
    expect(found(ada)).to_have_text(["here it is"])
    expect(page.locator(".search-problem")).to_be_hidden()

    field(ada).fill("tea fr")
    page.locator(".search-hint", has_text="from:").click()
    expect(field(ada)).to_have_value("tea fr from:")
    page.keyboard.type("m")
    page.locator(".search-hint", has_text="me").first.click()
    expect(field(ada)).to_have_value("tea fr from:me ")
    page.locator(".search-hint", has_text="has:").click()
    page.get_by_role("button", name="a picture").click()
    expect(field(ada)).to_have_value("tea fr from:me has:image ")
