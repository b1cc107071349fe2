"""What is around the page, put together: its size, the menu, the find bar, printing, spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appliance.window.command import Command
from appliance.window.toolkits.native import Told
from appliance.window.toolkits.qt_parts.finder import Finder
from appliance.window.toolkits.qt_parts.keys import Keys, Wheel
from appliance.window.toolkits.qt_parts.menu import Menu
from appliance.window.toolkits.qt_parts.printing import Printing
from appliance.window.toolkits.qt_parts.spelling import check_spelling
from appliance.window.zoom import Zoom


class Around:
    def __init__(self, window: Any, view: Any, told: Told) -> None:
        self._view, self._zoom = view, told.zoom
        finder = Finder(window, view)
        printing = Printing(window, view)
        self._commands: Mapping[Command, Callable[[], None]] = {
            Command.LARGER: lambda: self._sized(Zoom.larger),
            Command.SMALLER: lambda: self._sized(Zoom.smaller),
            Command.ACTUAL_SIZE: lambda: self._sized(Zoom.reset),
            Command.FIND: finder.open,
            Command.FIND_NEXT: finder.next,
            Command.FIND_PREVIOUS: finder.previous,
            Command.PRINT: printing.ask,
        }
        self._menu = Menu(view, self.perform, told.outside)
        self._keys = Keys(window, self.perform)
        self._wheel = Wheel(view, lambda notches: self._sized(lambda zoom: zoom.turn(notches)))
        # Chromium zooms addresses, not windows: a new one begins at its own size.
        view.page().urlChanged.connect(lambda _: self._apply())
        view.page().loadFinished.connect(lambda _: self._apply())
        check_spelling(view.page().profile())

    def perform(self, command: Command) -> None:
        self._commands[command]()

    def _sized(self, change: Callable[[Zoom], None]) -> None:
        change(self._zoom)
        self._apply()

    def _apply(self) -> None:
        self._view.setZoomFactor(self._zoom.factor)
