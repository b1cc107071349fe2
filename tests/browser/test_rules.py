"""Modules of the page that are rules without a page, asked in the browser that runs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.browser.people import People, Person
from tests.running import RunningServer

LONG: Final = 100_000
"""Characters; the longest message that a chat can be made to take."""


@pytest.fixture(scope="module")
def person(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """One page for all tests: none of them changes it."""
    with RunningServer(tmp_path_factory.mktemp("chat") / "data") as chat:
        people = People(browser, chat.url)
        yield people()
        people.leave()


def run(person: Person, module: str, body: str) -> Any:
    """What `body` returns, with what `module` exports."""
    return person.page.evaluate(
        f"async () => {{ const m = await import('/static/js/{module}.js'); {body} }}"
    )


@pytest.mark.parametrize(
    ("happens", "seconds"),
    [
        ("", 25),
        ("h.lost(20);", 25),
        ("h.lost(20); h.lost(20);", 12),
        ("h.lost(20); h.answered(3); h.lost(20);", 12),
        ("h.lost(20); h.answered(25); h.lost(20);", 25),
        ("h.lost(8); h.lost(8);", 5),
        ("h.lost(35); h.lost(35);", 12),
        ("h.lost(1); h.lost(1.9); h.lost(0);", 25),
        ("h.lost(4); h.lost(4); h.lost(4); h.lost(4);", 5),
    ],
)
def test_how_long_a_poll_asks_to_be_held(person: Person, happens: str, seconds: int) -> None:
    assert (
        run(person, "line/hold", f"const h = new m.Hold(); {happens} return h.seconds;") == seconds
    )


def test_longer_holds_are_tried_again_ever_more_slowly(person: Person) -> None:
    steps = run(
        person,
        "line/hold",
        """
        const h = new m.Hold();
        const steps = [];
        for (let round = 0; round < 3; round += 1) {
          h.lost(20); h.lost(20);
          let polls = 0;
          while (h.seconds < 25) { h.answered(h.seconds); polls += 1; }
          steps.push(polls);
        }
        return steps;
        """,
    )
    assert steps == [40, 80, 160]


def test_pages_that_lost_the_same_server_do_not_come_back_in_step(person: Person) -> None:
    """5,000 of them, also where the server said when: no tenth of a second sees more than 750."""
    for asked in (0, 1, 5):
        times = run(
            person,
            "line/backoff",
            f"return Array.from({{ length: 5000 }}, () => new m.Backoff().next({asked}));",
        )
        assert min(times) >= asked * 1000
        tenths = [int(time // 100) for time in times]
        assert max(map(tenths.count, set(tenths))) < 750


@pytest.mark.parametrize(
    "text",
    [
        "http://a.example/" + ")" * LONG,
        "http://a.example/" + "." * LONG,
        "http://a.example/" + "(" * (LONG // 2) + ")" * (LONG // 2),
        "http://a.example/" + "].)" * (LONG // 3),
        "www." * (LONG // 4),
        "http://" * (LONG // 7),
        "http://a " * (LONG // 9),
        "http://" + "a\u0301\u0323" * (LONG // 3),
        "http://" + "\u0301\u0323" * (LONG // 2),
        "http://" + "xn--" * (LONG // 4),
        "http://" + "a." * (LONG // 2),
        "http://[" + ":" * LONG,
        "http://" + "%41" * (LONG // 3),
        "http://a/" + "../" * (LONG // 3),
    ],
    ids=lambda text: text[:12] + "…" + text[-6:],
)
def test_looking_for_addresses_takes_no_longer_for_hostile_text(person: Person, text: str) -> None:
    joined, milliseconds = person.page.evaluate(
        """async (text) => {
          const { linkify } = await import('/static/js/page/linkify.js');
          const begun = performance.now();
          const pieces = linkify(text);
          return [pieces.map((piece) => piece.text).join(''), performance.now() - begun];
        }""",
        text,
    )
    assert joined == text
    assert milliseconds < 2_000


@pytest.mark.parametrize("before", ["a", "http://a.example/"])
def test_a_tower_of_marks_is_shown_at_once(person: Person, before: str) -> None:
    """A browser shapes marks upon one letter in the square of their number: this took 98 s."""
    text = before + "\u0301\u0323" * (LONG // 2)
    joined, milliseconds = person.page.evaluate(
        """async (text) => {
          const { bubble } = await import('/static/js/page/message.js');
          const begun = performance.now();
          const [node] = bubble(text);
          document.querySelector('#conversation').append(node);
          node.getBoundingClientRect();
          const took = performance.now() - begun;
          node.remove();
          return [node.textContent, took];
        }""",
        text,
    )
    assert joined == text
    assert milliseconds < 5_000


def test_what_fails_once_more_after_the_chat_is_back_waits_as_after_a_first_failure(
    person: Person,
) -> None:
    """A send is under way, on what answered instead of the chat, when the poll says it is back."""
    pauses = run(
        person,
        "line/courier",
        """
        const item = { key: 'k' };
        const pauses = [];
        let fail;
        const backoff = {
          failures: 6,
          next() { this.failures += 1; return this.failures; },
          reset() { this.failures = 0; },
          async pause(count) { pauses.push(count); if (pauses.length === 2) item.gone = true; },
          wake() {},
        };
        const outbox = { next: () => (item.gone ? null : item), change() {}, markWaiting() {} };
        const api = { publish: () => new Promise((_, reject) => { fail = reject; }) };
        const courier = new m.Courier({ api, outbox, backoff, cursor: () => '0', onLate() {} });
        const turn = () => new Promise((resolve) => setTimeout(resolve));
        courier.start();
        fail({ status: 403 });
        await turn();
        courier.retry();
        fail({ status: 403 });
        await turn();
        return pauses;
        """,
    )
    assert pauses == [7, 1]
