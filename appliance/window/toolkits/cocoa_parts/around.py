"""Size, find and print in the menu bar, with the keys that Macs have for them. Written after the
documentation: it was not run here.

WKWebView has cut, copy, paste, links, pictures and spelling in its own menu, and hears of a key
before the menu bar does: a page with a search of its own takes Command+F.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import AppKit
import Foundation
import objc
import WebKit

from appliance.window import words
from appliance.window.command import Command
from appliance.window.menu import COMMANDS, Item
from appliance.window.toolkits.commands import Commands
from appliance.window.toolkits.native import Told

_KEYS: Final = {
    Item.FIND: "f",
    Item.PRINT: "p",
    Item.LARGER: "+",
    Item.SMALLER: "-",
    Item.ACTUAL_SIZE: "0",
}


class _Target(Foundation.NSObject):  # type: ignore[misc, unused-ignore]
    """What a menu item is sent to."""

    def initWithAct_(self, act: Callable[[], None]) -> Any:  # noqa: N802
        self = objc.super(_Target, self).init()  # noqa: PLW0642  the way of Objective-C
        self.act = act
        return self

    def chosen_(self, sender: Any) -> None:
        self.act()


class Around:
    def __init__(self, window: Any, view: Any, told: Told) -> None:
        self._window, self._view = window, view
        others = {Command.FIND: self._find, Command.PRINT: self._print}
        commands = Commands(told, view.setPageZoom_, others)
        self._targets: list[Any] = []  # a menu keeps none
        menu = AppKit.NSMenu.alloc().initWithTitle_(words.PAGE)
        for item, key in _KEYS.items():
            self._add(menu, words.ITEMS[item], key, partial(commands.perform, COMMANDS[item]))
        holder = AppKit.NSMenuItem.alloc().init()
        holder.setSubmenu_(menu)
        AppKit.NSApplication.sharedApplication().mainMenu().addItem_(holder)
        view.setPageZoom_(told.zoom.factor)

    def _add(self, menu: Any, label: str, key: str, act: Callable[[], None]) -> None:
        target = _Target.alloc().initWithAct_(act)
        self._targets.append(target)
        item = menu.addItemWithTitle_action_keyEquivalent_(label, "chosen:", key)
        item.setTarget_(target)

    def _print(self) -> None:
        about = AppKit.NSPrintInfo.sharedPrintInfo()
        operation = self._view.printOperationWithPrintInfo_(about)
        operation.view().setFrame_(self._view.bounds())  # else it prints nothing
        operation.runOperationModalForWindow_delegate_didRunSelector_contextInfo_(
            self._window, None, None, None
        )

    def _find(self) -> None:
        """A sheet: the page shows what was found when it is gone."""
        alert = AppKit.NSAlert.alloc().init()
        alert.setMessageText_(words.FIND_HINT)
        field = AppKit.NSSearchField.alloc().initWithFrame_(Foundation.NSMakeRect(0, 0, 260, 24))
        alert.setAccessoryView_(field)
        alert.addButtonWithTitle_(words.NEXT)
        alert.addButtonWithTitle_(words.CLOSE)
        alert.window().setInitialFirstResponder_(field)

        def respond(code: int) -> None:
            if code == AppKit.NSAlertFirstButtonReturn:
                self._view.findString_withConfiguration_completionHandler_(
                    field.stringValue(), WebKit.WKFindConfiguration.alloc().init(), lambda _: None
                )

        alert.beginSheetModalForWindow_completionHandler_(self._window, respond)
