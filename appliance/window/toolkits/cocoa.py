"""WKWebView in a Cocoa window. Written after the documentation: it was not run here.

See https://developer.apple.com/documentation/webkit/wkwebview. WKWebView has no notifications
for pages; the page then falls back to its sound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import AppKit
import Foundation
import objc
import webview.platforms.cocoa as platform
from PyObjCTools import AppHelper

from appliance.window.geometry import Box, Geometry
from appliance.window.notices import Notice
from appliance.window.toolkits.cocoa_parts.around import Around
from appliance.window.toolkits.native import Question, Told

_CANCEL: Final = 0


class _Titles(Foundation.NSObject):  # type: ignore[misc, unused-ignore]
    """Hears of the page's title."""

    def initWithTold_(self, told: Told) -> Any:  # noqa: N802
        self = objc.super(_Titles, self).init()  # noqa: PLW0642  the way of Objective-C
        self.told = told
        return self

    def observeValueForKeyPath_ofObject_change_context_(  # noqa: N802
        self, path: str, view: Any, change: Any, context: Any
    ) -> None:
        self.told.titled(str(view.title() or ""))


class Native:
    """See native.Native."""

    def prepare(self, title: str) -> None:
        """The delegate that pywebview has for pages asks us first where to go."""
        before = platform.BrowserView.BrowserDelegate
        native = self

        class Delegate(before):  # type: ignore[misc, valid-type, unused-ignore]
            def webView_decidePolicyForNavigationAction_decisionHandler_(  # noqa: N802
                self, view: Any, action: Any, handler: Any
            ) -> None:
                url = str(action.request().URL().absoluteString())
                frame = action.targetFrame()
                if frame is not None and frame.isMainFrame() and not native.inside(url):
                    handler(_CANCEL)
                    return
                objc.super(Delegate, self).webView_decidePolicyForNavigationAction_decisionHandler_(
                    view, action, handler
                )

            def webView_createWebViewWithConfiguration_forNavigationAction_windowFeatures_(  # noqa: N802
                self, view: Any, configuration: Any, action: Any, features: Any
            ) -> None:
                native.outside(str(action.request().URL().absoluteString()))

        setattr(platform.BrowserView, "BrowserDelegate", Delegate)  # noqa: B010  pywebview looks there

    def attach(self, window: Any, told: Told) -> None:
        self._told = told
        self._browser = platform.BrowserView.instances[window.uid]
        self._window = self._browser.window
        self._view = self._browser.webview
        self._around = Around(self._window, self._view, told)
        self._titles = _Titles.alloc().initWithTold_(told)
        self._view.addObserver_forKeyPath_options_context_(
            self._titles, "title", Foundation.NSKeyValueObservingOptionNew, None
        )

    def inside(self, url: str) -> bool:
        return self._told.inside(url)

    def outside(self, url: str) -> None:
        self._told.outside(url)

    def later(self, work: Callable[[], None]) -> None:
        AppHelper.callAfter(work)

    def screens(self) -> list[Box]:
        return [self._box(screen.visibleFrame()) for screen in AppKit.NSScreen.screens()]

    def geometry(self) -> Geometry:
        return Geometry(self._box(self._window.frame()), bool(self._window.isZoomed()))

    def put(self, geometry: Geometry) -> None:
        x, y, width, height = geometry.box
        frame = Foundation.NSMakeRect(x, self._height() - y - height, width, height)
        self._window.setFrame_display_(frame, True)
        if geometry.maximised != bool(self._window.isZoomed()):
            self._window.zoom_(None)

    def title(self, text: str) -> None:
        self._window.setTitle_(text)

    def allow(self, url: str) -> None:
        """There is nothing to allow."""

    def load(self, url: str) -> None:
        self._browser.load_url(url)

    def load_page(self, html: str, base: str = "") -> None:
        place = Foundation.NSURL.URLWithString_(base) if base else None
        self._view.loadHTMLString_baseURL_(html, place)

    def run(self, script: str) -> None:
        self._view.evaluateJavaScript_completionHandler_(script, None)

    def hide(self) -> None:
        self._window.orderOut_(None)

    def to_front(self) -> None:
        self._window.deminiaturize_(None)
        self._window.makeKeyAndOrderFront_(None)
        AppKit.NSApplication.sharedApplication().activateIgnoringOtherApps_(True)

    def close(self) -> None:
        self._view.removeObserver_forKeyPath_(self._titles, "title")
        self._window.performClose_(None)

    def notify(self, notice: Notice) -> None:
        """Nothing yet: the page is not told that the window would, and has its sound."""

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        alert = AppKit.NSAlert.alloc().init()
        alert.setMessageText_(question.title)
        alert.setInformativeText_(question.text)
        for _, label in question.choices:
            alert.addButtonWithTitle_(label)

        def respond(code: int) -> None:
            number = code - AppKit.NSAlertFirstButtonReturn
            known = 0 <= number < len(question.choices)
            answered(question.choices[number if known else -1][0])

        alert.beginSheetModalForWindow_completionHandler_(self._window, respond)

    def _box(self, frame: Any) -> Box:
        """With the origin at the top, as everywhere else."""
        x, y = frame.origin.x, frame.origin.y
        width, height = frame.size.width, frame.size.height
        return Box(int(x), int(self._height() - y - height), int(width), int(height))

    def _height(self) -> float:
        height: float = AppKit.NSScreen.screens()[0].frame().size.height
        return height
