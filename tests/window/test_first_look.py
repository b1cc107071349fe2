"""What is seen while a window comes up: its page's ground, and nothing else before the page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.forms.builds import Builds
from tests.running import eventually
from tests.window.screen import Screen
from tests.window.test_view import VENVS
from tests.window.window import Window

DESKTOP: Final = 0xFF0000
"""Red, as nothing of ours is: what is seen then is a window's."""

GROUNDS: Final = (0xFFFFFF, 0xF5F3EE)
"""The page's own before there is one, and that of a local page: see ui/css/tokens.css."""

GLANCE: Final = 0.002
"""Seconds between two looks; what lasts as long as a frame is seen."""


@contextmanager
def watched(screen: Screen) -> Iterator[set[int]]:
    """All colours that are seen at a place where a local page shows its ground only."""
    seen: set[int] = set()
    over = threading.Event()
    width, height = screen.size
    x, y = width // 6, height // 3

    def watch() -> None:
        while not over.wait(GLANCE):
            seen.add(screen.framebuffer.point(x, y))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def test_qt_is_never_black_before_its_page(screen: Screen, builds: Builds) -> None:
    python = str(builds.python(VENVS["qt"]))
    screen.run("display", "-window", "root", f"xc:#{DESKTOP:06x}")
    eventually(lambda: screen.framebuffer.point(5, 5), DESKTOP.__eq__)
    with watched(screen) as seen, Window(screen, python, "qt", screen.folder("view")) as window:
        window.do("ask", "starting", {})
        eventually(lambda: GROUNDS[-1] in seen)
    assert seen <= {DESKTOP, *GROUNDS}
