"""Where the window was, and where it may be: remembered, and checked against the screens."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from appliance.host.note import Note

FILE_NAME: Final = "window.json"
_FIRST: Final = (1040, 720)
_SMALLEST: Final = (360, 420)
_TITLE_BAR: Final = 40
_BORDERS: Final = 8
"""Left free: the window manager's frame comes on top of our size."""


class Box(NamedTuple):
    """A rectangle on the desktop, in the toolkit's own pixels."""

    x: int
    y: int
    width: int
    height: int

    def shared_with(self, other: Box) -> int:
        """The area that both have."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(across, 0) * max(down, 0)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the window is when it is not maximised, and whether it is."""

    box: Box
    maximised: bool = False

    def on(self, screens: Sequence[Box]) -> Geometry:
        """The same place if the screens have it, else the nearest one that is all on a screen."""
        if not screens:
            return self
        screen = max(screens, key=self.box.shared_with)
        if not self.box.shared_with(screen):
            return Geometry(_centred(self.box, screens[0]), self.maximised)
        return Geometry(_pulled(self.box, screen), self.maximised)


def first(screens: Sequence[Box]) -> Geometry:
    """In the middle of the first screen, at a size to read and write in."""
    width, height = _FIRST
    return Geometry(
        _centred(Box(0, 0, width, height), screens[0]) if screens else Box(0, 0, *_FIRST)
    )


def remembered(folder: Path) -> Geometry | None:
    """What `remember` wrote there; None if there is nothing that makes sense."""
    try:
        noted = json.loads((folder / FILE_NAME).read_text("utf-8"))
        box = Box(*(int(noted["box"][name]) for name in Box._fields))
        return Geometry(box, bool(noted["maximised"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def remember(folder: Path, geometry: Geometry) -> None:
    """Write it in one step. What cannot be written is forgotten: nobody is told."""
    noted: dict[str, Any] = asdict(geometry) | {"box": geometry.box._asdict()}
    with contextlib.suppress(OSError):
        Note(folder / FILE_NAME).write(noted)


def _centred(box: Box, screen: Box) -> Box:
    width, height = _sized(box, screen)
    return Box(
        screen.x + (screen.width - width) // 2,
        screen.y + (screen.height - height - _TITLE_BAR) // 2,
        width,
        height,
    )


def _pulled(box: Box, screen: Box) -> Box:
    width, height = _sized(box, screen)
    right = screen.x + screen.width - width - _BORDERS
    bottom = screen.y + screen.height - height - _TITLE_BAR
    return Box(max(screen.x, min(box.x, right)), max(screen.y, min(box.y, bottom)), width, height)


def _sized(box: Box, screen: Box) -> tuple[int, int]:
    """The box's size, no larger than the screen has room for."""
    room = (screen.width - _BORDERS, screen.height - _TITLE_BAR)
    wanted = zip((box.width, box.height), _SMALLEST, room, strict=True)
    width, height = (min(max(size, least), most) for size, least, most in wanted)
    return width, height
