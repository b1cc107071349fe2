"""A desktop that wants everything dark, from the start or from now on."""

from __future__ import annotations

import pytest

from tests.running import DEADLINE, eventually
from tests.window.doubleclick import SYSTEM, WindowDesk
from tests.window.screen import Screen

GROUNDS = {"prefer-dark": "#161B1A", "prefer-light": "#FFFFFF"}
"""The page's own, by what is wished: see ui/css/tokens.css."""


class Wish:
    """The desktop's setting, as GNOME has it; `environment` is in which it counts."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        home = screen.folder("settings")
        self.environment = {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": str(home)}
        self._file = home / "glib-2.0" / "settings" / "keyfile"
        self._file.parent.mkdir(parents=True)
        for path in (self._file.parent.parent, self._file.parent):
            screen.own(path)

    def be(self, what: str) -> None:
        self._file.write_text(f"[org/gnome/desktop/interface]\ncolor-scheme='{what}'\n")
        self._screen.own(self._file)


@pytest.mark.parametrize(("first", "then"), [tuple(GROUNDS), tuple(reversed(GROUNDS))])
def test_window_and_page_are_as_the_desktop(screen: Screen, first: str, then: str) -> None:
    wish = Wish(screen)
    with WindowDesk(screen, SYSTEM) as desk:
        desk.environment |= wish.environment
        wish.be(first)
        opened = desk.start()
        window = desk.window()
        eventually(lambda: screen.has_colour(window, GROUNDS[first]))
        assert not screen.has_colour(window, GROUNDS[then])
        screen.picture(first)
        wish.be(then)
        eventually(lambda: screen.has_colour(window, GROUNDS[then]))
        assert not screen.has_colour(window, GROUNDS[first])
        opened.terminate()
        assert opened.wait(DEADLINE) == 0
