"""What is around the page, put together: its size, the menu, the find bar, printing, spelling."""

from __future__ import annotations

from typing import Any

from appliance.window.command import Command
from appliance.window.toolkits.commands import Commands
from appliance.window.toolkits.native import Told
from appliance.window.toolkits.qt_parts.finder import Finder
from appliance.window.toolkits.qt_parts.keys import Keys, Wheel
from appliance.window.toolkits.qt_parts.menu import Menu
from appliance.window.toolkits.qt_parts.printing import Printing
from appliance.window.toolkits.qt_parts.spelling import check_spelling


class Around:
    def __init__(self, window: Any, view: Any, told: Told) -> None:
        self._view, self._zoom = view, told.zoom
        finder = Finder(window, view)
        printing = Printing(window, view)
        others = {
            Command.FIND: finder.open,
            Command.FIND_NEXT: finder.next,
            Command.FIND_PREVIOUS: finder.previous,
            Command.PRINT: printing.ask,
        }
        commands = Commands(told, view.setZoomFactor, others)
        self._menu = Menu(view, commands)
        self._keys = Keys(window, commands.perform)
        self._wheel = Wheel(view, commands.turn)
        # Chromium zooms addresses, not windows: a new one begins at its own size.
        view.page().urlChanged.connect(lambda _: self._apply())
        view.page().loadFinished.connect(lambda _: self._apply())
        check_spelling(view.page().profile())

    def _apply(self) -> None:
        self._view.setZoomFactor(self._zoom.factor)
