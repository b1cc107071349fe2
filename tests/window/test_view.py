"""The window on a real screen: GTK and Qt, as a user who is not root, with real keys."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from tests.forms.builds import Builds
from tests.running import DEADLINE, RunningServer, at_rest, eventually
from tests.serving import serving
from tests.window.screen import Screen
from tests.window.window import CLOSE, Window

VENVS: Final = {"gtk": "system", "qt": "qt"}
"""Which build's environment can show such a window."""


class Desktop:
    """A screen, a server, and windows of one kind that show it."""

    def __init__(self, screen: Screen, server: RunningServer, kind: str, python: str) -> None:
        self.screen, self.server, self.kind, self.python = screen, server, kind, python
        self.folder = screen.folder("view")

    def window(self, **options: Any) -> Window:
        return Window(self.screen, self.python, self.kind, self.folder, **options)

    def picture(self, name: str) -> Path:
        return self.screen.picture(f"{self.kind}-{name}")

    def has_been_heard_of(self) -> None:
        """A window has heard of what was done to it when it has heard of something after it."""
        noted = self.folder / "window.json"
        noted.unlink(missing_ok=True)
        self.screen.start(["xmessage", "something else"])
        eventually(noted.exists)


@pytest.fixture(params=list(VENVS))
def desktop(
    request: pytest.FixtureRequest, screen: Screen, server: RunningServer, builds: Builds
) -> Desktop:
    python = builds.python(VENVS[request.param])
    return Desktop(screen, server, request.param, str(python))


