"""Takes the README's pictures: `python -m tests.looks.readme`, or `make screenshot`."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import Person
from tests.browser.test_invite import become_admin
from tests.browser.test_private_rooms import make_private
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.looks.house import ADDRESS
from tests.looks.pictures import DARK, LIGHT
from tests.looks.story import HELLO, MORNING, put
from tests.running import ROOT, RunningServer
from tests.server.newcomer import Newcomer

COLOURS: Final = {LIGHT: "", DARK: "-dark"}


def main() -> None:
    """Write them to docs/, where they are committed."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        for take in (_take_talk, _take_door):
            data = Path(folder) / take.__name__
            data.mkdir()
            put(data / "chat.db", "lobby", *MORNING)
            put(data / "chat.db", "garden", HELLO)
            put(data / "chat.db", "table-football", HELLO)
            with RunningServer(data, "--name", "Chat", "--public-url", ADDRESS) as chat:
                take(browser, chat)
        browser.close()


def _take_talk(browser: Browser, chat: RunningServer) -> None:
    person = Person(browser.new_context(**_morning()), chat.url)
    person.call_oneself("Margaret")
    person.write("Half past twelve is perfect")
    expect(person.row("Half past twelve is perfect").last).to_be_visible()
    chat.post("Who plays?", "Barbara", "table-football")
    expect(person.room_link("table-football").locator(".badge")).to_be_visible()
    _keep(person, "screenshot")


def _take_door(browser: Browser, chat: RunningServer) -> None:
    """The host has a private room and a conversation, and somebody would like to come in."""
    host, other = (Person(browser.new_context(**_morning()), chat.url) for _ in range(2))
    become_admin(host, chat)
    for person, nick in ((host, "Margaret"), (other, "Radia")):
        person.call_oneself(nick)
        person.write("Good morning")
    asks = host.page.request
    assert asks.post(f"{chat.url}/direct", data={"members": [other.member]}).ok
    make_private(host, "Farewell for Bea")
    host.write("Who brings the cake?")
    assert asks.put(f"{chat.url}/door", data={"mode": "approve", "nick": "Margaret"}).ok
    Newcomer(chat).ask("/door", "POST", nick="Barbara")
    host.page.locator("#knocking").click()
    expect(host.page.locator(".newcomers li")).to_have_count(1)
    host.page.locator("#doorkeeping").scroll_into_view_if_needed()
    _keep(host, "door")


def _keep(person: Person, name: str) -> None:
    for colours, ending in COLOURS.items():
        colours.put_on(person.page)
        person.page.screenshot(path=ROOT / "docs" / f"{name}{ending}.png")


def _morning() -> dict[str, Any]:
    """Somewhere it is nine o'clock. Etc/GMT-3 is three hours ahead."""
    ahead = (9 - datetime.now(UTC).hour + 11) % 24 - 11
    return {
        "viewport": {"width": 1280, "height": 800},
        "reduced_motion": "reduce",
        "locale": "en-GB",
        "timezone_id": f"Etc/GMT{-ahead:+d}",
    }


if __name__ == "__main__":
    main()
