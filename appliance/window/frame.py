"""The window as pywebview makes it: with its profile, and none of what is not for us."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import webview

from appliance.host import privacy
from appliance.window.toolkits.toolkit import NoView

_FIRST = "<meta name=color-scheme content='light dark'>"
"""What is in it before there is anything to show."""


class Frame:
    """One window; made and run in the process's main thread."""

    def __init__(self, title: str, kind: str, *, hidden: bool, icon: Path) -> None:
        self._kind = kind
        self._icon = icon
        window = webview.create_window(
            title,
            html=_FIRST,
            hidden=hidden,
            text_select=True,
            zoomable=True,
            draggable=True,
            min_size=(320, 360),
        )
        assert window is not None
        self._events = window.events

    def on(
        self,
        *,
        prepare: Callable[[], None],
        attach: Callable[[Any], None],
        may_close: Callable[[], bool],
    ) -> None:
        """Called in the toolkit's thread: before the window is made, once it is, and when its
        close button was pressed.
        """
        self._events.initialized += prepare
        self._events.before_show += attach
        self._events.closing += may_close

    def run(self, profile: Path) -> None:
        """Blocks until it is closed. Raises NoView if there cannot be one."""
        # The web view makes its own files; the members' cookies are among them.
        profile.mkdir(privacy.FOLDER, exist_ok=True)
        with suppress(OSError):  # a file system that knows no modes
            profile.chmod(privacy.FOLDER)
        # Our modules for GTK and Qt do that themselves.
        webview.settings["ALLOW_DOWNLOADS"] = self._kind not in ("gtk", "qt")
        try:
            webview.start(
                gui=self._kind,  # type: ignore[arg-type]
                private_mode=False,
                storage_path=str(profile),
                icon=self._picture(),
            )
        except webview.WebViewException as error:
            raise NoView("window-failed", reason=error) from None

    def _picture(self) -> str | None:
        """GTK and Qt take a picture; Windows and macOS take the executable's own."""
        wanted = self._kind in ("gtk", "qt") and self._icon.is_file()
        return str(self._icon) if wanted else None
