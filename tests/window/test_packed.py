"""What a onefile executable unpacks by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import mounted
from tests.running import eventually
from tests.window.doubleclick import QT, WindowDesk
from tests.window.screen import Screen

MEGABYTES = 260
"""Enough for what the bootloader unpacks, and for half of the rest."""


@pytest.fixture
def narrow(screen: Screen) -> Iterator[Path]:
    """A temporary folder with little room."""
    folder = screen.folder("narrow")
    with mounted(folder, MEGABYTES):
        yield folder


def test_too_little_room_for_the_web_view_is_said(screen: Screen, narrow: Path) -> None:
    with WindowDesk(screen, QT) as desk:
        desk.environment["TMPDIR"] = str(narrow)
        opened = desk.start()
        assert opened.wait(60) != 0
        assert "cannot be unpacked" in desk.said()
        assert "No space left on device" in desk.said()
        assert "TMPDIR" in desk.said()
        desk.nothing_is_left()
        eventually(lambda: list(narrow.iterdir()), lambda left: not left)
