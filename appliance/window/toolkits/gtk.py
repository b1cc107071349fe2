"""GTK 3 and WebKitGTK: the web view of most Linux desktops."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Final

import webview.platforms.gtk as platform
from gi.repository import Gdk, GLib, Gtk, WebKit2

from appliance.window.geometry import Box, Geometry
from appliance.window.notices import Notice
from appliance.window.notifications import Notifications
from appliance.window.outside import is_inside, is_own
from appliance.window.toolkits.gtk_parts.appearance import Appearance
from appliance.window.toolkits.gtk_parts.around import Around
from appliance.window.toolkits.gtk_parts.downloads import Downloads
from appliance.window.toolkits.gtk_parts.graphics import without_drivers
from appliance.window.toolkits.native import IN_WINDOW, Question, Told

_DAY_MS: Final = 24 * 3600 * 1000


class Native:
    """See native.Native."""

    def __init__(self) -> None:
        self._box = Box(0, 0, 0, 0)
        self._appearance = Appearance()
        self._granted = ""

    def prepare(self, title: str) -> None:
        without_drivers()
        # The name by which desktops find our entry, and with it the icon, for the window.
        GLib.set_prgname("chat-appliance")
        GLib.set_application_name(title)
        # A caret that blinks is drawn by the processor all day: 1 % of a core, 100 wake-ups a
        # second. Not switched off: WebKitGTK takes that for a blinking without a pause.
        Gtk.Settings.get_default().set_property("gtk-cursor-blink-time", _DAY_MS)
        self._notifications = Notifications(title)
        self._appearance.follow()

    def attach(self, window: Any, told: Told) -> None:
        self._told = told
        self._browser = platform.BrowserView.instances[window.uid]
        self._window = self._browser.window
        self._view = self._browser.webview
        # pywebview's own ways with links, downloads and pages: ours take their place.
        self._view.disconnect_by_func(self._browser.on_navigation)
        self._view.disconnect_by_func(self._browser.on_load_finish)
        self._view.set_opacity(1.0)
        # Text needs no graphics card; where there is none, to imitate one takes 0.4 s of the start.
        settings = self._view.get_settings()
        settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
        settings.set_user_agent(f"{settings.get_user_agent()} {IN_WINDOW}")
        self._around = Around(self._window, self._view, told)
        # A window that is to be hidden must not flash up when pywebview shows all.
        self._window.set_no_show_all(window.hidden)
        self._window.get_child().show_all()
        self._appearance.colour(self._view)
        self._downloads = Downloads(self._window, self._view)
        self._grant(told.likely)
        self._connect()

    def _connect(self) -> None:
        view = self._view
        self._begun: Callable[[], None] = view.reload
        view.connect("load-changed", self._loading)
        view.connect("notify::title", lambda *_: self._told.titled(view.get_title() or ""))
        view.connect("decide-policy", self._decide)
        view.connect("permission-request", self._permit)
        view.connect("show-notification", self._notify)
        view.connect("web-process-terminated", self._revive)
        self._window.connect("configure-event", self._moved)
        self._window.connect("focus-out-event", lambda *_: self._told.left())

    def later(self, work: Callable[[], None]) -> None:
        def once() -> bool:
            work()
            return False

        GLib.idle_add(once)

    def screens(self) -> list[Box]:
        display = Gdk.Display.get_default()
        monitors = [display.get_monitor(number) for number in range(display.get_n_monitors())]
        monitors.sort(key=lambda monitor: not monitor.is_primary())
        areas = [monitor.get_workarea() for monitor in monitors]
        return [Box(area.x, area.y, area.width, area.height) for area in areas]

    def geometry(self) -> Geometry:
        return Geometry(self._box, self._window.is_maximized())

    def put(self, geometry: Geometry) -> None:
        self._box = geometry.box
        self._window.resize(geometry.box.width, geometry.box.height)
        self._window.move(geometry.box.x, geometry.box.y)
        if geometry.maximised:
            self._window.maximize()

    def title(self, text: str) -> None:
        self._window.set_title(text)

    def allow(self, url: str) -> None:
        if self._grant(url):
            self._view.terminate_web_process()

    def load(self, url: str) -> None:
        self._begin(lambda: self._view.load_uri(url))

    def load_page(self, html: str, base: str = "") -> None:
        self._begin(lambda: self._view.load_html(html, base or None))

    def _begin(self, load: Callable[[], None]) -> None:
        self._begun = load
        load()

    def _loading(self, view: Any, event: Any) -> None:
        if event == WebKit2.LoadEvent.COMMITTED:
            self._begun = view.reload

    def run(self, script: str) -> None:
        self._view.evaluate_javascript(script, -1, None, None, None, None, None)

    def hide(self) -> None:
        self._window.hide()

    def to_front(self) -> None:
        self._window.set_no_show_all(False)
        self._window.show_all()
        self._window.deiconify()
        self._window.present_with_time(_server_time(self._window.get_window()))
        self._view.grab_focus()

    def close(self) -> None:
        self._notifications.close()
        self._browser.close_window()

    def notify(self, notice: Notice) -> None:
        self._notifications.show(*notice, lambda: self.later(self.to_front))

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        dialog = Gtk.MessageDialog(
            transient_for=self._window, modal=True, text=question.title, title=question.title
        )
        dialog.format_secondary_text(question.text)
        for number, (_, label) in enumerate(question.choices):
            dialog.add_button(label, number)
        dialog.set_default_response(len(question.choices) - 1)

        def respond(_: Any, number: int) -> None:
            dialog.destroy()
            answered(question.choices[number if number >= 0 else -1][0])

        dialog.connect("response", respond)
        dialog.present()

    def _decide(self, _: Any, decision: Any, kind: Any) -> bool:
        if kind == WebKit2.PolicyDecisionType.RESPONSE:
            self._downloads.take(decision)
            return True
        action = decision.get_navigation_action()
        url = action.get_request().get_uri()
        if kind == WebKit2.PolicyDecisionType.NEW_WINDOW_ACTION:
            self._told.outside(url)
        # A step back to a local page would ask what was answered long ago.
        elif self._told.inside(url) and not (_is_step(action) and is_own(url)):
            decision.use()
            return True
        decision.ignore()
        return True

    def _permit(self, view: Any, request: Any) -> bool:
        wanted = isinstance(request, WebKit2.NotificationPermissionRequest)
        if wanted and is_inside(view.get_uri() or "", self._told.home):
            request.allow()
        else:
            request.deny()
        return True

    def _grant(self, url: str) -> bool:
        """Let the chat's page know that it need not ask. A web process takes that at its start
        only: True means that the one that runs must give way to a new one, which takes 0.2 s.
        """
        home = WebKit2.SecurityOrigin.new_for_uri(url)
        if home.to_string() == self._granted:
            return False
        self._granted = home.to_string()
        self._view.get_context().initialize_notification_permissions([home], [])
        return True

    def _revive(self, _: Any, reason: Any) -> None:
        if reason == WebKit2.WebProcessTerminationReason.TERMINATED_BY_API:
            return
        if self._told.crashed():
            # There is nothing to reload before the first page has come: it is asked for again.
            self._begun()

    def _notify(self, _: Any, notification: Any) -> bool:
        """WebKit would hand the text to the desktop as HTML. A press brings us to the front."""

        def pressed() -> None:
            notification.clicked()
            self.to_front()

        shown = self._told.notice(notification.get_title(), notification.get_body() or "")
        if shown is not None:
            self._notifications.show(*shown, lambda: self.later(pressed))
        return True

    def _moved(self, *_: Any) -> bool:
        if not self._window.is_maximized():
            self._box = Box(*self._window.get_position(), *self._window.get_size())
        return False


def _server_time(surface: Any) -> int:
    """Now, as the X server counts it: a window manager ignores whoever comes with an older time.
    Wayland knows no such thing.
    """
    with contextlib.suppress(ImportError, ValueError, TypeError):
        import gi

        gi.require_version("GdkX11", "3.0")
        from gi.repository import GdkX11

        time: int = GdkX11.x11_get_server_time(surface)
        return time
    return int(Gdk.CURRENT_TIME)


def _is_step(action: Any) -> bool:
    back_or_forward: bool = action.get_navigation_type() == WebKit2.NavigationType.BACK_FORWARD
    return back_or_forward
