"""The icon and its menu on the bus: what is answered to whom, and what is told of changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jeepney import HeaderFields, Message

from appliance.window.tray import item, menu
from appliance.window.tray.post import Post, called
from appliance.window.tray.showing import MenuPart, Showing

_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_log: Final = logging.getLogger(__name__)
_PRESSED: Final = "clicked"

Answer = tuple[str, tuple[Any, ...]]
"""A signature and a body."""

_WANTED: Final[Mapping[str, str]] = {
    "Activate": "ii",
    "SecondaryActivate": "ii",
    "ContextMenu": "ii",
    "Scroll": "is",
    "GetLayout": "iias",
    "GetGroupProperties": "aias",
    "GetProperty": "is",
    "Event": "isvu",
    "EventGroup": "a(isvu)",
    "AboutToShow": "i",
    "AboutToShowGroup": "ai",
}
"""With which arguments each is called."""

_PROPERTIES_WANTED: Final[Mapping[str, str]] = {"Get": "ss", "GetAll": "s"}


class Unfit(Exception):
    """A call with other arguments than those, or of what is not there."""


class Offer:
    """`pressed` gets the line of the menu that was chosen, `look` says what there is to show now,
    asked before somebody sees the menu.
    """

    def __init__(
        self,
        post: Post,
        icons: Path,
        pressed: Callable[[MenuPart], None],
        look: Callable[[], Showing],
    ) -> None:
        self._post, self._icons, self._pressed, self._look = post, icons, pressed, look
        self._showing = look()
        self._revision = 1
        self._answers: Mapping[tuple[str, str], Callable[..., Answer]] = {
            (item.INTERFACE, "Activate"): self._activate,
            (item.INTERFACE, "SecondaryActivate"): self._activate,
            (item.INTERFACE, "ContextMenu"): lambda *_: _NOTHING,
            (item.INTERFACE, "Scroll"): lambda *_: _NOTHING,
            (menu.INTERFACE, "GetLayout"): self._layout,
            (menu.INTERFACE, "GetGroupProperties"): self._group,
            (menu.INTERFACE, "GetProperty"): self._property,
            (menu.INTERFACE, "Event"): self._event,
            (menu.INTERFACE, "EventGroup"): self._events,
            (menu.INTERFACE, "AboutToShow"): lambda _: ("b", (self.look(),)),
            (menu.INTERFACE, "AboutToShowGroup"): self._about_to_show,
        }

    def take(self, call: Message) -> None:
        """Answer it, whatever it is."""
        path, interface, method = called(call)
        try:
            if made := self._answers.get((interface, method)):
                self._post.answer(call, *made(*_fitting(call, _WANTED[method])))
            elif interface == _PROPERTIES and method in _PROPERTIES_WANTED:
                words = _fitting(call, _PROPERTIES_WANTED[method])
                self._post.answer(call, *self._told(path, method, *words))
            else:
                self._post.refuse(call, "UnknownMethod")
        except Unfit:
            self._post.refuse(call, "InvalidArgs")
        except Exception:  # nobody above would answer, and the icon would be gone
            _log.exception("The tray's call of %s was not answered", method)
            self._post.refuse(call, "Failed")

    def look(self) -> bool:
        """Whether there is something else in the menu now; who listens is told of all that is."""
        return self._show(self._look())

    def retitle(self, title: str) -> None:
        """The window is called so now; with each message perhaps, so nobody is asked for more."""
        self._show(self._showing._replace(title=title))

    def _show(self, showing: Showing) -> bool:
        before, self._showing = self._showing, showing
        old, new = (item.properties(one, self._icons, menu.PATH) for one in (before, self._showing))
        for name, signal in item.CHANGED.items():
            if old[name] != new[name]:
                self._post.tell(item.PATH, item.INTERFACE, signal, "")
        other = before.menu() != self._showing.menu()
        if other:
            self._revision += 1
            words = (self._revision, menu.ROOT)
            self._post.tell(menu.PATH, menu.INTERFACE, "LayoutUpdated", "ui", *words)
        return other

    def _told(self, path: str, method: str, *words: str) -> Answer:
        known = dict(menu.PROPERTIES)
        if path == item.PATH:
            known = item.properties(self._showing, self._icons, menu.PATH)
        return ("v", (_of(known, words[1]),)) if method == "Get" else ("a{sv}", (known,))

    def _activate(self, *_: int) -> Answer:
        self._pressed(MenuPart.OPEN)
        return _NOTHING

    def _layout(self, part: int, depth: int, names: list[str]) -> Answer:
        if part != menu.ROOT:
            self._line(part)
        shown = menu.layout(self._showing.menu(), part, depth, names)
        return "u(ia{sv}av)", (self._revision, shown)

    def _group(self, parts: list[int], names: list[str]) -> Answer:
        return "a(ia{sv})", (menu.told(self._showing.menu(), parts, names),)

    def _property(self, part: int, name: str) -> Answer:
        return "v", (_of(self._line(part), name),)

    def _line(self, part: int) -> menu.Told:
        """What this part of the menu says. Raises Unfit where it is not there."""
        said: menu.Told = _of(dict(menu.told(self._showing.menu(), [part], ())), part)
        return said

    def _event(self, part: int, what: str, *_: object) -> Answer:
        if what == _PRESSED:
            self._line(part)
            self._pressed(MenuPart(part))
            self.look()
        return _NOTHING

    def _events(self, events: list[tuple[int, str, Any, int]]) -> Answer:
        for event in events:
            self._event(*event)
        return "ai", ([],)

    def _about_to_show(self, parts: list[int]) -> Answer:
        return "aiai", (parts if self.look() else [], [])


_NOTHING: Final[Answer] = ("", ())


def _fitting(call: Message, wanted: str) -> tuple[Any, ...]:
    """The arguments of the call. Raises Unfit for others than `wanted`."""
    if call.header.fields.get(HeaderFields.signature, "") != wanted:
        raise Unfit
    return tuple(call.body)


def _of(known: Mapping[Any, Any], name: int | str) -> Any:
    if name not in known:
        raise Unfit
    return known[name]
