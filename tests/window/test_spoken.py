"""What a screen reader is told of the window's own parts, and the keyboard's way through them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from appliance.window import place
from appliance.window.choice import Neighbour
from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import eventually
from tests.window.screen import Screen
from tests.window.test_view import VENVS
from tests.window.window import Window

READER: Final = str(Path(__file__).with_name("reader.py"))
NEEDED: Final = (
    Path("/usr/share/dbus-1/services/org.a11y.Bus.service"),
    *Path("/usr/lib").glob("*/girepository-1.0/Atspi-2.0.typelib"),
)
ACCESSIBLE: Final = {"NO_AT_BRIDGE": "0", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

KITCHEN: Final = Neighbour("Kitchen", "http://192.0.2.7:8080/", "1f")
ATTIC: Final = Neighbour("Attic", "http://192.0.2.8:8080/", "2e", here=2)

Told = list[dict[str, Any]]


class Reader:
    """Somebody who hears what is on the screen, and does not see it."""

    def __init__(self, screen: Screen, python: str) -> None:
        if len(NEEDED) < 2 or not NEEDED[0].exists():
            unavailable("no AT-SPI (apt-get install at-spi2-core gir1.2-atspi-2.0)")
        self._screen = screen
        self._python = python
        screen.environment |= ACCESSIBLE

    def hears(self, *names: str) -> Told:
        """All that is told, once these names are among it."""
        return eventually(self._told, lambda told: set(names) <= {part["name"] for part in told})

    def calls_the_page(self, name: str) -> None:
        """The page itself, that is; the window has a name of its own."""
        wanted = ("document web", name)
        eventually(
            self._told, lambda told: wanted in {(part["role"], part["name"]) for part in told}
        )

    def is_at(self, name: str) -> bool:
        """Whether what has this name comes to have the keyboard."""
        return bool(eventually(self._told, lambda told: name in focused(told)))

    def goes(self, *steps: tuple[str, str]) -> None:
        """Press each key and hear the name of what has the keyboard then."""
        for key, name in steps:
            self._screen.key(key)
            self.is_at(name)

    def _told(self) -> Told:
        told: Told = json.loads(self._screen.run(self._python, READER) or "[]")
        return told


def focused(told: Told) -> set[str]:
    return {part["name"] for part in told if part["focused"]}


@pytest.mark.parametrize("kind", list(VENVS))
def test_all_of_it_has_a_name_and_is_reached_by_keyboard(
    screen: Screen, builds: Builds, kind: str
) -> None:
    reader = Reader(screen, str(builds.python("system")))
    python = str(builds.python(VENVS[kind]))
    facts = place.choosing([KITCHEN, ATTIC], KITCHEN, lost=False, own=True, typed="")
    with Window(screen, python, kind, screen.folder("view"), environment=ACCESSIBLE) as window:
        window.do("ask", "place", facts)
        reader.hears("You are in \u201cKitchen\u201d", "Chats on this network")
        reader.calls_the_page("Chat")
        here = "Kitchen 192.0.2.7:8080 You are here"
        reader.is_at(here)
        reader.goes(("ctrl+f", "Find"))
        reader.hears("Find", "Previous", "Next", "Close")
        reader.goes(
            ("Escape", here),
            ("Tab", "Attic 192.0.2.8:8080 \N{MIDDLE DOT} 2 devices there Join"),
            ("Tab", "Address of a chat"),
            ("Tab", "Go"),
            ("Tab", "Back to \u201cKitchen\u201d"),
        )
        screen.key("Return")
        assert window.wait("answered")["choice"] == "join"
        dialog(reader, window)


def dialog(reader: Reader, window: Window) -> None:
    """What asks before the chat is closed: the last way changes nothing, and has the keyboard."""
    window.do("ask", "closing", {"others": 2, "unsent": 0})
    told = reader.hears("Close the chat for everyone?", "Keep it running", "Close for everyone")
    assert any("2 other devices are connected" in part["name"] for part in told)
    reader.is_at("Cancel")
    reader.goes(("Left", "Close for everyone"), ("Left", "Keep it running"))
    window.screen.key("Return")
    assert window.wait("answered")["choice"] == "keep"
