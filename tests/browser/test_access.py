"""Keyboard, screen reader, contrast, phone."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, visit
from tests.running import RunningServer

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

FOCUSED = """() => {
  const node = document.activeElement;
  return node.id || node.className || node.tagName;
}"""

UNNAMED = """() => {
  const controls = document.querySelectorAll('button, input, textarea, a[href], [role=log]');
  const named = (node) => node.labels?.length || node.getAttribute('aria-label')
    || node.textContent.trim();
  return [...controls].filter((node) => !named(node)).map((node) => node.outerHTML);
}"""

# Contrast as WCAG 2 defines it, of the text of each selector against the first painted ground.
CONTRAST = """(selectors) => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return Object.fromEntries(selectors.map((selector) => {
    const [plain, pseudo] = selector.split('::');
    const node = document.querySelector(plain);
    if (!node) return [selector, 0];
    const ink = light(numbers(getComputedStyle(node, pseudo ? `::${pseudo}` : null).color));
    const paper = light(ground(node));
    return [selector, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)];
  }));
}"""

TEXTS = [
    ".row:not(.mine) .bubble",
    ".row:not(.mine) .bubble a",
    ".mine .bubble",
    ".mine .bubble a",
    ".nick",
    ".by time",
    ".tag",
    ".avatar",
    ".day",
    ".beginning",
    ".room",
    ".room[aria-current]",
    ".badge",
    ".rooms-head",
    ".join-label",
    ".join-address",
    ".connection-text",
    ".room-title",
    "#message",
    "#message::placeholder",
    "#nick",
    ".nick-line label",
    "#send",
    ".composer-hint",
    ".newer",
    ".waiting .state",
    ".waiting .bubble",
    ".refused .state",
    ".refused .bubble",
    "#new-room-problem",
    "#drawer-open",
]


def test_every_text_has_enough_contrast(people: People, server: RunningServer) -> None:
    server.post("see http://a.example/", nick="Béla")
    server.post("see", room="side")
    # Without motion no colour is caught half way between two states.
    ada = people("Ada", reduced_motion="reduce")
    server.post("unread", room="side")
    ada.write("mine http://a.example/")
    expect(ada.stored()).to_have_count(2)
    refusal = {"title": "Not allowed", "description": "No."}
    ada.page.route("**/pub", lambda route: route.fulfill(status=403, json=refusal))
    ada.write("refused")
    expect(ada.waiting().get_by_role("alert")).to_be_visible()
    ada.page.unroute("**/pub")
    server.kill()
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "waiting")
    ada.write("waiting")
    expect(ada.page.locator(".waiting .state")).to_be_visible()
    for scheme in SCHEMES:
        ada.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        contrast = ada.page.evaluate(CONTRAST, TEXTS)
        assert {text: ratio for text, ratio in contrast.items() if ratio < 4.5} == {}, scheme


def test_every_tone_of_an_avatar_has_enough_contrast(people: People) -> None:
    ada = people("Ada")
    ada.write("hello")
    expect(ada.stored()).to_have_count(1)
    for scheme, tone in product(SCHEMES, range(8)):
        ada.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        ada.page.locator(".avatar").evaluate(
            "(node, tone) => { node.className = `avatar tone-${tone}`; }", tone
        )
        assert ada.page.evaluate(CONTRAST, [".avatar"])[".avatar"] >= 4.5, (scheme, tone)


def test_every_control_has_a_name_and_headings_are_in_order(
    people: People, server: RunningServer
) -> None:
    server.post("hello http://a.example/")
    ada = people("Ada")
    expect(ada.stored()).to_have_count(1)
    assert ada.page.evaluate(UNNAMED) == []
    levels = ada.page.locator("h1, h2, h3, h4").evaluate_all(
        "(all) => all.map((node) => Number(node.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for landmark in ("main", "navigation"):
        expect(ada.page.get_by_role(landmark)).to_have_count(1)
    log = ada.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-label", "Messages in lobby")


def test_one_can_do_everything_by_keyboard(people: People, server: RunningServer) -> None:
    server.post("hello", room="side")
    ada = people()
    keys = ada.page.keyboard
    expect(ada.page.locator("#nick")).to_be_focused()
    keys.type("Ada")
    keys.press("Enter")
    expect(ada.page.locator("#message")).to_be_focused()
    keys.type("typed")
    keys.press("Enter")
    expect(ada.stored()).to_have_text(["typed"])
    ada.page.locator("#skip").focus()
    seen = []
    for _ in range(13):
        keys.press("Tab")
        seen.append(ada.page.evaluate(FOCUSED))
    assert seen == [
        *("new-room-open", "room", "room", "notify-switch", "invite-open"),
        *("search-open", "room-bell", "conversation", "nick", "shown", "message", "attach"),
        "send",
    ]
    ada.page.locator("#skip").focus()
    keys.press("Enter")
    expect(ada.page.locator("#message")).to_be_focused()
    expect(ada.page.locator("#room-name")).to_have_text("lobby")
    ada.room_link("side").focus()
    keys.press("Enter")
    expect(ada.page.locator("#room-name")).to_have_text("side")
    ada.page.locator("#new-room-open").focus()
    keys.press("Enter")
    keys.type("third")
    keys.press("Enter")
    expect(ada.page.locator("#room-name")).to_have_text("third")


def test_a_screen_reader_is_told_of_what_arrives(people: People, server: RunningServer) -> None:
    for number in range(30):
        server.post(f"old {number}")
    ada = people("Ada")
    expect(ada.page.locator("#conversation")).to_have_attribute("aria-live", "polite")
    ada.page.evaluate("""() => {
      const root = document.querySelector('#conversation');
      const heard = (changes) => {
        if (changes.some(({ addedNodes }) => addedNodes.length)) root.dataset.heard = root.ariaLive;
      };
      new MutationObserver(heard).observe(root.querySelector('.rows'), { childList: true });
    }""")
    server.post("new")
    expect(ada.row("new")).to_be_in_viewport()
    expect(ada.page.locator("#conversation")).to_have_attribute("data-heard", "polite")


def test_the_focus_can_be_seen(people: People) -> None:
    ada = people("Ada")
    ada.page.locator("#skip").focus()
    ada.page.keyboard.press("Tab")
    outline = ada.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_on_a_phone_the_rooms_are_a_drawer_that_holds_the_focus(
    people: People, server: RunningServer, motion: str
) -> None:
    server.post("hello", room="side")
    ada = people("Ada", reduced_motion=motion, **PHONE)
    sidebar, opener = (
        ada.page.locator("#sidebar"),
        ada.page.get_by_role("button", name="Rooms", exact=True),
    )
    expect(sidebar).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    expect(sidebar).to_be_visible()
    expect(ada.page.locator("#drawer-open")).to_have_attribute("aria-expanded", "true")
    expect(ada.page.locator("#drawer-close")).to_be_focused()
    for key in ["Tab"] * 7 + ["Shift+Tab"] * 7:
        ada.page.keyboard.press(key)
        assert ada.page.evaluate(
            "() => document.querySelector('#sidebar').contains(document.activeElement)"
        )
    ada.page.keyboard.press("Escape")
    expect(sidebar).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    ada.page.keyboard.press("Alt+w")  # Another one, over the same veil.
    expect(sidebar).to_be_hidden()
    here = ada.page.get_by_role("dialog", name="Who is here")
    expect(here).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(here).to_be_hidden()
    expect(ada.page.locator("#veil")).to_be_hidden()
    opener.click()
    ada.room_link("side").click()
    expect(sidebar).to_be_hidden()
    expect(ada.stored()).to_have_text(["hello"])


def test_nothing_is_wider_than_the_window(people: People, server: RunningServer) -> None:
    server.post("x" * 900 + " " + "http://a.example/" + "y" * 300, nick="n" * 40)
    ada = people("Ada")
    ada.write("z" * 500)
    expect(ada.stored()).to_have_count(2)
    for width in (360, 768, 1600):
        ada.page.set_viewport_size({"width": width, "height": 700})
        wide = ada.page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width
        inner = ada.page.locator("#conversation").evaluate(
            "(node) => [node.scrollWidth, node.clientWidth]"
        )
        assert inner[0] <= inner[1], width


def test_without_javascript_the_page_says_that_it_needs_it(people: People) -> None:
    context = people.browser.new_context(java_script_enabled=False)
    people.contexts.append(context)
    page = context.new_page()
    visit(page, people.url)
    sentence = page.locator("noscript p")
    expect(sentence).to_contain_text("This chat needs JavaScript")
    expect(sentence).to_be_in_viewport()


def test_a_phone_can_keep_it_on_its_home_screen(people: People) -> None:
    ada = people("Ada")
    found = ada.context.new_cdp_session(ada.page).send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["manifest"]["startUrl"] == found["manifest"]["scope"] == f"{ada.url}/"
    icons = found["manifest"]["icons"]
    icons += [{"url": ada.page.locator("[rel=apple-touch-icon]").evaluate("(link) => link.href")}]
    for icon in icons:
        assert ada.page.request.get(icon["url"]).headers["content-type"].startswith("image/")
