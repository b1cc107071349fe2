"""Qt 6 with its own Chromium: for a Linux without WebKitGTK."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Final

import webview.platforms.qt as platform
from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEnginePermission, QWebEngineProfile
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from shiboken6 import delete, isValid

from appliance.window.geometry import Box, Geometry
from appliance.window.notices import Notice
from appliance.window.notifications import MOST, Notifications
from appliance.window.outside import is_own
from appliance.window.toolkits.native import IN_WINDOW, Question, Told
from appliance.window.toolkits.qt_parts.around import Around

_GROUND: Final = {False: "#ffffff", True: "#161b1a"}
"""The page's own ground, light and dark: what is seen before there is a page."""


class _Later(QObject):  # type: ignore[misc, unused-ignore]
    """Carries work into the thread that made it."""

    work = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.work.connect(lambda work: work(), Qt.ConnectionType.QueuedConnection)


class _Page(QWebEnginePage):  # type: ignore[misc, unused-ignore]
    """What pywebview makes its page from, in place of its own: asks where to go, opens no windows
    of its own, and allows nothing that was not granted before.
    """

    told: Told | None = None

    def __init__(self, window: Any, profile: QWebEngineProfile) -> None:
        super().__init__(profile, window.webview)
        self.permissionRequested.connect(lambda permission: permission.deny())

    def acceptNavigationRequest(self, url: QUrl, kind: Any, main: bool) -> bool:  # noqa: N802
        if not main or self.told is None:
            return True
        back = kind == QWebEnginePage.NavigationType.NavigationTypeBackForward
        # A step back to a local page would ask what was answered long ago.
        if back and is_own(url.toString()):
            return False
        return self.told.inside(url.toString())

    def createWindow(self, kind: Any) -> None:  # noqa: N802
        """No page of ours; `newWindowRequested` says which address is wanted."""


class Native:
    """See native.Native."""

    def prepare(self, title: str) -> None:
        QApplication.setApplicationName("chat-appliance")
        QApplication.setApplicationDisplayName("")
        # The name by which desktops find our entry, and with it the icon, for the window.
        QGuiApplication.setDesktopFileName("chat-appliance")
        # A caret that blinks is drawn by the processor all day: 4 % of a core.
        QApplication.setCursorFlashTime(0)
        setattr(platform.BrowserView, "WebPage", _Page)  # noqa: B010  it is a class to mypy
        self._later = _Later()
        self._title = title

    def attach(self, window: Any, told: Told) -> None:
        self._told = told
        self._window = platform.BrowserView.instances[window.uid]
        self._view = self._window.webview
        self._page = self._view.page()
        self._page.told = told
        self._settle(Path(self._profile.persistentStoragePath()))
        self._notifications = Notifications(self._title)
        self._presented: deque[Any] = deque()
        self._around = Around(self._window, self._view, told)
        self._connect()

    @property
    def _profile(self) -> QWebEngineProfile:
        profile: QWebEngineProfile = self._window.profile
        return profile

    def _settle(self, folder: Path) -> None:
        profile = self._profile
        profile.setCachePath(str(folder / "cache"))
        profile.setHttpUserAgent(f"{profile.httpUserAgent()} {IN_WINDOW}")
        profile.setPersistentPermissionsPolicy(
            QWebEngineProfile.PersistentPermissionsPolicy.StoreInMemory
        )
        profile.setNotificationPresenter(self._present)
        scheme = QGuiApplication.styleHints().colorScheme()
        self._page.setBackgroundColor(QColor(_GROUND[scheme == Qt.ColorScheme.Dark]))

    def _connect(self) -> None:
        # pywebview would put scripts of its own into every page.
        self._page.loadFinished.disconnect(self._window.on_load_finished)
        self._page.titleChanged.connect(self._told.titled)
        self._page.renderProcessTerminated.connect(self._revive)
        self._page.newWindowRequested.connect(
            lambda request: self._told.outside(request.requestedUrl().toString())
        )
        self._profile.downloadRequested.connect(self._download)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.connect(self._turned)

    def later(self, work: Callable[[], None]) -> None:
        self._later.work.emit(work)

    def screens(self) -> list[Box]:
        first = QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen != first]
        areas = [screen.availableGeometry() for screen in [first, *others]]
        return [Box(area.x(), area.y(), area.width(), area.height()) for area in areas]

    def geometry(self) -> Geometry:
        window = self._window
        if window.isMaximized():
            area = window.normalGeometry()
            return Geometry(Box(area.x(), area.y(), area.width(), area.height()), True)
        return Geometry(Box(window.x(), window.y(), window.width(), window.height()))

    def put(self, geometry: Geometry) -> None:
        self._window.resize(geometry.box.width, geometry.box.height)
        self._window.move(geometry.box.x, geometry.box.y)
        if geometry.maximised:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def title(self, text: str) -> None:
        self._window.setWindowTitle(text)

    def allow(self, url: str) -> None:
        wanted = QWebEnginePermission.PermissionType.Notifications
        self._profile.queryPermission(QUrl(url), wanted).grant()

    def load(self, url: str) -> None:
        self._view.setUrl(QUrl(url))

    def load_page(self, html: str, base: str = "") -> None:
        self._view.setHtml(html, QUrl(base))

    def run(self, script: str) -> None:
        self._page.runJavaScript(script)

    def hide(self) -> None:
        self._window.hide()

    def to_front(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._view.setFocus()

    def close(self) -> None:
        self._notifications.close()
        self._window.close()

    def notify(self, notice: Notice) -> None:
        self._notifications.show(*notice, lambda: self.later(self.to_front))

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(question.title)
        # Qt looks for HTML in every text, and the names of other chats are in there too.
        box.setText(f"<b>{escape(question.title)}</b>")
        box.setInformativeText(f"<p>{escape(question.text)}</p>")
        roles = QMessageBox.ButtonRole
        for _, label in question.choices[:-1]:
            box.addButton(label, roles.ActionRole)
        last = box.addButton(question.choices[-1][1], roles.RejectRole)
        box.setDefaultButton(last)
        box.setEscapeButton(last)
        labels = {label: choice for choice, label in question.choices}
        box.buttonClicked.connect(lambda button: answered(labels[button.text()]))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _present(self, notification: Any) -> None:
        """Chromium hands it to us, we to the desktop; a press on it brings us to the front."""

        def pressed() -> None:
            if isValid(notification):
                notification.click()
            self.to_front()

        self._keep(notification)
        notification.show()
        shown = self._told.notice(notification.title(), notification.message())
        if shown is not None:
            self._notifications.show(*shown, lambda: self.later(pressed))

    def _keep(self, notification: Any) -> None:
        """As many as may be pressed. Qt makes it ours to delete, and PySide does not: each one left
        holds some 200 KB.
        """
        self._presented.append(notification)
        if len(self._presented) > MOST:
            oldest = self._presented.popleft()
            oldest.close()
            delete(oldest)

    def _revive(self, status: Any, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        if self._told.crashed():
            self._view.reload()

    def _download(self, download: Any) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        suggested = str(Path(folder) / download.downloadFileName())
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save file", suggested)
        if not chosen:
            download.cancel()
            return
        download.setDownloadDirectory(str(Path(chosen).parent))
        download.setDownloadFileName(Path(chosen).name)
        download.accept()

    def _turned(self, state: Any) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self._told.left()
