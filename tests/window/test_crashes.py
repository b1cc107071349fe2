"""A web view that crashes: once, and again and again."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler
from typing import Any, Final

import pytest

from appliance.window.crashes import MOST, SECONDS, Crashes
from tests.forms.builds import Builds
from tests.running import DEADLINE, eventually, members, metric
from tests.serving import serving
from tests.window.desk import command_line
from tests.window.doubleclick import PAGE_SECONDS, QT, SOURCE, SYSTEM, WindowDesk
from tests.window.screen import Screen
from tests.window.window import Window

NO_DRIVER: Final = {"__EGL_VENDOR_LIBRARY_FILENAMES": os.devnull}
"""As on a system without any driver for OpenGL: WebKitGTK's web process aborts at its start."""


def test_some_in_a_row_are_hopeless() -> None:
    now = 1_000.0
    crashes = Crashes(lambda: now)
    assert [crashes.another() for _ in range(MOST)] == [False] * (MOST - 1) + [True]


def test_now_and_then_is_not_hopeless() -> None:
    now = 1_000.0
    crashes = Crashes(lambda: now)
    for _ in range(10):
        now += SECONDS / (MOST - 1) + 0.1
        assert not crashes.another()


@pytest.mark.parametrize("form", [SOURCE, SYSTEM])
def test_without_a_driver_for_graphics_the_browser_opens(screen: Screen, form: str) -> None:
    with WindowDesk(screen, form) as desk:
        desk.environment |= NO_DRIVER
        opened = desk.start()
        url = desk.server()["url"]
        assert browser_opens(desk).startswith(url)
        said = eventually(desk.said, lambda said: "Ctrl-C" in said)
        assert "crashes again and again" in said
        assert "the chat works in any browser" in said.replace("\n", " ")
        with urllib.request.urlopen(f"{url}healthz", timeout=10) as answer:
            assert answer.status == 200
        eventually(lambda: web_processes(opened.pid), lambda left: not left)
        opened.terminate()
        assert opened.wait(DEADLINE) == 0
        desk.nothing_is_left()


@pytest.mark.parametrize("form", [SYSTEM, QT])
def test_after_one_crash_the_page_is_back_and_after_some_the_browser_opens(
    screen: Screen, form: str
) -> None:
    with WindowDesk(screen, form) as desk:
        opened = desk.start()
        url = desk.server()["url"]
        window = desk.window()
        for number in range(1, MOST + 1):
            eventually(lambda: metric(url, "chat_polls_parked"), seconds=PAGE_SECONDS)
            eventually(lambda: screen.colours(window), lambda many: many > 50, PAGE_SECONDS)
            assert not desk.recorded("xdg-open")
            crash(opened.pid)
            if number < MOST:
                eventually(lambda: metric(url, "chat_polls_parked"), lambda polls: not polls)
        assert browser_opens(desk).startswith(url)
        assert screen.windows("lobby") == []
        opened.terminate()
        assert opened.wait(DEADLINE) == 0
        desk.nothing_is_left()


@pytest.mark.parametrize(("kind", "build"), [("gtk", "system"), ("qt", "qt")])
def test_a_crash_before_the_page_has_come_asks_for_it_again(
    screen: Screen, builds: Builds, kind: str, build: str
) -> None:
    asked, come = threading.Semaphore(0), threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.release()
            come.wait(DEADLINE)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<!doctype html><title>lobby</title>here")

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with serving(Slow) as address:
        python, folder = str(builds.python(build)), screen.folder("crash")
        with Window(screen, python, kind, folder) as window:
            window.do("open", address)
            assert asked.acquire(timeout=DEADLINE)
            crash(os.getpgid(window.process.pid))
            come.set()
            eventually(lambda: screen.windows("lobby"))
            assert window.end() == 0


def browser_opens(desk: WindowDesk) -> str:
    """At this address."""
    return eventually(lambda: desk.recorded("xdg-open"), seconds=PAGE_SECONDS)[0]


def crash(group: int) -> None:
    """End the processes that draw the page."""
    found = web_processes(group)
    assert found
    for number in found:
        os.kill(number, signal.SIGKILL)


def web_processes(group: int) -> list[int]:
    """Those that run what pages bring, WebKit's or Chromium's."""
    drawing = (b"WebKitWebProcess", b"--type=renderer")
    return [
        number for number in members(group) if any(word in command_line(number) for word in drawing)
    ]
