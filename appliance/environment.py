"""What the environment says besides the settings: about the terminal, the screen, the loader.

Every function is handed the environment and takes from it what it needs.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

_LOADER: Final = frozenset({"LD_LIBRARY_PATH", "LIBPATH", "DYLD_LIBRARY_PATH"})
_UNPACKER: Final = ("_PYI_", "_MEIPASS")
_CHANGED: Final = _LOADER | {f"{name}_ORIG" for name in _LOADER}
"""What PyInstaller sets for what it unpacked; it keeps the loader's variables as NAME_ORIG."""


def remote_url(environment: Mapping[str, str]) -> str | None:
    """The chat that `send`, `tail` and `health` talk to, if the environment names one.

    CHAT_URL is no row of the table: a chat that is served does not need it.
    """
    return environment.get("CHAT_URL") or None


def wants_colours(environment: Mapping[str, str]) -> bool:
    """Whether colours are welcome on this terminal; see https://no-color.org."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def has_display(environment: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether there is a screen to open a window on. Only X11 and Wayland may be absent."""
    if system in ("win32", "darwin"):
        return True
    return bool(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"))


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
