"""How a message looks, is told to those who cannot see it, is copied, and comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import People, Person
from tests.running import RunningServer
from tests.server.bots import bearer, make, send
from tests.server.raw import RawClient

COPIED = """(place) => {
  const copied = new DataTransfer();
  const options = { clipboardData: copied, bubbles: true, cancelable: true };
  const event = new ClipboardEvent('copy', options);
  document.querySelector(place).dispatchEvent(event);
  return [event.defaultPrevented, copied.getData('text/plain'), copied.getData('text/html')];
}"""

SELECT = """([from, start, to, end]) => {
  const text = (row) => document.querySelectorAll('.rows .bubble')[row].firstChild;
  window.getSelection().setBaseAndExtent(text(from), start, text(to), end);
}"""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A chat in which Ada said twelve things and Béla two."""
    with RunningServer(tmp_path_factory.mktemp("talk") / "data") as running:
        for number in range(12):
            running.post(f"number {number}")
        running.post("<b>bold</b> & more", nick="Béla")
        running.post("line\n" * 20 + "the last line", nick="Béla")
        yield running


@pytest.fixture
def readers(browser: Browser, talk: RunningServer) -> Iterator[People]:
    people = People(browser, talk.url)
    yield people
    people.leave()
    assert [trouble for person in people.everybody for trouble in person.trouble] == []


def test_what_a_bot_says_is_told_from_what_people_say(
    browser: Browser, server: RunningServer
) -> None:
    secret = bearer(make(server, "printer")["secret"])
    server.post("out of paper? I have some")
    with RawClient(server.port) as client:
        assert send(client, "/pub", {"message": "out of paper"}, secret).status == 200
    people = People(browser, server.url)
    try:
        person = people("Reader")
        expect(person.stored()).to_have_count(2)
        expect(person.page.locator(".bot")).to_have_count(1)
        said = person.page.get_by_role("article", name="printer, a bot,")
        expect(said).to_contain_text("out of paper")
        expect(said.locator(".bot")).to_have_text("bot")
    finally:
        people.leave()


def time_of(person: Person, text: str) -> Locator:
    return person.row(text).locator(".by time")


def introduced(person: Person) -> list[str]:
    return person.page.locator(".row:not(.follows) .bubble").all_text_contents()


def test_who_goes_on_is_introduced_again_after_ten_messages(readers: People) -> None:
    person = readers("Reader")
    expect(person.stored()).to_have_count(14)
    assert introduced(person) == ["number 0", "number 10", "<b>bold</b> & more"]


def test_who_goes_on_is_introduced_again_after_a_quarter_of_an_hour(readers: People) -> None:
    taken = readers().page.evaluate(
        """async () => {
          const { Stay } = await import('./static/js/page/conversation/stay.js');
          const at = (minutes) => ({
            kind: 'message', member: 'm', nick: 'Ada',
            time: new Date(2024, 4, 6, 12, minutes).toISOString(),
          });
          const stay = new Stay([at(0)]);
          const taken = [];
          for (let minutes = 4; minutes <= 16; minutes += 4) {
            taken.push(stay.takes([at(minutes)], at(minutes - 4)));
          }
          return [...taken, stay.takes([at(6)], at(0)), stay.takes([at(1), at(14)], at(0))];
        }"""
    )
    assert taken == [True, True, True, False, False, True]


def test_on_a_phone_a_tap_tells_the_time(readers: People) -> None:
    size = {"width": 390, "height": 800}
    person = readers("Reader", viewport=size, has_touch=True, is_mobile=True)
    told = "(node) => node.getBoundingClientRect().width > 5 && node.closest('.by').offsetWidth > 5"
    time = time_of(person, "number 5")
    assert not time.evaluate(told)
    person.row("number 5").locator(".bubble").tap()
    assert time.evaluate(told)
    expect(person.page.locator("#message")).not_to_be_focused()


def test_with_a_mouse_or_a_keyboard_the_time_is_told_where_one_is(readers: People) -> None:
    person = readers("Reader")
    by = person.row("number 5").locator(".by")
    expect(by).to_have_css("opacity", "0")
    person.row("number 5").hover()
    expect(by).to_have_css("opacity", "1")
    person.page.locator("#nick").focus()
    person.row("number 0").hover()
    expect(by).to_have_css("opacity", "0")
    for _ in ("Show all", "the conversation"):
        person.page.keyboard.press("Shift+Tab")
    expect(by).to_have_css("opacity", "1")


def test_each_message_is_an_article_by_somebody_at_some_time(readers: People) -> None:
    person = readers("Reader")
    time = time_of(person, "number 0").text_content()
    articles = person.page.get_by_role("article")
    expect(articles).to_have_count(14)
    expect(articles.first).to_have_accessible_name(f"Ada, {time}")


def test_several_messages_are_copied_with_names_and_times(readers: People) -> None:
    person = readers("Reader")
    expect(person.stored()).to_have_count(14)
    person.page.evaluate(SELECT, [10, 2, 12, 4])
    times = [time_of(person, text).text_content() for text in ("number 10", "number 11", "bold")]
    handled, plain, html = person.page.evaluate(COPIED, "#conversation")
    assert handled
    assert plain.split("\n") == [
        f"Ada {times[0]}: mber 10",
        f"Ada {times[1]}: number 11",
        f"Béla {times[2]}: <b>b",
    ]
    assert "&lt;b&gt;b</p>" in html
    assert html.count("<p") == 3
    person.page.evaluate(SELECT, [11, 0, 11, 4])
    words = person.page.evaluate(COPIED, "#conversation")
    assert words[0] is False  # the browser's own


def test_a_selection_that_begins_above_the_messages_is_copied_with_names_too(
    readers: People,
) -> None:
    person = readers("Reader")
    expect(person.stored()).to_have_count(14)
    person.page.evaluate(
        """() => {
          const text = document.querySelectorAll('.rows .bubble')[1].firstChild;
          const title = document.querySelector('#room-name').firstChild;
          window.getSelection().setBaseAndExtent(title, 0, text, 6);
        }"""
    )
    times = [time_of(person, text).first.text_content() for text in ("number 0", "number 1")]
    plain = person.page.evaluate(COPIED, "#room-name")[1]
    assert plain == f"Ada {times[0]}: number 0\nAda {times[1]}: number"
    assert person.page.evaluate(COPIED, "#message")[0] is False  # what is selected in the box


def test_one_to_three_emoji_alone_are_large(readers: People) -> None:
    texts = {
        "🎉": True,
        "👍🏽👩\u200d❤\ufe0f\u200d👨 🇸🇪": True,
        "1\ufe0f\u20e3": True,
        "🎉🎉🎉🎉": False,
        "🎉!": False,
        "3": False,
        "©": False,
    }
    large = readers().page.evaluate(
        """async (texts) => {
          const { bubble } = await import('./static/js/page/message/bubble.js');
          return texts.map((text) => bubble(text).hasClass('emoji'));
        }""",
        list(texts),
    )
    assert large == list(texts.values())


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_what_is_said_comes_in_gently_and_what_is_there_stands(
    people: People, server: RunningServer, motion: str, moves: bool
) -> None:
    server.post("there")
    ada = people("Ada", reduced_motion=motion)
    expect(ada.row("there")).to_have_css("animation-name", "none")
    server.post("coming")
    expect(ada.row("coming")).to_have_css("animation-name", "fade" if moves else "none")
    server.stop()
    ada.write("mine")
    mine = ada.page.locator(".pending")
    expect(mine).to_have_count(1)
    if not moves:
        expect(mine).to_have_css("animation-name", "none")
