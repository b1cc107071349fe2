"""What is around the page: menu, size, find, print and spelling, with real keys and mouse.

The page is one of the test's own, which tells in its title what happened to it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import ROOT, at_rest, eventually
from tests.serving import serving
from tests.window.screen import Screen
from tests.window.window import Window

VENVS: Final = {"gtk": "system", "qt": "qt"}
"""Which build's environment can show such a window."""

MARKED: Final = 1e-5
"""Of the window's redness, the least that a mark below a word adds."""

PAGE: Final = """<!doctype html><html lang=en><title>lobby</title>
<style>* {margin: 0; box-sizing: border-box} body {font: 20px sans-serif}
textarea, a, p, img {display: block; width: 100%; height: 150px; padding: 20px; font: inherit}
a {width: 200px} img {object-fit: contain; object-position: left}</style>
<textarea id=box autofocus></textarea>
<p>one needle, two needles</p>
<a href="https://example.org/page">a link</a>
<img src="picture.png" alt="">
<script>
const tell = () => { document.title = `lobby ${JSON.stringify({
  said: box.value, wide: innerWidth, high: innerHeight, marked: String(getSelection())})}` }
addEventListener('resize', tell)
document.addEventListener('selectionchange', tell)
box.addEventListener('input', tell)
if (location.search) addEventListener('keydown', (event) => {
  if (!event.ctrlKey || event.key !== "f") return
  event.preventDefault()
  box.value += "searched"
  tell()
})
tell()
</script>"""

