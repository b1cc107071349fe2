"""On a LAN the page is no secure context: no clipboard, no locks, no service worker."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import People, eventually
from tests.conftest import CHROMIUM_OPTIONS, chromium
from tests.running import RunningServer

NOTE_TONES = """() => {
  window.tones = 0;
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    window.tones += 1;
    return start.apply(this, when);
  };
  document.hasFocus = () => false;
}"""


@pytest.fixture
def elsewhere(browser: Browser, tmp_path: Path) -> Iterator[People]:
    """People who open the chat by a name on the network, in a browser that knows that name."""
    resolve = "--host-resolver-rules=MAP chat.test 127.0.0.1"
    with RunningServer(tmp_path / "data", "--allow-host", "chat.test") as server:
        launched = browser.browser_type.launch(
            executable_path=chromium(), args=[*CHROMIUM_OPTIONS, resolve]
        )
        yield People(launched, f"http://chat.test:{server.port}")
        launched.close()


def test_two_people_chat_where_the_browser_trusts_nothing(elsewhere: People) -> None:
    ada, grace = elsewhere("Ada"), elsewhere("Grace")
    assert not ada.page.evaluate("isSecureContext")
    ada.write("can you read this?")
    expect(grace.row("can you read this?")).to_be_visible()
    grace.write("yes")
    expect(ada.row("yes")).to_be_visible()
    assert ada.trouble == grace.trouble == []


def test_tabs_of_one_browser_share_their_poll_there_too(elsewhere: People) -> None:
    ada = elsewhere("Ada")
    tabs = [ada, *(elsewhere.tab(ada.context) for _ in range(3))]
    numbers = count()

    def polling() -> int:
        """How many ask for what comes next once all of them were told something."""
        for tab in tabs:
            tab.polled = False
        text = f"to all of my tabs {next(numbers)}"
        ada.write(text)
        for tab in tabs:
            expect(tab.row(text)).to_be_visible()
        return sum(tab.polled for tab in tabs)

    # Where the first was slow to say that it asks, two do so for a while.
    eventually(ada.page, lambda: polling() == 1)


def test_without_notifications_a_sound_can_tell_of_messages(elsewhere: People) -> None:
    ada, grace = elsewhere("Ada"), elsewhere("Grace")
    ada.page.evaluate(NOTE_TONES)
    sound = ada.page.get_by_role("switch", name="Sound for new messages")
    expect(sound).not_to_be_checked()
    grace.write("in silence")
    expect(ada.row("in silence")).to_be_visible()
    sound.click()
    expect(sound).to_be_checked()
    assert ada.page.evaluate("window.tones") == 2  # what it sounds like
    grace.write("aloud")
    eventually(ada.page, lambda: ada.page.evaluate("window.tones") == 4)
    ada.page.reload()
    expect(sound).to_be_checked()
    assert ada.trouble == []
