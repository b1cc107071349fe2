"""A conversation of thousands: to its first message, to any day, and back, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import HIDE, People, Person, box_of, eventually
from tests.feed.logs import make_conversation
from tests.running import RunningServer

MESSAGES = 5_400
"""More than the page once went back."""

MOST_ROWS = 300
MOST_LOADED = 2_000

TRUNCATED = {"messages": [], "cursor": "1", "truncated": True}

TO_THE_TOP = """async () => {
  const root = document.querySelector('#conversation');
  let most = 0;
  for (let ids = []; ids[0] !== 1;) {
    root.scrollTop = 0;
    await new Promise((shown) => requestAnimationFrame(shown));
    ids = [...root.querySelectorAll('.rows .row')].map((row) => Number(row.dataset.id));
    if (ids.some((id, at) => id !== ids[0] + at)) throw new Error('there is a gap');
    most = Math.max(most, ids.length);
  }
  return most;
}"""

DOWN_UNTIL_ASKED = """async () => {
  const root = document.querySelector('#conversation');
  const asked = () => performance.getEntriesByType('resource')
    .some(({ name }) => name.includes('after='));
  performance.clearResourceTimings();  // 250 are kept, and what comes after them is not told.
  while (!asked()) {
    root.scrollTop = root.scrollHeight;
    await new Promise((shown) => requestAnimationFrame(shown));
  }
}"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A chat in which somebody said something every ten minutes since the first of 2024."""
    data = tmp_path_factory.mktemp("old") / "data"
    data.mkdir()
    make_conversation(data / "chat.db", MESSAGES)
    with RunningServer(data) as running:
        yield running


@pytest.fixture
def reader(browser: Browser, old: RunningServer) -> Iterator[Person]:
    people = People(browser, old.url)
    yield people("Reader", timezone_id="UTC", locale="en-GB")
    people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []


def conversation(person: Person) -> Locator:
    return person.page.locator("#conversation")


def numbers(person: Person) -> list[int]:
    return [int(text.removeprefix("number ")) for text in person.stored().all_text_contents()]


def scroll_to(person: Person, top: int) -> None:
    conversation(person).evaluate("(node, top) => { node.scrollTop = top; }", top)


def fill(person: Person) -> None:
    """Scroll up until as many rows are rendered as may be."""

    def full() -> bool:
        scroll_to(person, 0)
        return person.page.locator(".rows .row").count() == MOST_ROWS

    eventually(person.page, full, seconds=60)


def open_dates(person: Person) -> None:
    scroll_to(person, 0)
    person.page.locator(".day-open").click()


def test_scrolling_up_goes_to_the_first_message_of_all(reader: Person) -> None:
    most = reader.page.evaluate(TO_THE_TOP)
    assert numbers(reader)[0] == 1
    expect(reader.page.locator(".beginning")).to_have_text("This is the beginning of lobby.")
    assert most <= MOST_ROWS
    # What lies at the other end was let go: from here down it is asked for again.
    with reader.page.expect_request(re.compile("after=")) as asked:
        reader.page.evaluate(DOWN_UNTIL_ASKED)
    assert int(asked.value.url.rpartition("after=")[2].split("&")[0]) < MOST_LOADED + 500
    reader.page.locator("#newer").click()
    expect(reader.row(f"number {MESSAGES}")).to_be_in_viewport()


def test_one_jumps_to_a_day_and_reads_on_from_there_in_both_directions(reader: Person) -> None:
    open_dates(reader)
    reader.page.get_by_label("Go to the messages of").fill("2024-01-20")
    reader.page.get_by_role("button", name="Go", exact=True).click()
    first = 19 * 144  # the first one at or after midnight
    row = reader.page.locator(f'.row[data-id="{first}"]')
    expect(row.locator(".day")).to_have_text(re.compile("20 January 2024"))
    expect(row).to_be_in_viewport()
    window = box_of(conversation(reader))
    eventually(
        reader.page,
        lambda: 0.1 < (box_of(row)["y"] - window["y"]) / window["height"] < 0.4,
    )
    for top, seen in ((0, first - 150), (10**7, first + 150)):

        def reached(top: int = top, seen: int = seen) -> bool:
            scroll_to(reader, top)
            shown = numbers(reader)
            assert shown == list(range(shown[0], shown[0] + len(shown)))
            return seen in shown

        eventually(reader.page, reached, seconds=60)


def test_from_far_back_there_is_a_way_to_the_first_and_to_the_newest_message(
    reader: Person, old: RunningServer
) -> None:
    open_dates(reader)
    reader.page.get_by_role("button", name="First message").click()
    expect(reader.row("number 1").first).to_be_in_viewport()
    old.post("news", room="lobby")
    newer = reader.page.locator("#newer")
    expect(newer).to_have_text("1 new message")
    expect(reader.row("news")).to_have_count(0)
    newer.click()
    expect(reader.row("news")).to_be_in_viewport()
    reader.write("an answer")
    expect(reader.stored().last).to_have_text("an answer")


def test_what_is_written_far_back_is_seen_where_it_stands(reader: Person) -> None:
    open_dates(reader)
    reader.page.get_by_role("button", name="First message").click()
    expect(reader.row("number 1").first).to_be_in_viewport()
    reader.write("from long ago")
    expect(reader.row("from long ago")).to_be_in_viewport()


