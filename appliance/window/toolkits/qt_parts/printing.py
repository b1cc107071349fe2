"""The page on paper, or in a PDF, by the system's own dialog."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter


class Printing(QObject):  # type: ignore[misc, unused-ignore]
    def __init__(self, window: Any, view: Any) -> None:
        super().__init__(window)
        self._window, self._view = window, view
        self._printer: QPrinter | None = None
        """In use until the view has said that it has printed: it is one at a time."""
        view.printFinished.connect(lambda _: self._done())
        view.page().printRequested.connect(self.ask)

    def ask(self) -> None:
        if self._printer is not None:
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self._window)
        dialog.accepted.connect(lambda: self._view.print(self._printer))
        dialog.rejected.connect(self._done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _done(self) -> None:
        self._printer = None