@pytest.fixture
def ada(browser: Browser, server: RunningServer) -> Iterator[Page]:
    """Somebody else, in a browser of her own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.url)
    yield page
    context.close()


def test_messages_go_both_ways(desktop: Desktop, ada: Page) -> None:
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen = desktop.screen
        screen.type("Grace")
        screen.key("Tab")
        screen.type("Hello from the window")
        screen.key("Return")
        ada.get_by_text("Hello from the window").wait_for()
        before = at_rest(window.colours)
        desktop.server.post("Good to see you \N{SMILING FACE WITH SMILING EYES}", nick="Ada")
        eventually(window.colours, lambda colours: colours > before)
        desktop.picture("chat")
        said = [entry["nick"] for entry in desktop.server.log()]
        assert said == ["Grace", "Ada"]
        assert window.end() == 0
    assert not [line for line in window.errors if "Traceback" in line], window.errors


def test_the_title_counts_what_was_not_read(desktop: Desktop) -> None:
    with desktop.window() as window:
        window.open(desktop.server.url)
        eventually(lambda: desktop.server.metric("chat_polls_parked") >= 1)
        desktop.screen.do("windowminimize", "--sync", window.id)

        def unread() -> str:
            # What comes before the page knows that it is hidden counts as read.
            desktop.server.post("Are you there?")
            return desktop.screen.title(window.id)

        assert "lobby" in eventually(unread, lambda title: title.startswith("("))
        window.do("to_front")
        window.title(lambda title: not title.startswith("("))


def test_it_comes_back_where_it_was(desktop: Desktop) -> None:
    screen = desktop.screen
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.do("windowsize", "--sync", window.id, "700", "500")
        screen.do("windowmove", "--sync", window.id, "300", "200")
        eventually(lambda: screen.geometry(window.id)[2:], lambda size: size == (700, 500))
        before = screen.geometry(window.id)
        desktop.has_been_heard_of()
        window.end()
    with desktop.window() as window:
        window.open(desktop.server.url)
        assert screen.geometry(window.id) == before


def test_a_place_that_is_gone_is_pulled_back_onto_the_screen(desktop: Desktop) -> None:
    noted = {"box": {"x": 5_000, "y": -900, "width": 4_000, "height": 3_000}, "maximised": False}
    file = desktop.folder / "window.json"
    file.write_text(json.dumps(noted))
    desktop.screen.own(file)
    with desktop.window() as window:
        window.open(desktop.server.url)
        x, y, width, height = desktop.screen.geometry(window.id)
        assert min(x, y) >= 0
        most = desktop.screen.size
        assert (x + width, y + height) <= most
        assert y + height <= most[1]


def test_being_maximised_is_remembered(desktop: Desktop) -> None:
    screen = desktop.screen

    def is_maximised(window: Window) -> bool:
        return "MAXIMIZED_VERT" in screen.run("xprop", "-id", window.id, "_NET_WM_STATE")

    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.run("wmctrl", "-i", "-r", window.id, "-b", "add,maximized_vert,maximized_horz")
        eventually(lambda: is_maximised(window))
        desktop.has_been_heard_of()
        window.end()
    with desktop.window() as window:
        window.open(desktop.server.url)
        eventually(lambda: is_maximised(window))


def test_links_open_in_the_real_browser(desktop: Desktop) -> None:
    screen = desktop.screen
    seen = screen.folder("programs") / "seen"
    program = screen.folder("programs") / "xdg-open"
    program.write_text(f'#!/bin/sh\nenv >{seen}.env\necho "$1" >>{seen}\n')
    program.chmod(0o755)
    path = f"{program.parent}:{screen.environment['PATH']}"
    unpacked = {"PATH": path, "LD_LIBRARY_PATH": "", "_PYI_ARCHIVE_FILE": "x"}
    desktop.server.post("Look: https://example.org/page?a=1 !")
    with desktop.window(environment=unpacked) as window:
        window.open(desktop.server.url)
        # Before it has begun the keys would take another way, to a button that asks for a file.
        eventually(lambda: desktop.server.metric("chat_polls_parked"))

        # From the name to the link: Tab goes backwards through the page.
        def opened() -> bool:
            screen.key("shift+Tab")
            screen.key("Return")
            return seen.exists() and bool(seen.read_text())

        eventually(opened)
        # The real browser got it, and the chat is still here.
        assert seen.read_text().split()[0] == "https://example.org/page?a=1"
        assert "_PYI" not in Path(f"{seen}.env").read_text()
        assert "lobby" in window.title()


def test_a_message_in_the_background_notifies_the_desktop(desktop: Desktop) -> None:
    screen = desktop.screen
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
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.start(["xmessage", "something else"])
        eventually(lambda: screen.active() not in ("", window.id))

        # The page hears of it a moment after the window: the first words may still be in time.
        def told() -> bool:
            desktop.server.post("Lunch at <b>noon</b>?", nick="Ada")
            with contextlib.suppress(AssertionError):
                return eventually(lambda: "member=Notify" in noted.read_text(), seconds=2)
            return False

        eventually(told)
        said = eventually(noted.read_text, lambda said: "Lunch" in said)
        assert "Lunch at &lt;b&gt;noon" in said
        desktop.picture("notification")
        screen.run("dunstctl", "action")
        eventually(lambda: screen.active() == window.id)


def test_the_close_button_asks_and_what_was_typed_stays(desktop: Desktop) -> None:
    screen = desktop.screen
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.type("Grace")
        screen.key("Tab")
        screen.type("A draft")
        screen.key(CLOSE)
        window.wait("closing")
        window.do("ask", "closing", {"others": 2})
        dialog = eventually(lambda: screen.windows("Close the chat"))[0]
        eventually(lambda: screen.active() == dialog)
        desktop.picture("closing")
        screen.key("Escape")
        assert window.wait("answered")["choice"] == "cancel"
        eventually(lambda: screen.active() == window.id)
        sent = screen.press("Return", desktop.server.log)
        assert sent[0]["message"] == "A draft"
        window.do("ask", "closing", {"others": 1})
        eventually(lambda: screen.windows("Close the chat"))
        screen.key("Tab", "Tab")
        window.do("allow")
        screen.key("Escape")
        window.wait("answered")
        screen.key(CLOSE)
        window.wait("closing")
        window.wait("ended")
        assert window.process.wait(DEADLINE) == 0


@pytest.mark.parametrize(
    ("page", "facts", "choice", "fields"),
    [
        (
            "place",
            {"chats": [{"name": "<b>Kitchen</b>", "url": "http://192.0.2.7:8080/"}]},
            "join",
            {"url": "http://192.0.2.7:8080/"},
        ),
        ("stopped", {"reason": "It was ended </script> from outside."}, "restart", {}),
    ],
    ids=["place", "stopped"],
)
def test_a_local_page_answers_once(
    desktop: Desktop, page: str, facts: dict[str, Any], choice: str, fields: dict[str, str]
) -> None:
    screen = desktop.screen
    with desktop.window() as window:
        window.do("ask", page, facts)
        window.id = eventually(lambda: screen.windows("^Chat$"))[0]
        eventually(lambda: screen.has_colour(window.id, "#0f6b5c"))
        eventually(lambda: screen.active() == window.id)
        desktop.picture(page)
        screen.key("Return", "Return")
        told = window.wait("answered")
        assert (told["choice"], told["fields"]) == (choice, fields)
        assert screen.title(window.id) == "Chat"
        assert window.end() == 0  # nothing was answered twice


def test_a_hidden_window_comes_to_the_front_with_the_keyboard(desktop: Desktop) -> None:
    screen = desktop.screen
    with desktop.window(hidden=True) as window:
        window.do("open", desktop.server.url)
        eventually(lambda: desktop.server.metric("chat_polls_parked") >= 1, seconds=30)
        assert not screen.windows("lobby")
        screen.start(["xmessage", "something else"])
        eventually(screen.active)
        for _ in range(5):
            window.do("to_front")
        found = eventually(lambda: screen.windows("lobby"))
        assert len(found) == 1
        eventually(lambda: screen.active() == found[0])
        window.do("hide")
        eventually(lambda: not screen.windows("lobby"))
        window.do("to_front")
        eventually(lambda: screen.active() == found[0])


def test_the_nick_outlives_the_window(desktop: Desktop) -> None:
    screen = desktop.screen
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.type("Grace")
        screen.key("Tab")
        screen.type("before")
        screen.key("Return")
        eventually(desktop.server.log)
        window.end()
    with desktop.window() as window:
        window.open(desktop.server.url)
        screen.type("after")
        screen.key("Return")
        first, second = eventually(desktop.server.log, lambda log: len(log) == 2)
    assert (second["nick"], second["message"]) == ("Grace", "after")
    assert second["member"] == first["member"]


class Files(BaseHTTPRequestHandler):
    """A page like ours with a file to save, and one that shows which file it was given."""

    pages: Final = {
        "/": "<title>lobby</title><body><a href=/notes.txt autofocus>notes</a>",
        "/choose": """<title>lobby</title><body><input type=file id=chosen autofocus><script>
            chosen.addEventListener("focus", () => document.title = "lobby: focused", {once: true})
            chosen.onchange = async () => {
                const [file] = chosen.files
                document.title = `lobby: ${file.name}=${await file.text()}`
            }
        </script>""",
    }

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path in self.pages:
            page = self.pages[self.path]
            self.send_header("Content-Type", "text/html")
        else:
            page = "what was said"
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Disposition", 'attachment; filename="notes.txt"')
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def test_a_file_is_saved_where_the_user_says(desktop: Desktop) -> None:
    screen = desktop.screen
    (screen.folder(".config") / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/saved"\n')
    saved = screen.folder("saved") / "notes.txt"
    with serving(Files) as address, desktop.window() as window:
        window.do("open", f"{address}")
        window.id = eventually(lambda: screen.windows("lobby"), seconds=30)[0]
        eventually(lambda: screen.active() == window.id)

        def dialog() -> list[str]:
            screen.key("Tab", "Return")
            return screen.windows("Save file")

        found = eventually(dialog)[0]
        eventually(lambda: screen.active() == found)
        desktop.picture("save")
        screen.key("Return")
        eventually(lambda: saved.is_file() and saved.read_text() == "what was said")
        assert "lobby" in window.title()
        window.end()


def test_a_file_is_chosen_with_the_keyboard_and_the_page_can_read_it(desktop: Desktop) -> None:
    screen = desktop.screen
    plan = screen.folder("papers") / "plan.txt"
    plan.write_text("what to do")
    with serving(Files) as address, desktop.window() as window:
        window.do("open", f"{address}choose")
        window.id = eventually(lambda: screen.windows("lobby"), seconds=30)[0]
        eventually(lambda: screen.active() == window.id)

        window.title(lambda title: "focused" in title)
        screen.key("space")
        found = eventually(lambda: screen.windows("^(Select File|Open)$"))[0]
        eventually(lambda: screen.active() == found)
        before = screen.look(found)
        screen.type("/")
        # GTK only now makes a place to type into.
        eventually(lambda: screen.look(found) != before)
        screen.type(str(plan).removeprefix("/"))
        desktop.picture("choose-file")
        screen.key("Return")
        assert window.title(lambda title: "=" in title) == "lobby: plan.txt=what to do"
        window.end()


def test_it_ends_when_the_screen_goes(desktop: Desktop) -> None:
    with desktop.window() as window:
        window.open(desktop.server.url)
        desktop.screen.vanish()
        window.process.wait(DEADLINE)


def test_it_ends_by_sigterm(desktop: Desktop) -> None:
    with desktop.window() as window:
        window.open(desktop.server.url)
        window.process.terminate()
        window.wait("ended")
        assert window.process.wait(DEADLINE) == 0
