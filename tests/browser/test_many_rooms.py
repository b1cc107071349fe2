"""A list of rooms that is longer than the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import People, Person, box_of
from tests.feed.logs import make_many_rooms
from tests.running import RunningServer


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A chat of a thousand rooms."""
    data = tmp_path_factory.mktemp("crowded") / "data"
    data.mkdir()
    make_many_rooms(data / "chat.db", 1_000)
    with RunningServer(data, "--max-rooms", "2000") as running:
        yield running


@pytest.fixture
def crowd(browser: Browser, crowded: RunningServer) -> Iterator[People]:
    people = People(browser, crowded.url)
    yield people
    people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []


def test_a_first_visit_writes_and_draws_the_list_once(crowd: People) -> None:
    """Each room that was stored alone drew the whole list: 6.9 s, on a slow phone 42 s."""
    context = crowd.browser.new_context()
    crowd.contexts.append(context)
    context.add_init_script(
        """
        window.stored = 0;
        const setItem = Storage.prototype.setItem;
        Storage.prototype.setItem = function (...args) {
          window.stored += 1;
          return setItem.apply(this, args);
        };
        """
    )
    ada = crowd.tab(context)
    expect(ada.page.locator("#room-list li")).to_have_count(1_001)
    expect(ada.page.locator(".badge:visible")).to_have_count(0)
    assert ada.page.evaluate("window.stored") < 20


def test_the_current_room_is_in_view_and_what_is_unread_out_of_it_is_told_at_the_edge(
    crowd: People, crowded: RunningServer
) -> None:
    ada = crowd("Ada", room="room-0500")
    above, below = (ada.page.get_by_label(f"Unread rooms {side}") for side in ("above", "below"))
    expect(ada.room_link("room-0500")).to_be_in_viewport()
    expect(above).to_be_hidden()
    crowded.post("hello", room="room-0900")
    crowded.post("hello", room="room-0903")
    expect(below).to_be_visible()
    expect(above).to_be_hidden()
    below.click()
    expect(ada.room_link("room-0900")).to_be_in_viewport()
    expect(ada.room_link("room-0903")).to_be_in_viewport()
    expect(below).to_be_hidden()
    ada.page.evaluate("document.querySelector('#rooms').scrollTop = 10 ** 6")
    expect(above).to_be_visible()
    above.click()
    ada.room_link("room-0903").click()
    ada.room_link("room-0900").click()
    expect(above).to_be_hidden()
    expect(ada.room_link("room-0900")).to_be_in_viewport()


def test_what_the_filter_hides_is_not_told_at_the_edge(
    crowd: People, crowded: RunningServer
) -> None:
    """It was never in sight, so no change of sight is noticed; the sign lay over the sentence."""
    ada = crowd("Ada")
    below = ada.page.get_by_label("Unread rooms below")
    crowded.post("hello", room="room-0950")
    expect(below).to_be_visible()
    box = ada.page.get_by_label("Find a room")
    box.fill("nowhere")
    expect(below).to_be_hidden()
    box.fill("room-09")
    expect(below).to_be_visible()
    box.fill("room-0950")
    expect(below).to_be_hidden()
    box.fill("")
    expect(below).to_be_visible()


def test_in_a_low_window_what_is_unread_out_of_view_is_told_too(
    crowd: People, crowded: RunningServer
) -> None:
    """There the whole side scrolls, and not the list alone."""
    ada = crowd("Ada", room="room-0500", viewport={"width": 844, "height": 800})
    above, below = (ada.page.get_by_label(f"Unread rooms {side}") for side in ("above", "below"))
    ada.page.set_viewport_size({"width": 844, "height": 390})
    crowded.post("hello", room="room-0800")
    expect(below).to_be_in_viewport()
    expect(above).to_be_hidden()
    below.click()
    expect(ada.room_link("room-0800")).to_be_in_viewport()
    expect(below).to_be_hidden()
    ada.page.locator("#sidebar").evaluate("(node) => { node.scrollTop = 10 ** 6; }")
    expect(above).to_be_visible()
    ada.page.locator("#sidebar").evaluate("(node) => { node.scrollTop = 0; }")
    ada.room_link("room-0800").click()
    expect(below).to_be_hidden()


def test_what_was_looked_for_is_forgotten_where_the_field_goes(
    people: People, server: RunningServer
) -> None:
    for number in range(13):
        server.post("hello", room=f"room-{number:02}")
    ada = people("Ada", room="visited")  # the fifteenth, as long as somebody looks at it
    shown = ada.page.locator("#room-list li:visible")
    expect(shown).to_have_count(15)
    ada.page.get_by_label("Find a room").fill("room-03")
    expect(shown).to_have_count(1)
    ada.page.evaluate("location.hash = '#lobby'")
    expect(ada.page.get_by_label("Find a room")).to_be_hidden()
    expect(shown).to_have_count(14)
    expect(ada.room_link("visited")).to_have_count(0)


def test_a_room_is_found_by_letters_of_its_name(crowd: People, crowded: RunningServer) -> None:
    crowded.post("soup", room="Küche")
    ada = crowd("Ada")
    box, shown = ada.page.get_by_label("Find a room"), ada.page.locator("#room-list li:visible")
    box.fill("kuch")
    expect(shown.locator(".room-label")).to_have_text(["küche"])
    box.fill("nowhere")
    expect(shown).to_have_count(0)
    expect(ada.page.locator("#room-filter p")).to_have_text("No room has that in its name.")
    box.press("Escape")
    expect(box).to_have_value("")
    box.fill("room-00")
    box.press("Enter")
    expect(ada.page.locator("#room-name")).to_have_text("room-0001")
    expect(box).to_have_value("")


def test_where_there_are_few_rooms_nothing_is_to_be_found(people: People) -> None:
    expect(people("Ada").page.get_by_label("Find a room")).to_be_hidden()


def test_a_name_written_from_the_right_begins_where_the_others_do(
    people: People, server: RunningServer
) -> None:
    for room in ("\u0645\u0631\u062d\u0628\u0627", "kitchen"):
        server.post("hello", room=room)
    ada = people("Ada")
    labels = ada.page.locator("#room-list .room-label")
    expect(labels).to_have_count(3)
    lefts = {round(box_of(label)["x"]) for label in labels.all()}
    texts = {round(left_of(ada, at)) for at in range(3)}
    assert len(lefts) == len(texts) == 1


def left_of(person: Person, at: int) -> float:
    """Where the letters of the room's name begin."""
    left: float = (
        person.page.locator("#room-list .room-label")
        .nth(at)
        .evaluate(
            """(node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect().left;
        }"""
        )
    )
    return left
