"""Windows of every size, fingers, and colours that are the system's."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person, box_of, eventually
from tests.browser.test_access import PHONE
from tests.browser.test_changes import act, say
from tests.running import RunningServer

COLOUR = "(node, pseudo) => getComputedStyle(node, pseudo).backgroundColor"
OUTLINE = "(node) => getComputedStyle(node).outlineStyle"

SMALL_TARGETS = """() => {
  const controls = document.querySelectorAll('button, a[href], input, textarea, label.switch-line');
  const met = '.by .who, .edited, .quote, .reaction, .reaction-more';
  const other = (node) => node.matches(`.bubble a, ${met}, .skip, [type=radio], [type=checkbox]`);
  return [...controls].filter((node) => node.checkVisibility() && !other(node))
    .map((node) => ({ node, ...node.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => width && Math.min(width, height) < 44)
    .map(({ node, width, height }) => `${node.outerHTML} ${width} x ${height}`);
}"""

REACH = """(node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  const [across, down] = [x + width / 2, y + height / 2];
  const meets = (at, to) => node.contains(document.elementFromPoint(across + at, down + to));
  const steps = Array.from({ length: 120 }, (_, at) => at - 60);
  return [steps.filter((at) => meets(at, 0)).length, steps.filter((to) => meets(0, to)).length];
}"""
"""How wide and high a finger meets it, which may be more than is seen of it."""

SMALL_TEXTS = """() => {
  const typed = (node) => !node.matches('[type=radio], [type=checkbox]');
  return [...document.querySelectorAll('input, textarea, select')].filter(typed)
    .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 16)
    .map((node) => `${node.outerHTML} ${getComputedStyle(node).fontSize}`);
}"""

STICKY_HOVERS = """() => {
  const bare = (rules) => [...rules].flatMap((rule) => {
    if (rule.media?.mediaText.includes('hover')) return [];
    const own = rule.selectorText?.includes(':hover');
    return [...(own ? [rule.cssText] : []), ...(rule.cssRules ? bare(rule.cssRules) : [])];
  });
  return [...document.styleSheets].flatMap((sheet) => bare(sheet.cssRules));
}"""

PIXEL = """async ([picture, x, y]) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  return [...context.getImageData(x, y, 1, 1).data];
}"""


def touching(width: int, height: int) -> dict[str, Any]:
    return {**PHONE, "viewport": {"width": width, "height": height}}


@pytest.mark.parametrize(("width", "height"), [(568, 320), (320, 256), (844, 190)])
def test_in_a_low_window_there_is_room_to_read_and_to_choose(
    people: People, server: RunningServer, width: int, height: int
) -> None:
    for number in range(12):
        server.post("hello", room=f"room-{number}")
    ada = people(**touching(width, height))
    page = ada.page
    ada.call_oneself("Ada")
    page.locator("#nick").press("Enter")
    expect(page.locator("#nick")).to_be_hidden()
    conversation, composer = page.locator("#conversation"), page.locator("#chatform")
    assert box_of(conversation)["height"] + box_of(composer)["height"] >= height - 1
    assert box_of(conversation)["height"] > 120
    rooms = page.get_by_role("button", name="Rooms", exact=True)
    if rooms.is_visible():
        rooms.tap()
    ada.room_link("room-11").tap()
    expect(page.locator("#room-name")).to_have_text("room-11")
    expect(page.locator("#message")).to_have_accessible_name("Message to room-11")
    if rooms.is_visible():
        rooms.tap()
    invite = page.locator("#sidebar").get_by_role("button", name="Invite others")
    invite.scroll_into_view_if_needed()
    expect(invite).to_be_in_viewport()


def test_in_the_lowest_window_what_opens_is_whole(people: People, server: RunningServer) -> None:
    for number in range(60):
        server.post(f"number {number}")
    ada = people("Ada", **touching(320, 256))
    page = ada.page
    expect(ada.stored().last).to_be_in_viewport()
    page.locator("#conversation").evaluate("(node) => { node.scrollTop = 200; }")
    page.locator(".day-open").tap()
    last = page.get_by_role("button", name="First message")
    last.tap(trial=True)  # nothing lies over it
    assert bottom(last) <= box_of(page.locator("#chatform"))["y"]
    newcomer = people(room="quiet", **touching(320, 256)).page
    assert box_of(newcomer.locator(".welcome-title"))["y"] >= 0
    way = newcomer.locator(".welcome-address")
    assert bottom(way) <= box_of(newcomer.locator("#chatform"))["y"]


def bottom(part: Locator) -> float:
    box = box_of(part)
    return box["y"] + box["height"]


def test_a_phone_that_lost_the_chat_says_so_in_one_line(
    people: People, server: RunningServer
) -> None:
    sizes = {320: 700, 390: 700, 568: 300}
    ada = people("Ada", **touching(320, 700))
    ada.write("hello")
    expect(ada.stored()).to_have_text(["hello"])
    before = {}
    for width, height in sizes.items():
        ada.page.set_viewport_size({"width": width, "height": height})
        before[width] = box_of(ada.page.locator("#conversation"))["height"]
    server.kill()
    connection = ada.page.locator("#connection")
    expect(connection).to_have_attribute("data-phase", "waiting")
    ada.write("one", "two")
    expect(connection).to_contain_text("2 waiting")
    for width, height in sizes.items():
        ada.page.set_viewport_size({"width": width, "height": height})
        banner, box = box_of(connection), box_of(ada.page.locator("#conversation"))
        words = box_of(ada.page.locator(".connection-words"))
        assert banner["height"] < 50
        assert words["height"] < 24
        assert before[width] - box["height"] < 50
        assert (banner["x"], banner["width"]) == (0, width)


def test_on_a_phone_a_name_that_is_set_stands_as_a_picture_beside_the_box(people: People) -> None:
    ada = people(**PHONE)
    page = ada.page
    name, picture = page.locator("#nick"), page.get_by_role("button", name="You write as Ada")
    expect(name).to_be_visible()
    name.fill("Ada")
    name.press("Enter")
    expect(name).to_be_hidden()
    expect(picture).to_have_text("A")
    assert abs(middle(picture) - middle(page.locator("#message"))) <= 1
    ada.write("hello")
    row = ada.row("hello")
    tone = row.locator(".avatar").evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert picture.locator("span").evaluate(COLOUR) == tone
    picture.tap()
    expect(name).to_be_focused()
    name.fill("Bea")
    page.locator("#message").tap()
    expect(name).to_be_hidden()
    expect(page.get_by_role("button", name="You write as Bea")).to_be_visible()


def middle(part: Locator) -> float:
    box = box_of(part)
    return round(box["y"] + box["height"] / 2)


def test_everything_can_be_met_with_a_finger(people: People, server: RunningServer) -> None:
    for nick in ("Al", "Bo"):
        server.post("hello", nick=nick)
    ada = people(**PHONE)
    page = ada.page
    one = say(ada, "mine")
    act(ada, "PUT", f"/messages/{one}", message="mine, edited")
    act(ada, "PUT", f"/messages/{one}/reactions/👍")
    say(ada, "an answer", reply=one)
    expect(page.locator(".quote")).to_be_visible()
    expect(page.locator(".reaction")).to_be_visible()
    names = [page.locator(".by .who").filter(has_text=nick) for nick in ("Al", "Bo")]
    rest = [page.locator(met) for met in (".quote", ".reaction", ".reaction-more")]
    assert [met.evaluate(REACH) for met in (*names, *rest) if min(met.evaluate(REACH)) < 44] == []
    assert min(page.locator(".edited").evaluate(REACH)) >= 24  # A word in a line.
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(SMALL_TEXTS) == []
    assert page.evaluate(STICKY_HOVERS) == []
    page.get_by_role("button", name="Rooms", exact=True).tap()
    page.get_by_role("button", name="Make a room").tap()
    assert page.evaluate(SMALL_TARGETS) == []
    page.keyboard.press("Escape")
    page.locator("#sidebar").get_by_role("button", name="Invite others").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []
    page.keyboard.press("Escape")
    server.kill()
    ada.call_oneself("Ada")
    ada.write("waits")
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    expect(ada.waiting().get_by_role("button")).to_have_count(2)
    assert page.evaluate(SMALL_TARGETS) == []


def test_with_the_systems_colours_nothing_is_told_by_a_ground_alone(
    people: People, server: RunningServer
) -> None:
    server.post("hello", room="side")
    server.post("hello", room="news")
    ada = people("Ada", forced_colors="active", reduced_motion="reduce")
    server.post("unread", room="news")
    expect(ada.room_link("news").locator(".badge")).to_be_visible()
    card, switch = ada.page.locator(".card"), ada.page.locator("#notify-switch")
    ada.page.locator("#message").focus()
    assert card.evaluate(OUTLINE) == "solid"
    ada.page.locator("#conversation").focus()
    assert card.evaluate(OUTLINE) == "none"
    rooms = [ada.room_link(room).evaluate(COLOUR) for room in ("lobby", "side")]
    assert rooms[0] != rooms[1]
    for _ in range(2):
        assert switch.evaluate(COLOUR) != switch.evaluate(COLOUR, "::before")
        switch.evaluate("(node) => { node.checked = !node.checked; }")
    assert ada.page.locator("#connection").evaluate(COLOUR, "::before") != ground(ada)
    ada.room_link("news").click()
    lines = "(node) => getComputedStyle(node, '::before').borderTopStyle"
    news, day = ada.page.locator(".news"), ada.page.locator(".day").first
    eventually(ada.page, lambda: news.evaluate(lines) == day.evaluate(lines) == "solid")


def ground(person: Person) -> str:
    return str(person.page.locator("body").evaluate(COLOUR))


def test_send_is_quiet_while_there_is_nothing_to_send_also_after_a_tap(people: People) -> None:
    ada = people("Ada", reduced_motion="reduce", **PHONE)
    send, message = ada.page.locator("#send"), ada.page.locator("#message")
    quiet = send.evaluate(COLOUR)
    message.fill("hello")
    ready = send.evaluate(COLOUR)
    assert ready != quiet
    send.tap()
    expect(ada.stored()).to_have_text(["hello"])
    assert send.evaluate(COLOUR) == quiet
    message.fill("no hover is left behind")
    assert send.evaluate(COLOUR) == ready


def test_the_rings_of_the_box_and_of_the_messages_are_whole(
    people: People, server: RunningServer
) -> None:
    server.post("hello")
    ada = people("Ada", reduced_motion="reduce")
    ada.page.locator("#nick").press("Shift+Tab")
    expect(ada.page.locator("#conversation")).to_be_focused()
    stage = box_of(ada.page.locator("#conversation"))
    x = stage["x"] + stage["width"] / 2
    edges = [colour(ada, x, y) for y in (stage["y"] + 1, stage["y"] + stage["height"] - 1)]
    assert edges[0] == edges[1] != colour(ada, x, stage["y"] + 30)
    ada.page.locator("#message").focus()
    card = box_of(ada.page.locator(".card"))
    middle = card["x"] + card["width"] / 2
    above, below = (
        colour(ada, middle, y) for y in (card["y"] - 0.5, card["y"] + card["height"] + 0.5)
    )
    assert above == below != colour(ada, middle, card["y"] - 30)


def colour(person: Person, x: float, y: float) -> list[int]:
    """Of one pixel on the screen."""
    picture = base64.b64encode(person.page.screenshot()).decode()
    found: list[int] = person.page.evaluate(PIXEL, [picture, int(x), int(y)])
    return found
