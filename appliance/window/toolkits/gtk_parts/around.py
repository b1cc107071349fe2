"""What is around the page, put together: its size, the menu, the find bar, printing, spelling."""

from __future__ import annotations

from typing import Any, Final

from gi.repository import GLib, Gtk, WebKit2

from appliance.window.command import Command
from appliance.window.toolkits.commands import Commands
from appliance.window.toolkits.gtk_parts.finder import Finder
from appliance.window.toolkits.gtk_parts.keys import hear_keys, hear_wheel
from appliance.window.toolkits.gtk_parts.menu import Menu
from appliance.window.toolkits.gtk_parts.spelling import check_spelling
from appliance.window.toolkits.native import Told

_LATER_MS: Final = 500
"""Dictionaries are looked for when the window stands: the first page need not wait for them."""


class Around:
    def __init__(self, window: Any, view: Any, told: Told) -> None:
        self._window, self._view = window, view
        self._finder = Finder(view)
        others = {
            Command.FIND: self._finder.open,
            Command.FIND_NEXT: self._finder.next,
            Command.FIND_PREVIOUS: self._finder.previous,
            Command.PRINT: self._print,
        }
        commands = Commands(told, view.set_zoom_level, others)
        self._menu = Menu(view, commands)
        hear_keys(self._wrapped(), commands.perform)
        hear_wheel(view, commands.turn)
        view.set_zoom_level(told.zoom.factor)
        GLib.timeout_add(_LATER_MS, self._check_spelling, priority=GLib.PRIORITY_LOW)

    def _wrapped(self) -> Gtk.Box:
        """A box with the find bar and the page, in the page's place."""
        inside = self._window.get_child()
        self._window.remove(inside)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.pack_start(self._finder.bar, False, False, 0)
        box.pack_start(inside, True, True, 0)
        self._window.add(box)
        return box

    def _print(self) -> None:
        WebKit2.PrintOperation.new(self._view).run_dialog(self._window)

    def _check_spelling(self) -> bool:
        check_spelling(self._view.get_context())
        return False
