"""What others write is text and nothing else."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from appliance.invisible import MOST_MARKS
from tests.browser.hostile import HOSTILE, OVERRIDE
from tests.browser.people import People, box_of
from tests.running import RunningServer

FOREIGN = """() => {
  const { log } = JSON.parse(localStorage.getItem('chat.chat'));
  localStorage.removeItem(`chat@${log}.read`);
  const values = {
    'log': JSON.stringify(log),
    'seen': 'null',
    'outbox.000000000000001.its-key': '{"state":"new"}',
    'outbox.000000000000002.its-key': '{"state":"new","room":"lobby","key":"other","message":"m"}',
    'outbox.000000000000003.its-key': '5',
    'outbox.000000000000004.null': 'null',
  };
  for (const [name, text] of Object.entries(values)) {
    for (const prefix of ['chat.', `chat@${log}.`]) localStorage.setItem(prefix + name, text);
  }
}"""
"""Under the page's prefixes; the first two as if an older version had kept them."""

BLANKS = "\u200b\u2800\u3164 \u00ad\ufe0f"


def test_markup_arrives_as_text_and_runs_nothing(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    for text in HOSTILE:
        server.post(text, nick=text[:30])
    expect(ada.stored()).to_have_text(HOSTILE)
    assert ada.stored().all_text_contents() == HOSTILE
    nicks = ada.page.locator("#conversation .nick").all_text_contents()
    assert nicks == [text[:30].replace(OVERRIDE, "").strip() for text in HOSTILE]
    assert (
        ada.page.locator(
            "#conversation script, #conversation .rows img, #conversation .rows svg"
        ).count()
        == 0
    )
    assert "lobby" in ada.page.title()


def test_history_is_as_harmless_as_news(people: People, server: RunningServer) -> None:
    for text in HOSTILE:
        server.post(text)
    ada = people("Ada")
    expect(ada.stored()).to_have_text(HOSTILE)
    assert "lobby" in ada.page.title()


def test_a_name_from_right_to_left_rearranges_nothing_beside_it(
    people: People, server: RunningServer
) -> None:
    server.post("plain", nick="Zoe")
    server.post("turned", nick="זואי")
    ada = people("Ada")
    expect(ada.stored()).to_have_count(2)
    for text in ("plain", "turned"):
        row = ada.row(text)
        nick, time = (box_of(row.locator(part)) for part in (".nick", ".by time"))
        assert nick["x"] + nick["width"] <= time["x"]
    assert ada.row("turned").locator(".nick").evaluate("(node) => node.tagName") == "BDI"
    isolation = (
        ada.row("turned")
        .locator(".bubble")
        .evaluate("(node) => getComputedStyle(node).unicodeBidi")
    )
    assert isolation == "plaintext"


LINKS: Final[dict[str, list[tuple[str, str]]]] = {
    "see https://a.example/x.": [("https://a.example/x", "https://a.example/x")],
    "(http://a.example/b_(c))!": [("http://a.example/b_(c)", "http://a.example/b_(c)")],
    "www.a.example, or not": [("www.a.example", "http://www.a.example/")],
    "two http://a.example/?q=1&r=2 http://b.example": [
        ("http://a.example/?q=1&r=2", "http://a.example/?q=1&r=2"),
        ("http://b.example", "http://b.example/"),
    ],
    "javascript:alert(1)": [],
    "data:text/html,<script>alert(1)</script>": [],
    "ftp://a.example file:///etc/passwd": [],
    "http://bank.example@evil.example/": [],
    f"http://a.example/{OVERRIDE}gpj.exe": [("http://a.example/", "http://a.example/")],
}


def test_only_web_addresses_become_links(people: People, server: RunningServer) -> None:
    for text in LINKS:
        server.post(text)
    ada = people("Ada")
    expect(ada.stored()).to_have_count(len(LINKS))
    assert ada.stored().all_text_contents() == list(LINKS)
    found = ada.stored().evaluate_all(
        """(all) => all.map((said) => [...said.querySelectorAll('a')].map(
            (a) => [a.textContent, a.href, a.rel, a.target]))"""
    )
    assert found == [
        [[shown, href, "noopener noreferrer", "_blank"] for shown, href in links]
        for links in LINKS.values()
    ]


def test_a_tower_of_marks_does_not_strike_out_the_words_of_others(
    people: People, server: RunningServer
) -> None:
    ada = people("Ada")
    server.post("the words of another")
    server.post("Z" + "\u0301" * MOST_MARKS)
    server.post("and more of them")
    expect(ada.stored()).to_have_count(3)
    others = ada.stored().nth(0), ada.stored().nth(2)
    with_tower = [words.screenshot(animations="disabled") for words in others]
    ada.stored().nth(1).evaluate("(bubble) => { bubble.style.visibility = 'hidden'; }")
    assert with_tower == [words.screenshot(animations="disabled") for words in others]


def test_what_nobody_can_see_is_not_sent(people: People) -> None:
    ada = people(BLANKS)
    ada.page.locator("#message").fill(BLANKS)
    ada.page.locator("#message").press("Enter")
    expect(ada.page.locator("#composer-note")).to_contain_text("Nobody could see this message")
    expect(ada.page.locator("#message")).to_have_value(BLANKS)
    expect(ada.waiting()).to_have_count(0)
    ada.page.locator("#message").fill("to be seen")
    for _ in range(2):  # Such a name is none, and is asked for once.
        ada.page.locator("#message").press("Enter")
    expect(ada.row("to be seen").locator(".nick")).to_have_text("<unknown>")


def test_a_look_alike_is_told_apart_by_a_tag(people: People, server: RunningServer) -> None:
    bela = people("Béla")
    bela.write("I am the first")
    ada = people("Ada")
    expect(ada.stored()).to_have_count(1)
    expect(ada.page.locator(".tag:visible")).to_have_count(0)
    server.post("no, I am", nick="be\u200bla")
    expect(ada.page.locator(".tag:visible")).to_have_count(2)
    first, second = ada.page.locator(".tag:visible").all_text_contents()
    assert first != second


def test_what_something_else_wrote_into_the_storage_is_passed_over(people: People) -> None:
    ada = people("Ada")
    expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
    ada.page.evaluate(FOREIGN)
    ada.page.reload()
    ada.write("still here")
    expect(ada.stored()).to_have_text(["still here"])
