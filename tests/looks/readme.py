"""Takes the README's pictures: `python -m tests.looks.readme`, or `make screenshot`."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import Person
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.looks.house import ADDRESS
from tests.looks.pictures import DARK, LIGHT
from tests.looks.story import HELLO, MORNING, put
from tests.running import ROOT, RunningServer

PICTURES: Final = {LIGHT: "screenshot.png", DARK: "screenshot-dark.png"}


def main() -> None:
    """Write them to docs/, where they are committed."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        data = Path(folder) / "data"
        data.mkdir()
        put(data / "chat.db", "lobby", *MORNING)
        put(data / "chat.db", "garden", HELLO)
        put(data / "chat.db", "table-football", HELLO)
        with RunningServer(data, "--name", "Chat", "--public-url", ADDRESS) as chat:
            _take(browser, chat)
        browser.close()


def _take(browser: Browser, chat: RunningServer) -> None:
    person = Person(browser.new_context(**_morning()), chat.url)
    person.call_oneself("Margaret")
    person.write("Half past twelve is perfect")
    expect(person.row("Half past twelve is perfect").last).to_be_visible()
    chat.post("Who plays?", "Barbara", "table-football")
    expect(person.room_link("table-football").locator(".badge")).to_be_visible()
    for colours, name in PICTURES.items():
        colours.put_on(person.page)
        person.page.screenshot(path=ROOT / "docs" / name)


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
