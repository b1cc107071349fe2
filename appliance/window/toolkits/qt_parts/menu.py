"""The menu of the right button, of Qt's own actions with our words."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWebEngineCore import QWebEngineContextMenuRequest, QWebEnginePage
from PySide6.QtWidgets import QMenu

from appliance.window.menu import SUGGESTIONS, Item, Under, groups
from appliance.window.toolkits.commands import Commands
from appliance.window.words import ITEMS, NO_SUGGESTIONS

_Action: Final = QWebEnginePage.WebAction
_ACTIONS: Final = {
    Item.CUT: _Action.Cut,
    Item.COPY: _Action.Copy,
    Item.PASTE: _Action.Paste,
    Item.SELECT_ALL: _Action.SelectAll,
    Item.COPY_LINK: _Action.CopyLinkToClipboard,
    Item.COPY_PICTURE: _Action.CopyImageToClipboard,
    Item.SAVE_PICTURE: _Action.DownloadImageToDisk,
}
_Can: Final = QWebEngineContextMenuRequest.EditFlag
_NEEDED: Final = {
    Item.CUT: _Can.CanCut,
    Item.COPY: _Can.CanCopy,
    Item.PASTE: _Can.CanPaste,
    Item.SELECT_ALL: _Can.CanSelectAll,
}


class Menu:
    def __init__(self, view: Any, commands: Commands) -> None:
        self._view = view
        self._commands = commands
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show)

    def _show(self, position: QPoint) -> None:
        asked = self._view.lastContextMenuRequest()
        if asked is None:
            return
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if asked.misspelledWord():
            self._spell(menu, asked.spellCheckerSuggestions())
        for group in groups(_under(asked)):
            menu.addSeparator()
            for item in group:
                self._add(menu, item, asked)
        menu.popup(self._view.mapToGlobal(position))

    def _spell(self, menu: QMenu, suggestions: list[str]) -> None:
        page = self._view.page()
        for word in suggestions[:SUGGESTIONS]:
            action = menu.addAction(word.replace("&", "&&"))
            action.triggered.connect(partial(_replace, page, word))
        if not suggestions:
            menu.addAction(NO_SUGGESTIONS).setEnabled(False)

    def _add(self, menu: QMenu, item: Item, asked: Any) -> None:
        action = menu.addAction(ITEMS[item])
        needed = _NEEDED.get(item)
        action.setEnabled(needed is None or bool(asked.editFlags() & needed))
        act = self._commands.of(item, asked.linkUrl().toString())
        action.triggered.connect(lambda: act() if act else self._trigger(item))

    def _trigger(self, item: Item) -> None:
        self._view.page().triggerAction(_ACTIONS[item])


def _replace(page: Any, word: str, *_: object) -> None:
    page.replaceMisspelledWord(word)


def _under(asked: Any) -> Under:
    return Under(
        editable=asked.isContentEditable(),
        selected=bool(asked.selectedText()),
        link=asked.linkUrl().isValid(),
        picture=asked.mediaType() == QWebEngineContextMenuRequest.MediaType.MediaTypeImage,
    )
