"""The local pages: what goes in is text, what comes out is the page's own answer."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser

from appliance.window import outside, pages
from appliance.window.pages import LocalPage


def handed(page: LocalPage) -> dict[str, Any]:
    found = re.search(r'id="handed">(.*?)</script>', page.html())
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def title(page: LocalPage, choice: str) -> str:
    return f"answer {handed(page)['key']} " + json.dumps({"choice": choice, "fields": {}})


@pytest.mark.parametrize("name", ["starting", "place", "stopped"])
def test_a_page_needs_no_other_file(name: str) -> None:
    html = LocalPage(name, {}, lambda *_: None).html()
    assert "--accent" in html
    assert not re.findall(r'(?:href|src)="(?!data:)', html)


def test_facts_cannot_leave_their_element() -> None:
    facts = {"reason": "</script><script>alert(1)</script>"}
    assert handed(LocalPage("stopped", facts, lambda *_: None))["facts"] == facts


def test_only_the_page_that_is_shown_answers_and_only_once() -> None:
    answers: list[tuple[str, Mapping[str, Any]]] = []
    page = LocalPage("stopped", {}, lambda *answer: answers.append(answer))
    before = LocalPage("stopped", {}, lambda *_: None)
    for wrong in ("lobby", "answer ", title(before, "quit"), title(page, "quit")[:-4]):
        assert page.take(wrong) is None
    call = page.take(title(page, "quit"))
    assert call is not None
    call()
    assert answers == [("quit", {})]
    assert page.take(title(page, "quit")) is None


def test_an_owner_finds_the_own_chat_first_and_all_names_fit(browser: Browser) -> None:
    now = int(time.time() * 1000)
    name = "Chat on the-laptop-with-the-very-longest-of-all-names.example"
    chat = {"name": name, "url": "http://192.0.2.7:8080/", "since": now - 60_000}
    wrong = {"name": "Kitchen", "url": "http://192.0.2.8:8080/", "since": now + 3_600_000}
    facts = {"chats": [chat, wrong], "own": True}
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for kept in (False, True):
        page.set_content(LocalPage("place", facts | {"kept": kept}, lambda *_: None).html())
        places = page.get_by_role("button").all_inner_texts()
        own = [number for number, words in enumerate(places) if "own chat" in words]
        assert own == [0 if kept else len(places) - 1]
        assert page.evaluate("document.activeElement.innerText.includes('own chat')") == kept
        told = page.get_by_role("listitem").all_inner_texts()
        assert ["open since" in words for words in told] == [True, False]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        boxes = [button.bounding_box() for button in page.get_by_role("button").all()]
        assert all(box and box["x"] + box["width"] <= 320 for box in boxes)
    page.close()


@pytest.mark.parametrize(("others", "unsent"), [(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 2)])
def test_the_closing_question_has_three_ways_and_the_last_changes_nothing(
    others: int, unsent: int
) -> None:
    asked = pages.closing({"others": others, "unsent": unsent})
    assert (f"{unsent} message" in asked.text) == bool(unsent)
    assert ("for everyone" in asked.title) == (others > 0 or not unsent)
    assert [choice for choice, _ in asked.choices] == ["keep", "close", "cancel"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "ssh://host", "x", ""]
)
def test_only_web_and_mail_addresses_go_outside(url: str) -> None:
    assert not outside.open_outside(url)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://127.0.0.1:8080/static/x", True),
        ("about:blank", True),
        ("http://127.0.0.1:8081/", False),
        ("https://127.0.0.1:8080/", False),
        ("http://127.0.0.1:8080@example.org/", False),
        ("http://[", False),
    ],
)
def test_only_the_chats_own_pages_stay_inside(url: str, inside: bool) -> None:
    assert outside.is_inside(url, "http://127.0.0.1:8080/admin?token=1") is inside


def test_the_names_of_other_chats_turn_no_sentence_around() -> None:
    asked = pages.found({"chats": [{"name": "Den\u202e\x1b[2J\n"}]})
    assert r"“Den\u202e\x1b[2J\n”" in asked.text