def test_the_dates_close_as_they_opened_and_with_the_room(reader: Person) -> None:
    page, form = reader.page, reader.page.locator("#day-form")
    open_dates(reader)
    expect(page.get_by_label("Go to the messages of")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".day-open")).to_be_focused()
    page.keyboard.press("Enter")
    page.route(re.compile("limit=1(&|$)"), lambda _: None)  # no answer comes
    page.get_by_role("button", name="Go", exact=True).click()
    expect(form).to_have_attribute("aria-busy", "true")
    page.evaluate("location.hash = '#other'")
    expect(form).to_be_hidden()
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("location.hash = '#lobby'")
    expect(reader.row(f"number {MESSAGES}").first).to_be_in_viewport()
    open_dates(reader)
    expect(form).to_have_attribute("aria-busy", "false")


def test_a_day_that_is_yet_to_come_is_said_to_be_one(reader: Person) -> None:
    open_dates(reader)
    day = reader.page.get_by_label("Go to the messages of")
    day.press_sequentially("12312999")
    expect(day).to_have_value("2999-12-31")
    reader.page.get_by_role("button", name="Go", exact=True).click()
    expect(reader.page.locator("#day-form .problem")).to_have_text(
        "That day is yet to come. Choose an earlier one."
    )
    expect(reader.page.locator("#day-form")).to_be_visible()


def test_one_jumps_to_a_day_while_the_chat_learns_anew_what_there_is(reader: Person) -> None:
    page = reader.page
    page.route("**/rooms", lambda route: route.abort())
    page.route("**/sub?*", lambda route: route.fulfill(json=TRUNCATED))
    reader.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    reader.context.set_offline(False)
    page.wait_for_event("requestfailed", lambda request: request.url.endswith("/rooms"))
    open_dates(reader)
    page.get_by_label("Go to the messages of").fill("2024-01-20")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.locator(f'.row[data-id="{19 * 144}"]')).to_be_in_viewport()


def test_what_is_loaded_stays_until_what_takes_its_place_has_come(reader: Person) -> None:
    page = reader.page
    open_dates(reader)
    page.get_by_role("button", name="First message").click()
    first = reader.row("number 1").first
    expect(first).to_be_in_viewport()
    reader.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    newer = page.locator("#newer")
    newer.click()
    expect(newer).to_have_text("Loading messages…")
    expect(first).to_be_in_viewport()
    reader.write("from far back")
    expect(first).to_be_in_viewport()
    page.evaluate("location.hash = '#other'")
    expect(reader.stored()).to_have_count(0)
    page.evaluate("location.hash = '#lobby'")
    expect(first).to_be_in_viewport()
    reader.context.set_offline(False)
    expect(reader.row("from far back")).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_nothing_of_another_log_stays_though_learning_of_the_new_one_took_two_tries(
    reader: Person,
) -> None:
    page = reader.page
    open_dates(reader)
    page.get_by_role("button", name="First message").click()
    first = reader.row("number 1").first
    expect(first).to_be_in_viewport()
    another = {"log": "0" * 32}
    page.route("**/about", lambda route: route.fulfill(json=route.fetch().json() | another))
    page.route("**/rooms", lambda route: route.abort(), times=1)
    page.route("**/sub?*", lambda route: route.fulfill(json=TRUNCATED), times=1)
    reader.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    reader.context.set_offline(False)
    expect(first).to_have_count(0)
    expect(reader.row(f"number {MESSAGES}").first).to_be_in_viewport()


def test_what_is_being_written_stays_whatever_another_tab_writes(reader: Person) -> None:
    open_dates(reader)
    reader.page.get_by_role("button", name="First message").click()
    expect(reader.row("number 1").first).to_be_in_viewport()
    reader.page.locator("#message").fill("a long text")
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    other.locator("#message").fill("another")
    reader.page.locator("#newer").click()
    expect(reader.row("number 1").first).not_to_be_in_viewport()
    expect(reader.page.locator("#message")).to_have_value("a long text")


def test_what_comes_while_nobody_looks_is_shown_though_the_page_is_full(
    reader: Person, old: RunningServer
) -> None:
    last = reader.page.locator(".rows .row").last.get_attribute("data-id")
    seen = reader.page.locator(f'.row[data-id="{last}"]')
    fill(reader)

    def at_the_end() -> bool:
        scroll_to(reader, 10**7)
        return reader.page.locator(f'.row[data-id="{last}"]:last-child').count() > 0

    eventually(reader.page, at_the_end)
    scroll_to(reader, 10**7)
    expect(seen).to_be_in_viewport()
    reader.page.evaluate(HIDE, "hidden")
    old.post("while nobody looked", room="lobby")
    row = reader.row("while nobody looked")
    expect(row.locator(".news")).to_be_in_viewport()
    expect(seen).to_be_in_viewport()
    assert reader.page.locator(".rows .row").count() == MOST_ROWS


def test_paper_has_all_that_is_loaded_and_nothing_around_it(reader: Person) -> None:
    last = reader.page.locator(".rows .row").last.get_attribute("data-id")

    def more_is_loaded_than_shown() -> bool:
        scroll_to(reader, 0)
        return reader.page.locator(f'.row[data-id="{last}"]').count() == 0

    eventually(reader.page, more_is_loaded_than_shown, seconds=60)
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    rows = reader.page.locator(".rows .row")
    assert rows.count() > MOST_ROWS
    for part in ("#sidebar", "#chatform", "#newer", "#dates", "#connection"):
        expect(reader.page.locator(part)).to_be_hidden()
    heights = conversation(reader).evaluate("(node) => [node.scrollHeight, node.clientHeight]")
    assert heights[0] == heights[1]
    assert reader.page.locator(".row").first.is_visible()
    reader.page.emulate_media(media="screen")
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows.count() == MOST_ROWS
