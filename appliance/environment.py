"""What the environment says besides the settings: about the terminal, the screen, the loader.

Every function is handed the environment and takes from it what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Final, NamedTuple

_LOADER: Final = frozenset({"LD_LIBRARY_PATH", "LIBPATH", "DYLD_LIBRARY_PATH"})
_UNPACKER: Final = ("_PYI_", "_MEIPASS")
_CHANGED: Final = _LOADER | {f"{name}_ORIG" for name in _LOADER}
"""What PyInstaller sets for what it unpacked; it keeps the loader's variables as NAME_ORIG."""

BY_PROCESSOR: Final = {
    "GDK_GL": "disable",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    "QT_QUICK_BACKEND": "software",
    "QT_XCB_GL_INTEGRATION": "none",
}
"""Keeps GTK and WebKitGTK from trying out the graphics card, which takes 0.1 s of a first start. To
name the card as well (WEBKIT_WEB_RENDER_DEVICE_FILE) gains nothing more, and WebKitGTK 2.50 then
never asks GTK what it needs to know: whether all is dark, which font is the system's. Qt needs no
OpenGL then, and on X11 loads nothing that imitates a card where there is none: 48 MB of its own."""

_FLAGS: Final = "QTWEBENGINE_CHROMIUM_FLAGS"
_FRUGAL: Final = "--js-flags=--initial-old-space-size=8,--optimize-for-size"
"""Lets Chromium collect at 8 MB of JavaScript. On a machine with much memory it had not begun at
150 MB: each message leaves 25 KB there, and 120 KB of nodes and layouts that go only with them.
After 6,000 messages the page's process had 1.4 GB, nearly all of it garbage."""

_INTERPRETED: Final = "JSC_useJIT"
"""Keeps WebKitGTK from compiling JavaScript: a chat's is short, and drawing takes the time. After
3,000 messages the page's process had 61 MB of its own instead of 108, and had stopped growing, for
16.5 s of processor time instead of 15.8. The worst 100,000 characters take 0.8 s instead of 0.3."""


class Displays(NamedTuple):
    """`x11` as X11 names it, empty for none; `wayland` is its socket."""

    x11: str
    wayland: Path | None


def remote_url(environment: Mapping[str, str]) -> str | None:
    """The chat that `send`, `tail` and `health` talk to, if the environment names one.

    CHAT_URL is no row of the table: a chat that is served does not need it.
    """
    return environment.get("CHAT_URL") or None


def bot_token(environment: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The token with which `send` and `tail` come, or the file that holds it. As CHAT_URL it is no
    row of the table.
    """
    return environment.get("CHAT_TOKEN") or None, environment.get("CHAT_TOKEN_FILE") or None


def wants_colours(environment: Mapping[str, str]) -> bool:
    """Whether colours are welcome on this terminal; see https://no-color.org."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def displays(environment: Mapping[str, str]) -> Displays:
    """The displays that are named; whether one of them answers is not known by that."""
    wayland = environment.get("WAYLAND_DISPLAY")
    return Displays(
        x11=environment.get("DISPLAY", ""),
        # A path of its own wins over the folder.
        wayland=Path(environment.get("XDG_RUNTIME_DIR", ""), wayland) if wayland else None,
    )


def foreign_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for programs that are not ours, such as the browser: as it was before our
    executable pointed the loader at its own libraries.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if name not in _CHANGED and not name.startswith(_UNPACKER)
    }
    originals = {name: environment.get(f"{name}_ORIG") for name in _LOADER}
    return kept | {name: value for name, value in originals.items() if value}


def draw_by_processor(environment: MutableMapping[str, str]) -> None:
    """Tell GTK, WebKitGTK and Qt in this process's own `environment` that the window draws without
    a graphics card (as `appliance.window.toolkits.gtk` has it); what the user has set stays.
    """
    for name, value in BY_PROCESSOR.items():
        environment.setdefault(name, value)


def be_frugal(environment: MutableMapping[str, str]) -> None:
    """Tell both web views in this process's own `environment` to be frugal with memory; where the
    user has set flags for JavaScript, theirs stay alone.
    """
    environment.setdefault(_INTERPRETED, "0")
    set_already = environment.get(_FLAGS, "")
    if "--js-flags" not in set_already:
        environment[_FLAGS] = f"{set_already} {_FRUGAL}".strip()


DICTIONARIES: Final = "QTWEBENGINE_DICTIONARIES_PATH"

_OF_DICTIONARIES: Final = (
    "/usr/share/hunspell-bdic",
    "/usr/share/qt6/qtwebengine_dictionaries",
    "/usr/share/qt/qtwebengine_dictionaries",
    "/usr/lib/qt6/qtwebengine_dictionaries",
)
"""Where systems have them in the form that Qt's Chromium reads; the first that has any is taken."""


def find_dictionaries(environment: MutableMapping[str, str]) -> None:
    """Tell Qt's Chromium in this process's own `environment` where the system's dictionaries are;
    what the user has set stays.
    """
    has_some = (folder for folder in _OF_DICTIONARIES if any(Path(folder).glob("*.bdic")))
    if DICTIONARIES not in environment and (found := next(has_some, None)):
        environment[DICTIONARIES] = found
