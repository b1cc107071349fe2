"""Keys and the wheel, after the page had them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from gi.repository import Gdk, Gtk

from appliance.window.command import Command, Key, command

_OTHERS: Final = Gdk.ModifierType.MOD1_MASK | Gdk.ModifierType.SUPER_MASK
_NOTCHES: Final = {Gdk.ScrollDirection.UP: 1.0, Gdk.ScrollDirection.DOWN: -1.0}


def hear_keys(around: Gtk.Widget, perform: Callable[[Command], None]) -> None:
    """`around` the web view: WebKit sends up what the page let pass, and nothing else."""

    def pressed(_: Any, event: Any) -> bool:
        wanted = _command(event)
        if wanted is not None:
            perform(wanted)
        return wanted is not None

    around.connect("key-press-event", pressed)


def hear_wheel(view: Gtk.Widget, turn: Callable[[float], None]) -> None:
    """With Ctrl; the page never hears of that."""

    def turned(_: Any, event: Any) -> bool:
        if not event.state & Gdk.ModifierType.CONTROL_MASK:
            return False
        smooth, _, down = event.get_scroll_deltas()
        turn(-down if smooth else _NOTCHES.get(event.direction, 0.0))
        return True

    view.connect("scroll-event", turned)


def _command(event: Any) -> Command | None:
    if event.state & _OTHERS:
        return None
    control = bool(event.state & Gdk.ModifierType.CONTROL_MASK)
    shift = bool(event.state & Gdk.ModifierType.SHIFT_MASK)
    for value in (event.keyval, _latin(event)):
        if found := command(Key(_name(value), control, shift)):
            return found
    return None


def _name(value: int) -> str:
    character = Gdk.keyval_to_unicode(value)
    return chr(character).lower() if character else Gdk.keyval_name(value) or ""


def _latin(event: Any) -> int:
    """What the key means on the first of the user's keyboards: Ctrl+F is where F is, also while
    Greek is typed.
    """
    keymap = Gdk.Keymap.get_for_display(Gdk.Display.get_default())
    known, value, *_ = keymap.translate_keyboard_state(event.hardware_keycode, event.state, 0)
    return int(value) if known else 0
