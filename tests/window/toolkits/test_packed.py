"""What a onefile executable unpacks by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disk import mounted
from tests.running import eventually
from tests.window.doubleclick import QT, WindowDesk
from tests.window.screen import Screen

MEGABYTES = 260
"""Enough for what the bootloader unpacks, and for half of the rest."""


@pytest.fixture
def narrow(screen: Screen) -> Iterator[Path]:
    """A temporary folder with little room."""
    folder = screen.folder("narrow")
    with mounted(folder, f"size={MEGABYTES}m"):
        yield folder


def test_without_room_for_the_web_view_the_browser_opens(screen: Screen, narrow: Path) -> None:
    with WindowDesk(screen, QT) as desk:
        desk.environment["TMPDIR"] = str(narrow)
        opened = desk.start()
        server = desk.server()
        eventually(lambda: desk.recorded("xdg-open"), lambda calls: len(calls) == 1)
        assert f":{server['port']}/" in desk.recorded("xdg-open")[0]
        assert "cannot be unpacked" in desk.said()
        assert "No space left on device" in desk.said()
        assert "TMPDIR" in desk.said()
        assert "The chat opens in your browser" in desk.said()
        assert room(narrow) > MEGABYTES / 4
        opened.terminate()
        desk.nothing_is_left()
        eventually(lambda: list(narrow.iterdir()), lambda left: not left)


def room(folder: Path) -> float:
    """Megabytes that are free there."""
    return shutil.disk_usage(folder).free / (1 << 20)
