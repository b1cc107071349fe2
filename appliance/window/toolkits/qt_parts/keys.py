"""Keys and the wheel, after the page had them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent

from appliance.window.command import Command, Key, command

_NOTCH: Final = 120
"""What Qt calls one, in eighths of a degree."""


class Keys(QObject):  # type: ignore[misc, unused-ignore]
    """Qt hands the window around the web view what the page let pass, and nothing else."""

    def __init__(self, around: QObject, perform: Callable[[Command], None]) -> None:
        super().__init__(around)
        self._perform = perform
        around.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        wanted = _command(event)
        if wanted is not None:
            self._perform(wanted)
        return wanted is not None


class Wheel(QObject):  # type: ignore[misc, unused-ignore]
    """With Ctrl; the page never hears of that."""

    def __init__(self, view: Any, turn: Callable[[float], None]) -> None:
        super().__init__(view)
        self._turn = turn
        # What is below the view gets the events, and there is a new one with a new process.
        self._view = view
        view.installEventFilter(self)
        self._watch()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.ChildPolished:
            self._watch()
        if not isinstance(event, QWheelEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turn(event.angleDelta().y() / _NOTCH)
        return True

    def _watch(self) -> None:
        below = self._view.focusProxy()
        if below is not None:
            below.installEventFilter(self)


def _command(event: QKeyEvent) -> Command | None:
    modifiers = event.modifiers()
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    name = QKeySequence(event.key()).toString()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    return command(Key(name.lower() if len(name) == 1 else name, control, shift))
