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


class NoView(Problem):
    """There is nothing to show a window with. The sentence says what to install."""

    title = "No window"


def kind() -> str:
    """Which web view there is: "gtk", "qt", "edgechromium" or "cocoa". Raises NoView.

    Looks for what is installed and opens nothing; whether there is a screen is `display`.
    """
    if importlib.util.find_spec("webview") is None:
        raise NoView("no-window")
    if found := _found():
        return found
    raise NoView("no-view", packages=" ".join(lacking.packages(_gi())))


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
        raise NoView("no-screen")


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
        raise NoView("qt-lacks", reason=error) from None


_CHECKS: Final[Mapping[str, Callable[[], None]]] = {"gtk": _check_gtk, "qt": _check_qt}
