"""What the icon in the tray says, and what its menu offers. Rules without I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from appliance.window.server.status import Around

_COUNTED: Final = re.compile(r"\((\d{1,6})\) ")
"""How the page's title begins while something is unread: see title.unread in ui/js/words."""


class MenuPart(IntEnum):
    """The lines of the menu; the numbers are what the desktop knows them by."""

    OPEN = 1
    OTHERS = 2
    WHO_MAY = 3
    EVERYONE = 4
    ONLY_HERE = 5
    LAST = 6
    QUIT = 7


class MenuLine(NamedTuple):
    """`chosen` is None for what is no choice; a line without words separates."""

    part: MenuPart
    words: str = ""
    chosen: bool | None = None
    usable: bool = True


class Showing(NamedTuple):
    """`title` is the window's; `around` what the own chat's server says, None without one."""

    title: str
    around: Around | None = None

    @property
    def unread(self) -> int:
        counted = _COUNTED.match(self.title)
        return int(counted[1]) if counted else 0

    @property
    def words(self) -> str:
        """The title without the count, which has a place of its own."""
        return _COUNTED.sub("", self.title, count=1)

    @property
    def news(self) -> str:
        return f"{self.unread} unread" if self.unread else ""

    def menu(self) -> Sequence[MenuLine]:
        """Who is there and who may come are the own chat's only: of another machine's, its page
        tells.
        """
        first = MenuLine(MenuPart.OPEN, f"Open ({self.news})" if self.news else "Open")
        if self.around is None:
            return [first, MenuLine(MenuPart.LAST), MenuLine(MenuPart.QUIT, "Quit")]
        shared, others = self.around
        return [
            first,
            MenuLine(MenuPart.OTHERS, _there(others), usable=False),
            MenuLine(MenuPart.WHO_MAY),
            MenuLine(MenuPart.EVERYONE, "Everyone on this network", chosen=shared),
            MenuLine(MenuPart.ONLY_HERE, "Only this computer", chosen=not shared),
            MenuLine(MenuPart.LAST),
            MenuLine(MenuPart.QUIT, "Close for everyone" if others else "Quit"),
        ]


def _there(others: int) -> str:
    if others == 0:
        return "Nobody else is connected"
    return "1 other device is connected" if others == 1 else f"{others} other devices are connected"
