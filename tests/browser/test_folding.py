"""Long messages are folded, and nothing else moves when one of them opens or closes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import People, Person, box_of, eventually
from tests.running import RunningServer

MESSAGES = 70
"""More than are loaded at once."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A chat in which all messages have 26 lines, with an address in the 25th."""
    with RunningServer(tmp_path_factory.mktemp("long") / "data") as running:
        for number in range(MESSAGES):
            running.post(f"long {number}\n" + "line\n" * 23 + "http://a.example/\nthe end")
        yield running


@pytest.fixture
def readers(browser: Browser, long: RunningServer) -> Iterator[People]:
    people = People(browser, long.url)
    yield people
    people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []


def button(row: Locator) -> Locator:
    return row.locator(".unfold")


def top_of(row: Locator) -> float:
    return box_of(row.locator(".bubble"))["y"]


def height_of(row: Locator) -> float:
    return box_of(row.locator(".bubble"))["height"]


def test_a_message_of_more_than_twenty_lines_is_folded(readers: People) -> None:
    row = readers("Reader").page.locator(".rows .row").last
    folded = height_of(row)
    row.get_by_role("button", name="Show all").click()
    assert height_of(row) > 1.5 * folded
    row.get_by_role("button", name="Show less").click()
    assert height_of(row) == folded


def test_who_unfolds_the_newest_message_reads_on_where_they_are(
    readers: People, long: RunningServer
) -> None:
    person = readers("Reader")
    row = person.row(f"long {MESSAGES - 1}")
    top = top_of(row)
    button(row).click()
    assert abs(top_of(row) - top) < 2
    person.page.locator("#message").click()
    for _ in range(3):
        person.page.keyboard.press("Shift+Enter")  # the box grows, so that there is less to see
    assert abs(top_of(row) - top) < 2
    newer = person.page.locator("#newer")
    long.post("news", room="lobby")
    expect(newer).to_have_text("1 new message")
    assert abs(top_of(row) - top) < 2


def test_who_folds_a_message_from_its_end_stays_there(readers: People) -> None:
    person = readers("Reader", viewport={"width": 900, "height": 420})
    row = person.row("long 60")
    row.scroll_into_view_if_needed()
    button(row).click()
    button(row).scroll_into_view_if_needed()
    assert top_of(row) < 0
    place = box_of(button(row))["y"]
    button(row).click()
    expect(button(row)).to_have_text("Show all")
    assert abs(box_of(button(row))["y"] - place) < 2


def test_what_was_unfolded_stays_so_when_older_messages_come(readers: People) -> None:
    person = readers("Reader")
    rows = person.page.locator(".rows .row")
    first = rows.first.get_attribute("data-id")
    row = person.page.locator(f'.row[data-id="{first}"]')
    button(row).dispatch_event("click")
    eventually(person.page, lambda: _further_up(person, str(first)))
    expect(button(row)).to_have_attribute("aria-expanded", "true")
    assert height_of(row) > 1.5 * height_of(rows.first)


def _further_up(person: Person, first: str) -> bool:
    person.page.locator("#conversation").evaluate("(node) => { node.scrollTop = 0; }")
    return person.page.locator(".rows .row").first.get_attribute("data-id") != first


def test_what_leads_into_the_folded_part_unfolds_it(readers: People) -> None:
    person = readers("Reader")
    row = person.row("long 66")
    button(row).scroll_into_view_if_needed()
    button(row).focus()
    person.page.keyboard.press("Shift+Tab")
    link = row.get_by_role("link")
    expect(link).to_be_focused()
    expect(button(row)).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_in_viewport(ratio=1)
    assert row.locator(".bubble").evaluate("(node) => node.scrollTop") == 0
    sought = person.row("long 65")
    sought.get_by_role("link").evaluate("(node) => node.scrollIntoView()")  # as a search does
    expect(button(sought)).to_have_attribute("aria-expanded", "true")


def test_on_a_phone_the_button_stands_below_its_message(people: People) -> None:
    person = people("Ada", viewport={"width": 390, "height": 800})
    person.write("one\n" * 25, "two\n" * 25)
    expect(person.stored()).to_have_count(2)
    for text in ("one", "two"):
        row = person.row(text)
        bubble, below = box_of(row.locator(".bubble")), box_of(button(row))
        assert below["y"] >= bubble["y"] + bubble["height"] - 1
        assert abs(below["x"] + below["width"] - bubble["x"] - bubble["width"]) < 2
