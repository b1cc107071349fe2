"""The bar to find words in the page with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QWidget,
)

from appliance.window import words


class Finder(QObject):  # type: ignore[misc, unused-ignore]
    """A bar of `window` above the page, not seen before `open`."""

    def __init__(self, window: QMainWindow, view: Any) -> None:
        super().__init__(window)
        self._view = view
        self._bar = QToolBar(words.FIND, window)
        self._bar.setMovable(False)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._entry = QLineEdit(self._bar)
        self._entry.setPlaceholderText(words.FIND_HINT)
        self._entry.setAccessibleName(words.FIND)
        self._entry.setMaximumWidth(320)
        self._entry.setClearButtonEnabled(True)
        self._entry.textChanged.connect(lambda _: self._search())
        self._entry.installEventFilter(self)
        self._count = QLabel(self._bar)
        self._bar.addWidget(self._entry)
        self._button(words.PREVIOUS, self.previous)
        self._button(words.NEXT, self.next)
        self._bar.addWidget(self._count)
        rest = QWidget(self._bar)
        rest.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._bar.addWidget(rest)
        self._button(words.CLOSE, self.close)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._bar)
        self._bar.hide()
        view.page().findTextFinished.connect(lambda found: self._tell(found.numberOfMatches()))

    def open(self) -> None:
        self._bar.show()
        self._entry.setFocus()
        self._entry.selectAll()

    def next(self) -> None:
        self._go(QWebEnginePage.FindFlag(0))

    def previous(self) -> None:
        self._go(QWebEnginePage.FindFlag.FindBackward)

    def close(self) -> None:
        self._bar.hide()
        self._view.findText("")
        self._view.setFocus()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous if back else self.next)()
        else:
            return False
        return True

    def _go(self, how: QWebEnginePage.FindFlag) -> None:
        if self._bar.isVisible():
            self._view.findText(self._entry.text(), how)
        else:
            self.open()

    def _search(self) -> None:
        self._view.findText(self._entry.text())
        if not self._entry.text():
            self._count.setText("")

    def _tell(self, many: int) -> None:
        self._count.setText(f"  {words.found(many)}  " if self._entry.text() else "")

    def _button(self, label: str, act: Callable[[], None]) -> None:
        button = QPushButton(label, self._bar)
        button.setFlat(True)
        button.clicked.connect(lambda _: act())
        self._bar.addWidget(button)