BOX: Final = (200, 75)
WRONG: Final = (30, 32)
LINK: Final = (60, 333)
PICTURE: Final = (80, 525)
NOWHERE: Final = (900, 680)
"""Where they are in the page."""


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        is_picture = self.path.endswith(".png")
        self.send_header("Content-Type", "image/png" if is_picture else "text/html")
        self.end_headers()
        self.wfile.write((ROOT / "ui/icon.png").read_bytes() if is_picture else PAGE.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class Desktop:
    """A window that shows the page, and what is done to it."""

    def __init__(self, screen: Screen, window: Window, kind: str, url: str) -> None:
        self.screen, self.window, self.kind, self.url = screen, window, kind, url

    def open(self, query: str = "") -> None:
        self.window.do("open", self.url + query)
        self.window.id = eventually(lambda: self.screen.windows("^lobby"))[0]
        eventually(lambda: self.screen.active() == self.window.id)
        self.press(BOX)

    def told(self, expect: Callable[[dict[str, Any]], bool] = bool) -> dict[str, Any]:
        """What the page says of itself, once it is as wanted."""
        return eventually(self._told, lambda told: bool(told) and expect(told))

    def _told(self) -> dict[str, Any]:
        _, _, said = self.screen.title(self.window.id).partition("lobby ")
        try:
            told: dict[str, Any] = json.loads(said)
        except ValueError:
            return {}
        return told

    def press(self, place: tuple[int, int], button: str = "1") -> None:
        """Press this button of the mouse there; as to --sync see Screen.click."""
        x, y = map(str, place)
        self.screen.do("mousemove", "--window", self.window.id, x, y, "click", button)

    def choose(self, place: tuple[int, int], *keys: str, picture: str = "") -> None:
        """Press the right button there, and keys in the menu that comes."""
        self.raised(lambda: self.press(place, "3"))
        if picture:
            self.picture(picture)
        self.picked(*keys)

    def raised(self, act: Callable[[], object]) -> None:
        """Comes back when there is something more to see."""
        self._before = self.popups()
        act()
        eventually(lambda: self.popups() - self._before)

    def picked(self, *keys: str) -> None:
        """Press these in the menu, which is then gone."""
        # Another item is marked then: a menu that is just there passes over keys now and then.
        unmarked = at_rest(self._menu)
        self.screen.press(
            " ".join(keys), lambda: [look for look in [self._menu()] if look != unmarked]
        )
        self.screen.key("Return")
        eventually(lambda: not self.popups() - self._before or self.screen.windows("Save|Print"))

    def _menu(self) -> str:
        """How it looks; empty if it has gone."""
        return "".join(map(self.screen.look, sorted(self.popups() - self._before)))

    def picture(self, name: str) -> None:
        self.screen.picture(f"{self.kind}-{name}")

    def popups(self) -> set[str]:
        """The windows that are to be seen, menus among them."""
        return set(self.screen.do("search", "--onlyvisible", "--name", "").split())


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    with serving(Pages) as address:
        yield address


@pytest.fixture(params=list(VENVS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Opened = Callable[[], AbstractContextManager[Desktop]]


@pytest.fixture
def opened(screen: Screen, builds: Builds, pages: str, kind: str) -> Opened:
    python, folder = str(builds.python(VENVS[kind])), screen.folder("view")

    @contextmanager
    def opened() -> Iterator[Desktop]:
        with Window(screen, python, kind, folder) as window:
            desktop = Desktop(screen, window, kind, pages)
            desktop.open()
            yield desktop
            assert window.end() == 0
        assert not [line for line in window.errors if "Traceback" in line], window.errors

    return opened


@pytest.fixture
def desktop(opened: Opened) -> Iterator[Desktop]:
    with opened() as desktop:
        yield desktop


def test_the_menu_cuts_and_pastes_by_mouse_and_selects_by_keyboard(desktop: Desktop) -> None:
    screen = desktop.screen
    screen.type("one two")
    desktop.told(lambda told: told["said"] == "one two")
    screen.key("ctrl+a")
    desktop.choose(BOX, "Down", picture="menu-of-the-box")
    desktop.told(lambda told: told["said"] == "")
    desktop.choose(BOX, "Up", "Up")
    desktop.told(lambda told: told["said"] == "one two")
    desktop.raised(lambda: screen.key("shift+F10"))
    desktop.picked("Up")
    screen.type("x")
    desktop.told(lambda told: told["said"] == "x")


def test_the_menu_copies_a_link_and_saves_a_picture(desktop: Desktop) -> None:
    screen = desktop.screen
    desktop.choose(LINK, "Down", "Down", picture="menu-of-a-link")
    desktop.press(BOX)
    screen.key("ctrl+v")
    desktop.told(lambda told: told["said"] == "https://example.org/page")
    desktop.choose(PICTURE, "Down", "Down", picture="menu-of-a-picture")
    eventually(lambda: screen.windows("Save file"))
    screen.key("Escape")
    eventually(lambda: not screen.windows("Save file"))


def test_size_goes_by_keys_wheel_and_menu_and_is_remembered(opened: Opened) -> None:
    with opened() as desktop:
        screen, wide = desktop.screen, desktop.told()["wide"]
        screen.key("ctrl+plus")
        desktop.told(lambda told: told["wide"] == round(wide / 1.1))
        screen.key("ctrl+minus", "ctrl+minus")
        desktop.told(lambda told: told["wide"] > wide * 1.05)
        screen.key("ctrl+0")
        desktop.told(lambda told: told["wide"] == wide)
        screen.do("keydown", "ctrl", "click", "4", "keyup", "ctrl")
        desktop.told(lambda told: told["wide"] == round(wide / 1.1))
        # The last item is the page's own size, the one before the last is smaller than that.
        desktop.choose(NOWHERE, "Up", picture="menu-of-the-page")
        desktop.told(lambda told: told["wide"] == wide)
        screen.key("ctrl+plus", "ctrl+plus")
        desktop.told(lambda told: told["wide"] == round(wide / 1.25))
    with opened() as desktop:
        desktop.told(lambda told: told["wide"] == round(wide / 1.25))


def test_words_are_found_in_the_page(desktop: Desktop) -> None:
    screen, high = desktop.screen, desktop.told()["high"]
    screen.key("ctrl+f")
    desktop.told(lambda told: told["high"] < high)
    before = screen.look(desktop.window.id)
    screen.type("needle")
    eventually(lambda: screen.look(desktop.window.id), lambda look: look != before)
    if desktop.kind == "gtk":
        desktop.told(lambda told: told["marked"] == "needle")
    else:
        eventually(lambda: screen.has_colour(desktop.window.id, "#ff9632"))
    desktop.picture("find")
    screen.key("Escape")
    desktop.told(lambda told: told["high"] == high)
    desktop.press(BOX)
    screen.type("back")
    assert desktop.told(lambda told: told["said"])["said"].startswith("b")


def test_a_page_with_a_search_of_its_own_takes_the_key(desktop: Desktop) -> None:
    desktop.open("?search")
    high = desktop.told()["high"]

    def searched() -> list[dict[str, Any]]:
        return [told for told in [desktop._told()] if told.get("said") == "searched"]

    told = desktop.screen.press("ctrl+f", searched)[0]
    # What the window would have done it does at the next key that the page leaves to it.
    wide = told["wide"]
    desktop.screen.key("ctrl+plus")
    desktop.told(lambda told: told["wide"] < wide)
    desktop.screen.key("ctrl+0")
    desktop.told(lambda told: (told["wide"], told["high"]) == (wide, high))


def test_the_page_is_printed_by_the_systems_dialog(desktop: Desktop) -> None:
    screen = desktop.screen
    for _ in range(2):  # the second time as well
        screen.key("ctrl+p")
        eventually(lambda: screen.windows("^Print"))
        desktop.picture("print")
        screen.key("Escape")
        eventually(lambda: not screen.windows("^Print"))
        eventually(lambda: screen.active() == desktop.window.id)


@pytest.mark.parametrize("kind", ["gtk"])
def test_a_misspelled_word_is_marked_and_mended(desktop: Desktop) -> None:
    """Qt reads no dictionaries of the form that this system has."""
    if not Path("/usr/share/hunspell/en_US.dic").exists():
        unavailable("no English dictionary, which is in Debian's hunspell-en-us")
    screen = desktop.screen
    plain = screen.redness(desktop.window.id)

    def marked() -> bool:
        # What was typed before the dictionaries were there, soon after the window, stays as it is.
        screen.key("ctrl+a")
        screen.type("helo wrold ")
        with contextlib.suppress(AssertionError):
            return eventually(lambda: screen.redness(desktop.window.id) - plain > MARKED, seconds=2)
        return False

    eventually(marked)
    desktop.told(lambda told: told["said"] == "helo wrold ")
    desktop.picture("marked-words")
    desktop.choose(WRONG, "Down", picture="menu-of-a-word")
    # Which word comes first is the dictionary's affair.
    mended = desktop.told(lambda told: not told["said"].startswith("helo "))
    assert mended["said"].endswith(" wrold ")
