"""Takes pictures of the page in every state, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page

from tests.looks.house import House
from tests.looks.states import State


class Window(NamedTuple):
    """What somebody looks at it in; with fingers where it is small."""

    width: int
    height: int

    @property
    def options(self) -> dict[str, Any]:
        """Those of a browser's context."""
        viewport = {"width": self.width, "height": self.height}
        touch = self.width < 1000
        return {"viewport": viewport, "has_touch": touch, "is_mobile": touch}

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


WINDOWS: Final = (
    *(Window(1280, 800), Window(390, 844), Window(320, 640)),
    *(Window(844, 390), Window(568, 320), Window(320, 256)),
)


class Colours(NamedTuple):
    """What somebody set on their system."""

    name: str
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"

    def put_on(self, page: Page) -> None:
        """Show the page in them."""
        page.emulate_media(color_scheme=self.scheme, forced_colors=self.forced)


LIGHT: Final = Colours("light", "light")
DARK: Final = Colours("dark", "dark")
FORCED: Final = Colours("forced", "light", "active")
COLOURS: Final = (LIGHT, DARK, FORCED, Colours("forced-dark", "dark", "active"))


def pictures(browser: Browser, folder: Path, states: list[State], to: Path) -> Iterator[Path]:
    """Those of each state in each window and in all colours, as they are written."""
    for window in WINDOWS:
        within = folder / str(window)
        within.mkdir()
        with House(browser, within, **window.options) as house:
            for state in states:
                page = state(house)
                for colours in COLOURS:
                    colours.put_on(page)
                    path = to / f"{state.__name__}-{window}-{colours.name}.png"
                    page.screenshot(path=path, full_page=state.__name__ == "printed")
                    yield path
                page.context.close()
