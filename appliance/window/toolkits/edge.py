"""WebView2 in a Windows Forms window. Written after the documentation: it was not run here.

See https://learn.microsoft.com/dotnet/api/microsoft.web.webview2.core.corewebview2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import System
import webview.platforms.winforms as platform
from System import Drawing
from System.Windows import Forms

from appliance.window.geometry import Box, Geometry
from appliance.window.notices import Notice
from appliance.window.outside import is_inside
from appliance.window.toolkits.native import Question, Told

_UNWANTED: Final = frozenset(
    {
        *("back", "forward", "reload", "saveAs", "share", "createQrCode", "castTo"),
        *("viewPageSource", "inspectElement", "webCapture", "openLinkInNewWindow"),
    }
)
"""What Edge's own menu has for browsers. What stays is what the other toolkits have, in Windows'
words: cut, copy, paste, links, pictures, spelling, print.
"""


class Native:
    """See native.Native."""

    def prepare(self, title: str) -> None:
        """Windows asks for nothing before the window is made."""

    def attach(self, window: Any, told: Told) -> None:
        self._told = told
        self._form = platform.BrowserView.instances[window.uid]
        self._view = self._form.webview
        self._waiting: list[Callable[[], None]] | None = []
        self._view.CoreWebView2InitializationCompleted += self._ready
        self._form.Deactivate += lambda *_: self._told.left()

    def later(self, work: Callable[[], None]) -> None:
        if self._form.IsHandleCreated:
            self._form.BeginInvoke(System.Action(work))

    def screens(self) -> list[Box]:
        screens = sorted(Forms.Screen.AllScreens, key=lambda screen: not screen.Primary)
        return [_box(screen.WorkingArea) for screen in screens]

    def geometry(self) -> Geometry:
        maximised = self._form.WindowState == Forms.FormWindowState.Maximized
        normal = self._form.WindowState == Forms.FormWindowState.Normal
        return Geometry(_box(self._form.Bounds if normal else self._form.RestoreBounds), maximised)

    def put(self, geometry: Geometry) -> None:
        self._form.StartPosition = Forms.FormStartPosition.Manual
        self._form.Bounds = Drawing.Rectangle(*geometry.box)
        if geometry.maximised:
            self._form.WindowState = Forms.FormWindowState.Maximized

    def title(self, text: str) -> None:
        self._form.Text = text

    def allow(self, url: str) -> None:
        """Asked for when the page asks."""

    def load(self, url: str) -> None:
        self._once_ready(lambda: self._view.CoreWebView2.Navigate(url))

    def load_page(self, html: str, base: str = "") -> None:
        # NavigateToString knows no base: what was kept at a former address stays there.
        self._once_ready(lambda: self._view.CoreWebView2.NavigateToString(html))

    def run(self, script: str) -> None:
        self._once_ready(lambda: self._view.CoreWebView2.ExecuteScriptAsync(script))

    def hide(self) -> None:
        self._form.Hide()

    def to_front(self) -> None:
        self._form.Show()
        if self._form.WindowState == Forms.FormWindowState.Minimized:
            self._form.WindowState = Forms.FormWindowState.Normal
        # Windows lets nobody push to the front but who is on top already.
        self._form.TopMost = True
        self._form.Activate()
        self._form.TopMost = False

    def close(self) -> None:
        self._form.Close()

    def notify(self, notice: Notice) -> None:
        """Nothing yet: the page is not told that the window would, and has its sound."""

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        dialog = _Dialog(question, answered)
        dialog.form.Show(self._form)

    def _once_ready(self, work: Callable[[], None]) -> None:
        """The browser comes a moment after the window."""
        if self._waiting is None:
            work()
        else:
            self._waiting.append(work)

    def _ready(self, sender: Any, event: Any) -> None:
        if not event.IsSuccess:
            return
        core = self._view.CoreWebView2
        core.DocumentTitleChanged += lambda *_: self._told.titled(core.DocumentTitle)
        core.NavigationStarting += self._navigate
        core.PermissionRequested += self._permit
        # Copy, paste and loading again are not for debugging only, as pywebview has it. What the
        # page opens in a new window it hands to the real browser itself.
        core.Settings.AreBrowserAcceleratorKeysEnabled = True
        core.Settings.AreDefaultContextMenusEnabled = True
        core.ContextMenuRequested += self._trim
        # Edge zooms, finds and prints by itself, at the same keys, after the page had them.
        self._view.ZoomFactor = self._told.zoom.factor
        self._view.ZoomFactorChanged += lambda *_: self._told.zoom.keep(self._view.ZoomFactor)
        waiting, self._waiting = self._waiting or [], None
        for work in waiting:
            work()

    def _navigate(self, sender: Any, event: Any) -> None:
        # Edge's own save dialog takes downloads, and `data:` is how it shows a local page.
        if not self._told.inside(event.Uri):
            event.Cancel = True

    def _trim(self, sender: Any, event: Any) -> None:
        for item in [item for item in event.MenuItems if item.Name in _UNWANTED]:
            event.MenuItems.Remove(item)

    def _permit(self, sender: Any, event: Any) -> None:
        from Microsoft.Web.WebView2.Core import (
            CoreWebView2PermissionKind,
            CoreWebView2PermissionState,
        )

        wanted = event.PermissionKind == CoreWebView2PermissionKind.Notifications
        allowed = wanted and is_inside(event.Uri, self._told.home)
        states = CoreWebView2PermissionState
        event.State = states.Allow if allowed else states.Deny


class _Dialog:
    """Windows' message box has no room for labels of ours."""

    def __init__(self, question: Question, answered: Callable[[str], None]) -> None:
        self.form = form = Forms.Form()
        self._choice = question.choices[-1][0]
        form.Text = question.title
        form.AutoSize = True
        form.AutoSizeMode = Forms.AutoSizeMode.GrowAndShrink
        form.FormBorderStyle = Forms.FormBorderStyle.FixedDialog
        form.StartPosition = Forms.FormStartPosition.CenterParent
        form.MaximizeBox = form.MinimizeBox = form.ShowInTaskbar = False
        rows = Forms.FlowLayoutPanel()
        rows.FlowDirection = Forms.FlowDirection.TopDown
        rows.AutoSize = True
        rows.Padding = Forms.Padding(16)
        text = Forms.Label()
        text.Text = question.text
        text.AutoSize = True
        text.MaximumSize = Drawing.Size(420, 0)
        buttons = Forms.FlowLayoutPanel()
        buttons.AutoSize = True
        for choice, label in question.choices:
            buttons.Controls.Add(self._button(choice, label))
        rows.Controls.Add(text)
        rows.Controls.Add(buttons)
        form.Controls.Add(rows)
        form.FormClosed += lambda *_: answered(self._choice)

    def _button(self, choice: str, label: str) -> Any:
        button = Forms.Button()
        button.Text = label
        button.AutoSize = True

        def press(*_: Any) -> None:
            self._choice = choice
            self.form.Close()

        button.Click += press
        return button


def _box(area: Any) -> Box:
    return Box(area.X, area.Y, area.Width, area.Height)
