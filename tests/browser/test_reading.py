"""Reading a long conversation: nothing moves under the reader's eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person, box_of, eventually
from tests.running import RunningServer

BELOW = "(node) => node.scrollHeight - node.clientHeight - node.scrollTop"


@pytest.fixture
def reader(people: People, server: RunningServer) -> Callable[[int], Person]:
    def arrive(messages: int) -> Person:
        for number in range(messages):
            server.post(f"number {number}")
        person = people("Reader")
        expect(person.row(f"number {messages - 1}").last).to_be_visible()
        return person

    return arrive


def conversation(person: Person) -> Locator:
    return person.page.locator("#conversation")


def below(person: Person) -> float:
    return float(conversation(person).evaluate(BELOW))


def scroll_to(person: Person, top: int) -> None:
    conversation(person).evaluate("(node, top) => { node.scrollTop = top; }", top)


def test_one_arrives_at_the_end_and_stays_there(
    reader: Callable[[int], Person], server: RunningServer
) -> None:
    person = reader(60)
    assert below(person) < 2
    server.post("line\n" * 20 + "last")
    expect(person.stored().last).to_contain_text("last")
    eventually(person.page, lambda: below(person) < 2)


def test_the_end_stays_in_view_while_the_message_box_grows_and_shrinks(
    reader: Callable[[int], Person],
) -> None:
    person = reader(60)
    box = person.page.locator("#message")
    box.click()
    for _ in range(8):
        person.page.keyboard.type("line")
        person.page.keyboard.press("Shift+Enter")
    eventually(person.page, lambda: below(person) < 2)
    person.page.set_viewport_size({"width": 900, "height": 500})
    eventually(person.page, lambda: below(person) < 2)
    box.fill("")
    eventually(person.page, lambda: below(person) < 2)
    expect(person.row("number 59")).to_be_in_viewport()


def test_scrolled_up_new_messages_are_announced_and_do_not_scroll(
    reader: Callable[[int], Person], server: RunningServer
) -> None:
    person = reader(60)
    newer = person.page.locator("#newer")
    expect(newer).to_be_hidden()
    middle = person.row("number 40")
    conversation(person).evaluate(
        "(node) => { node.scrollTop = node.scrollHeight - 2.2 * node.clientHeight; }"
    )
    before = box_of(middle)["y"]
    server.post("news 1")
    expect(newer).to_have_text("1 new message")
    server.post("news 2")
    expect(newer).to_have_text("2 new messages")
    assert abs(box_of(middle)["y"] - before) < 2
    newer.click()
    expect(newer).to_be_hidden()
    expect(person.row("news 2")).to_be_in_viewport()
    assert below(person) < 2


def test_older_messages_load_on_scrolling_up_without_a_jump(
    reader: Callable[[int], Person],
) -> None:
    person = reader(160)
    assert person.row("number 0").count() == 0
    first, before = conversation(person).evaluate("""(node) => {
      node.scrollTop = 200;
      const row = node.querySelector('.row');
      return [row.dataset.id, row.getBoundingClientRect().bottom];
    }""")
    rows = person.page.locator(".rows .row")
    anchor = person.page.locator(f'.row[data-id="{first}"]')
    expect(rows.first).not_to_have_attribute("data-id", first)
    box = box_of(anchor)  # its bottom, because the day line above it has gone
    assert abs(box["y"] + box["height"] - before) < 2


def test_scrolling_up_ends_at_the_beginning_of_the_room(
    reader: Callable[[int], Person], server: RunningServer
) -> None:
    person = reader(130)
    beginning = person.page.locator(".beginning")

    def at_the_beginning() -> bool:
        scroll_to(person, 0)
        return "start" in (beginning.get_attribute("class") or "")

    eventually(person.page, at_the_beginning)
    expect(beginning).to_have_text("This is the beginning of lobby.")
    assert person.stored().all_text_contents() == [entry["message"] for entry in server.log()]


def test_the_document_stays_bounded_and_the_way_back_down_misses_nothing(
    reader: Callable[[int], Person],
) -> None:
    person = reader(760)
    rows = person.page.locator(".rows .row")

    def at_the_beginning() -> bool:
        scroll_to(person, 0)
        return person.row("number 0").filter(has_text="number 0").first.is_visible()

    eventually(person.page, at_the_beginning, seconds=30)
    assert rows.count() <= 300
    bottom = rows.last.get_attribute("data-id")
    scroll_to(person, 10**6)  # the end of what is rendered, not of the room
    expect(rows.last).not_to_have_attribute("data-id", bottom)
    expect(person.page.locator(f'.row[data-id="{bottom}"]')).to_be_in_viewport()
    scroll_to(person, 0)
    eventually(person.page, at_the_beginning, seconds=30)
    seen = set()

    def at_the_end() -> bool:
        seen.update(person.stored().all_text_contents())
        conversation(person).evaluate("(node) => { node.scrollTop += node.clientHeight; }")
        return "number 759" in seen

    eventually(person.page, at_the_end, seconds=30)
    assert rows.count() <= 300
    assert seen == {f"number {number}" for number in range(760)}


def test_an_empty_room_says_what_to_do_and_where_others_join(people: People) -> None:
    person = people("Ada", room="quiet")
    welcome = person.page.locator(".beginning.welcome")
    expect(welcome).to_contain_text("Nobody has written in quiet yet")
    expect(welcome.locator(".welcome-address")).to_contain_text("http")
    person.write("hello?")
    expect(person.stored()).to_have_text(["hello?"])
    expect(welcome).to_have_count(0)


def test_times_can_be_read_by_people_and_machines(
    reader: Callable[[int], Person], server: RunningServer
) -> None:
    person = reader(1)
    time = person.row("number 0").locator(".by time")
    expect(time).to_have_attribute("datetime", server.log()[0]["time"])
    assert str(person.page.evaluate("new Date().getFullYear()")) in (
        time.get_attribute("title") or ""
    )
