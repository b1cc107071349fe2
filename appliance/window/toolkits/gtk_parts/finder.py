"""The bar to find words in the page with."""

from __future__ import annotations

from typing import Any, Final

from gi.repository import Gdk, Gtk, WebKit2

from appliance.window import words

_MOST: Final = 1000
"""Places that are counted and marked; of more only so many are."""

_HOW: Final = WebKit2.FindOptions.CASE_INSENSITIVE | WebKit2.FindOptions.WRAP_AROUND


class Finder:
    """`bar` is a widget of its own, not seen before `open`."""

    def __init__(self, view: Any) -> None:
        self._view = view
        self._controller = view.get_find_controller()
        self._controller.connect("counted-matches", lambda _, many: self._tell(many))
        self._controller.connect("found-text", lambda *_: self._count())
        self._controller.connect("failed-to-find-text", lambda *_: self._tell(0))
        self.bar = self._made()

    def open(self) -> None:
        self.bar.set_reveal_child(True)
        self._entry.grab_focus()
        self._entry.select_region(0, -1)

    def next(self) -> None:
        if not self.bar.get_reveal_child():
            self.open()
        elif self._entry.get_text():
            self._controller.search_next()

    def previous(self) -> None:
        if not self.bar.get_reveal_child():
            self.open()
        elif self._entry.get_text():
            self._controller.search_previous()

    def close(self) -> None:
        self.bar.set_reveal_child(False)
        self._controller.search_finish()
        self._view.grab_focus()

    def _made(self) -> Any:
        row = Gtk.Box(spacing=6, margin=6)
        self._entry = Gtk.SearchEntry(placeholder_text=words.FIND_HINT, width_chars=28)
        self._entry.get_accessible().set_name(words.FIND)
        self._entry.connect("search-changed", lambda *_: self._search())
        self._entry.connect("activate", lambda *_: self.next())
        self._entry.connect("key-press-event", self._pressed)
        self._count_label = Gtk.Label(label="")
        row.pack_start(self._entry, False, False, 0)
        row.pack_start(_button("go-up-symbolic", words.PREVIOUS, self.previous), False, False, 0)
        row.pack_start(_button("go-down-symbolic", words.NEXT, self.next), False, False, 0)
        row.pack_start(self._count_label, False, False, 6)
        row.pack_end(_button("window-close-symbolic", words.CLOSE, self.close), False, False, 0)
        bar = Gtk.Revealer()
        bar.set_transition_type(Gtk.RevealerTransitionType.NONE)
        bar.add(row)
        return bar

    def _search(self) -> None:
        if text := self._entry.get_text():
            self._controller.search(text, _HOW, _MOST)
        else:
            self._controller.search_finish()
            self._count_label.set_text("")

    def _count(self) -> None:
        self._controller.count_matches(self._entry.get_text(), _HOW, _MOST)

    def _tell(self, many: int) -> None:
        self._count_label.set_text(words.found(many) if self._entry.get_text() else "")

    def _pressed(self, _: Any, event: Any) -> bool:
        if event.keyval == Gdk.KEY_Escape:
            self.close()
        elif event.keyval in (Gdk.KEY_Return, Gdk.KEY_KP_Enter) and event.state & _SHIFT:
            self.previous()
        else:
            return False
        return True


_SHIFT: Final = Gdk.ModifierType.SHIFT_MASK


def _button(icon: str, label: str, act: Any) -> Any:
    button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
    button.set_relief(Gtk.ReliefStyle.NONE)
    button.set_tooltip_text(label)
    button.get_accessible().set_name(label)
    button.connect("clicked", lambda *_: act())
    return button
