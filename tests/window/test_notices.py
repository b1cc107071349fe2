"""What a page of another machine may tell: its words are bounded, and the chat's name is with them.

The windows are real ones; the page there is no secure context, as on a LAN, and has no
notifications of its own.
"""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

import pytest

from appliance.window.notices import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST,
    SECONDS,
    Notice,
    Notices,
    said,
)
from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import RunningServer, eventually
from tests.serving import serving
from tests.window.screen import Screen
from tests.window.test_view import VENVS
from tests.window.window import Window


def elsewhere() -> str:
    """An address of this machine that no browser takes for its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            unavailable("this machine is on no network")
        return str(asked.getsockname()[0])


def test_words_are_bounded_and_a_chat_elsewhere_is_named() -> None:
    shown = Notices().take("t" * 1000, "w" * 1000, "Kitchen" * 100)
    assert shown is not None
    assert shown.title.startswith("t" * LONGEST_TITLE + " \N{EN DASH} Kitchen")
    assert (len(shown.title), len(shown.text)) == (2 * LONGEST_TITLE + 3, LONGEST_TEXT)
    assert Notices().take("lobby", "Ada: one\ntwo\x1b\u202e", "") == (
        "lobby",
        "Ada: one\ntwo\\x1b\\u202e",
    )


def test_too_many_are_not_shown_until_some_time_has_gone() -> None:
    now = 0.0
    notices = Notices(lambda: now)
    assert [bool(notices.take("a", "b", "")) for _ in range(MOST + 2)] == [
        *[True] * MOST,
        *[False] * 2,
    ]
    now = SECONDS
    assert notices.take("a", "b", "")


@pytest.mark.parametrize(
    "title",
    ["notify", "notify ", "notify []", 'notify {"title": "a"}', "notify " + "[" * 4000, "lobby"],
)
def test_what_is_no_notice_tells_nothing(title: str) -> None:
    assert said(title) is None


def test_a_notice_in_a_title_is_understood() -> None:
    assert said('notify {"title": "lobby", "text": "Ada: hello"}') == Notice("lobby", "Ada: hello")
    assert said("notify " + json.dumps({"title": "lobby", "text": "x" * 5000})) is None


class Desktop:
    """A screen whose notifications are shown and noted."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        noted = screen.folder("run") / "bus.log"
        with noted.open("w") as log:
            screen.start(["dunst"])
            screen.start(["dbus-monitor", "interface='org.freedesktop.Notifications'"], stdout=log)
        names = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        eventually(
            lambda: screen.run(*names, "org.freedesktop.DBus.ListNames"),
            lambda said: "org.freedesktop.Notifications" in said,
        )
        eventually(noted.read_text)  # the monitor writes what it gets itself
        self._noted = noted

    def noted(self) -> str:
        return self._noted.read_text()

    def count(self) -> int:
        return self.noted().count("member=Notify\n")

    def turn_away(self, window: Window) -> None:
        self.screen.start(["xmessage", "something else"])
        eventually(lambda: self.screen.active() not in ("", window.id))


@pytest.fixture(params=list(VENVS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def window(screen: Screen, builds: Builds, kind: str) -> Iterator[Window]:
    python, folder = str(builds.python(VENVS[kind])), screen.folder("view")
    with Window(screen, python, kind, folder) as window:
        yield window
        assert not [line for line in window.errors if "Traceback" in line], window.errors


def test_a_joined_chat_on_plain_http_notifies_with_its_name(
    screen: Screen, window: Window, kind: str, tmp_path: Path
) -> None:
    desktop = Desktop(screen)
    with RunningServer(tmp_path / "data", "--host", "0.0.0.0") as server:
        window.do("open", f"http://{elsewhere()}:{server.port}/", None, "Kitchen")
        window.id = eventually(lambda: screen.windows("lobby"))[0]
        eventually(lambda: server.metric("chat_polls_parked") >= 1)
        desktop.turn_away(window)

        # The page hears of it a moment after the window: the first words may still be in time.
        def told() -> bool:
            server.post("Lunch at <b>noon</b>?", nick="Ada")
            with contextlib.suppress(AssertionError):
                return eventually(lambda: desktop.count() > 0, seconds=3)
            return False

        eventually(told)
        noted = eventually(desktop.noted, lambda noted: "Lunch" in noted)
        assert "lobby \N{EN DASH} Kitchen" in noted
        assert "Ada: Lunch at &lt;b&gt;noon" in noted
        screen.picture(f"{kind}-notice-of-a-joined-chat")
        # The title is the page's own again.
        assert "notify" not in window.title(lambda title: "lobby" in title)
        screen.run("dunstctl", "action")
        eventually(lambda: screen.active() == window.id)


class Flood(BaseHTTPRequestHandler):
    """A page that notifies as often as it can, by every way there is."""

    page: Final = """<title>lobby</title><script>
        for (let number = 0; number < 40; number += 1) {
          document.title = `notify ${JSON.stringify({title: 'lobby', text: `flood ${number}`})}`
          try { new Notification('lobby', {body: `other ${number}`}) } catch {}
        }
        document.title = 'lobby: done'
    </script>"""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def test_a_page_that_floods_is_cut_short(screen: Screen, window: Window) -> None:
    desktop = Desktop(screen)
    with serving(Flood) as address:
        # By this machine's own address, too, where a page has the browser's notifications.
        window.do("open", address, None, "Flood")
        window.id = eventually(lambda: screen.windows("lobby: done"))[0]
        eventually(lambda: desktop.count() >= MOST)
        assert desktop.count() == MOST
        assert "lobby \N{EN DASH} Flood" in desktop.noted()
