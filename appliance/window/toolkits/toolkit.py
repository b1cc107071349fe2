"""What shows the window: which toolkit there is, and what to say where none can."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from appliance.errors import Problem
from appliance.window import lacking

_MODULES: Final = {"gtk": "gtk", "qt": "qt", "edgechromium": "edge", "cocoa": "cocoa"}

_BROWSER: Final = "the chat works in any browser without it."

NO_WINDOW: Final = (
    "This installation has no web view for a window of its own: it comes with another build, or "
    f"with 'pip install chat-appliance[gtk]'; {_BROWSER}"
)

NO_VIEW: Final = (
    "This system lacks what a window of its own is made with. On Debian and Ubuntu it comes with "
    f"'apt install {{packages}}'; {_BROWSER}"
)

QT_LACKS: Final = (
    "The web view that comes with this program (Qt) lacks libraries of the system. On Debian and "
    f"Ubuntu they come with 'apt install libegl1 libgl1 fontconfig-config'; {_BROWSER}"
)

NO_SCREEN: Final = "The window could not be opened: the screen does not answer."

CRASHES: Final = (
    "The web view of this system crashes again and again, most often for want of a driver for the "
    f"graphics card; {_BROWSER}"
)

ENDED: Final = (
    "The window's web view ended the program, most often for want of a driver for the graphics "
    f"card or of GLX on the screen; {_BROWSER}"
)


class NoView(Problem):
    """There is nothing to show a window with. The sentence says what to install."""

    title = "No window"


def kind() -> str:
    """Which web view there is: "gtk", "qt", "edgechromium" or "cocoa". Raises NoView.

    Looks for what is installed and opens nothing; whether there is a screen is `display`.
    """
    if importlib.util.find_spec("webview") is None:
        raise NoView(NO_WINDOW)
    if found := _found():
        return found
    raise NoView(NO_VIEW.format(packages=" ".join(lacking.packages(_gi()))))


def check(name: str) -> None:
    """Raises NoView where this toolkit would end the process instead of saying what it lacks."""
    if checked := _CHECKS.get(name):
        checked()


def module(name: str) -> ModuleType:
    """Our part of this toolkit."""
    return importlib.import_module(f"appliance.window.toolkits.{_MODULES[name]}")


def _found() -> str | None:
    if sys.platform == "win32":
        return "edgechromium" if importlib.util.find_spec("clr") else None
    if sys.platform == "darwin":
        return "cocoa" if importlib.util.find_spec("WebKit") else None
    if _has_webkit():
        return "gtk"
    return "qt" if _has_qt() else None


def _has_webkit() -> bool:
    if _gi():
        return False
    import gi

    known = gi.Repository.get_default()
    return all(known.enumerate_versions(name) for name in ("Gtk", "WebKit2", "Soup"))


def _gi() -> str:
    """Why Python's part of GTK cannot be loaded: not installed, or the system lacks what it is
    built on; empty if it can.
    """
    try:
        import gi  # noqa: F401  whether it can be loaded
    except ImportError as error:
        return str(error) or "unknown"
    return ""


def _has_qt() -> bool:
    try:
        return importlib.util.find_spec("PySide6.QtWebEngineWidgets") is not None
    except ImportError:
        return False


def _check_gtk() -> None:
    import gi

    gi.require_version("Gdk", "3.0")
    from gi.repository import Gdk

    opened, _ = Gdk.init_check([])
    if not opened:
        raise NoView(NO_SCREEN)


def _check_qt() -> None:
    try:
        from PySide6 import QtWebEngineWidgets  # noqa: F401  whether it can be loaded
        from PySide6.QtCore import QLibraryInfo

        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
        try:
            ctypes.CDLL(str(plugins / "libqxcb.so"))
        except OSError:
            ctypes.CDLL(str(plugins / "libqwayland.so"))
    except (ImportError, OSError) as error:
        raise NoView(f"{QT_LACKS} ({error})") from None


_CHECKS: Final[Mapping[str, Callable[[], None]]] = {"gtk": _check_gtk, "qt": _check_qt}
