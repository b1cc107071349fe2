"""The menu of the right button, made of WebKit's own parts with our words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from gi.repository import Gio, GObject, WebKit2

from appliance.window.menu import SUGGESTIONS, Item, Under, groups
from appliance.window.toolkits.commands import Commands
from appliance.window.words import ITEMS, NO_SUGGESTIONS

_Stock: Final = WebKit2.ContextMenuAction
_ACTIONS: Final = {
    Item.LEARN: _Stock.LEARN_SPELLING,
    Item.CUT: _Stock.CUT,
    Item.COPY: _Stock.COPY,
    Item.PASTE: _Stock.PASTE,
    Item.SELECT_ALL: _Stock.SELECT_ALL,
    Item.COPY_LINK: _Stock.COPY_LINK_TO_CLIPBOARD,
    Item.COPY_PICTURE: _Stock.COPY_IMAGE_TO_CLIPBOARD,
    Item.SAVE_PICTURE: _Stock.DOWNLOAD_IMAGE_TO_DISK,
}


class Menu:
    """Takes the place of what WebKit proposes, at each time anew."""

    def __init__(self, view: Any, commands: Commands) -> None:
        self._commands = commands
        _disconnect(view, "context-menu")  # pywebview forbids it
        view.connect("context-menu", self._fill)

    def _fill(self, _: Any, menu: Any, event: Any, hit: Any) -> bool:
        proposed = {item.get_stock_action(): item for item in menu.get_items()}
        guesses = [item for item in menu.get_items() if _is(item, _Stock.SPELLING_GUESS)]
        misspelled = bool(guesses) or _Stock.NO_GUESSES_FOUND in proposed
        menu.remove_all()
        for group in [
            *([list(self._spelling(guesses))] if misspelled else []),
            *([self._item(item, hit, proposed) for item in one] for one in groups(_under(hit))),
        ]:
            if menu.get_n_items():
                menu.append(WebKit2.ContextMenuItem.new_separator())
            for item in group:
                menu.append(item)
        return False

    def _spelling(self, guesses: list[Any]) -> Iterator[Any]:
        yield from guesses[:SUGGESTIONS]
        if not guesses:
            yield self._own(NO_SUGGESTIONS, None)
        yield self._stock(Item.LEARN)

    def _item(self, item: Item, hit: Any, proposed: dict[Any, Any]) -> Any:
        if act := self._commands.of(item, hit.get_link_uri()):
            return self._own(ITEMS[item], act)
        made = self._stock(item)
        known = proposed.get(_ACTIONS[item])
        if known is not None:  # WebKit knows what there is to cut, copy or paste
            made.get_gaction().set_enabled(known.get_gaction().get_enabled())
        return made

    def _stock(self, item: Item) -> Any:
        return WebKit2.ContextMenuItem.new_from_stock_action_with_label(_ACTIONS[item], ITEMS[item])

    def _own(self, label: str, act: Callable[[], None] | None) -> Any:
        action = Gio.SimpleAction.new("own", None)
        action.set_enabled(act is not None)
        action.connect("activate", lambda *_: act and act())
        return WebKit2.ContextMenuItem.new_from_gaction(action, label, None)


def _disconnect(view: Any, signal: str) -> None:
    """Whoever hears of it."""
    number = GObject.signal_lookup(signal, WebKit2.WebView)
    by_signal = GObject.SignalMatchType.ID
    while heard := GObject.signal_handler_find(view, by_signal, number, 0, None, None, None):
        view.disconnect(heard)


def _is(item: Any, action: Any) -> bool:
    same: bool = item.get_stock_action() == action
    return same


def _under(hit: Any) -> Under:
    return Under(
        editable=hit.context_is_editable(),
        selected=hit.context_is_selection(),
        link=hit.context_is_link(),
        picture=hit.context_is_image(),
    )
