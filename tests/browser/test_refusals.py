"""What the chat itself refuses, for good or for now, and what the page makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, Locator, expect

from appliance.chat.makers import AT_ONCE
from tests.browser.people import People, Person
from tests.disk import failing, full
from tests.running import RunningServer

FULL_WORDS = "x" * 3_900


def waiting_words(person: Person) -> Locator:
    """What stands below the message that is to be sent next."""
    return person.waiting().first.locator(".state p").first


def say_until_it_fails(server: RunningServer) -> int:
    """The status at last: what is kept of the disk for it is used up first."""
    for _ in range(2_000):
        try:
            server.post(FULL_WORDS)
        except HTTPError as error:
            error.close()
            return error.code
    raise AssertionError("there is always space left")


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (lambda server: full(server.data), 507, "Free some space"),
        (lambda server: failing(server.pid), 503, "Check the disk"),
    ],
)
def test_what_cannot_be_stored_now_waits_with_the_reason_and_goes_out_by_itself(
    browser: Browser,
    small_disk: Path,
    trouble: Callable[[RunningServer], AbstractContextManager[None]],
    status: int,
    words: str,
) -> None:
    with RunningServer(small_disk) as server:
        people = People(browser, server.url)
        ada = people("Ada")
        with trouble(server):
            assert say_until_it_fails(server) == status
            ada.write("kept for later")
            expect(waiting_words(ada)).to_contain_text("Waiting to send: ")
            expect(waiting_words(ada)).to_contain_text(words)
            # What waits behind it waits for the same, in whatever room somebody looks.
            ada.write("and this")
            expect(ada.waiting().last.locator(".state p").first).to_contain_text(words)
            expect(ada.page.locator("#connection")).to_have_attribute("data-phase", "connected")
        expect(ada.row("kept for later")).to_have_count(1)
        expect(ada.row("and this")).to_have_count(1)
        expect(ada.waiting()).to_have_count(0)
        people.leave()


def test_who_is_too_fast_waits_as_long_as_the_chat_says_without_a_click(
    people: People, server: RunningServer
) -> None:
    server.kill()
    server._options = ("--trusted-proxies", "127.0.0.1")  # This machine's own may do as they like.
    server.start()
    elsewhere = {"X-Forwarded-For": "192.0.2.7"}
    ada = people("Ada", room="room", extra_http_headers=elsewhere)
    ada.page.evaluate(
        """async (rooms) => {
        for (let number = 0; number < rooms; number += 1) {
          const body = new URLSearchParams({ message: 'made', room: `room-${number}` });
          await fetch('/pub', { method: 'POST', body });
        }
    }""",
        AT_ONCE,
    )
    ada.write("a room too many", "and more of it")
    expect(waiting_words(ada)).to_contain_text("made from your device or its network just now")
    ada.enter("room-1")
    ada.write("not held up")
    expect(ada.stored()).to_have_text(["made", "not held up"])
    ada.enter("room")
    expect(ada.waiting()).to_have_count(2)
    expect(ada.stored()).to_have_text(["a room too many", "and more of it"])
    expect(ada.waiting()).to_have_count(0)


def test_a_limit_that_was_lowered_meanwhile_is_told(people: People, server: RunningServer) -> None:
    ada = people("Ada")
    server.kill()
    ada.write("longer than it may be now", "short enough")
    server._options = ("--max-message", "20")
    server.start()
    row = ada.waiting().filter(has_text="longer")
    expect(row.get_by_role("alert")).to_contain_text("Not sent: The message has 25 characters")
    expect(ada.stored()).to_have_text(["short enough"])


def test_a_key_that_was_used_for_other_words_is_told(people: People, server: RunningServer) -> None:
    """The page makes no key twice; what else writes to its storage may."""
    ada = people("Ada")
    second = people.tab(ada.context)
    chat = server.get("/about")["log"]
    for at, text in enumerate(("first words", "other words"), 1):
        item = {"key": "one", "room": "lobby", "nick": "Ada", "message": text, "state": "new"}
        put = [f"chat@{chat}.outbox.{at:015}.one", json.dumps({**item, "at": at})]
        second.page.evaluate("([name, text]) => localStorage.setItem(name, text)", put)
        expect(ada.page.get_by_text(text)).to_have_count(1)
        for tab in (ada, second):  # the first answer ends all that waits under its key
            expect(tab.stored()).to_have_text(["first words"])
    expect(ada.waiting().get_by_role("alert")).to_contain_text("Not sent: ")
    assert [entry["message"] for entry in server.log()] == ["first words"]
