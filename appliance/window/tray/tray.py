"""An icon in the tray, where the desktop has one, as long as the program runs.

Desktops that follow freedesktop's StatusNotifierItem have one: KDE, GNOME with AppIndicator, Xfce,
Cinnamon, most bars of Wayland. Elsewhere, on Windows and on macOS nothing is shown.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from appliance.window.server.status import Around
from appliance.window.tray.showing import MenuPart, Showing

if TYPE_CHECKING:
    from appliance.window.tray.offer import Offer
    from appliance.window.tray.post import Post

_RINGS: Final = 64
"""Bytes that are read at once from what rings; they say nothing but that it rang."""


class Acts(NamedTuple):
    """What the menu does; each is called in the tray's thread. `around` says who is there."""

    open: Callable[[], None]
    share: Callable[[bool], None]
    quit: Callable[[], None]
    around: Callable[[], Around | None]


class Tray:
    """Works in a thread of its own from `begin` to `close`; all may be called from any thread.
    Where there is no session bus it does nothing; a tray that comes or goes is followed.
    """

    def __init__(self, title: str, icons: Path, acts: Acts) -> None:
        """`icons` is the folder with the page's pictures."""
        self._title = title
        self._icons = icons
        self._acts = acts
        self._bell: socket.socket | None = None

    def begin(self) -> None:
        bell, heard = socket.socketpair()
        bell.setblocking(False)
        self._bell = bell
        threading.Thread(target=self._run, args=(heard,), name="tray", daemon=True).start()

    def titled(self, title: str) -> None:
        """The window is called so now."""
        self._title = title
        if self._bell is not None:
            with contextlib.suppress(OSError):  # over, or so many rings that one more is not needed
                self._bell.send(b"!")

    def close(self) -> None:
        if self._bell is not None:
            self._bell.close()

    def _run(self, heard: socket.socket) -> None:
        # Not before it is needed: a window starts without them.
        with heard, contextlib.suppress(OSError, ImportError):
            from appliance.window.tray.offer import Offer
            from appliance.window.tray.post import Post

            with contextlib.closing(Post()) as post:
                self._serve(post, Offer(post, self._icons, self._pressed, self._look), heard)

    def _serve(self, post: Post, offer: Offer, heard: socket.socket) -> None:
        with selectors.DefaultSelector() as either:
            either.register(post, selectors.EVENT_READ)
            bell = either.register(heard, selectors.EVENT_READ)
            while True:
                for call in post.calls():
                    offer.take(call)
                if any(key == bell for key, _ in either.select()):
                    if not heard.recv(_RINGS):
                        return
                    offer.retitle(self._title)

    def _look(self) -> Showing:
        return Showing(self._title, self._acts.around())

    def _pressed(self, part: MenuPart) -> None:
        if part is MenuPart.OPEN:
            self._acts.open()
        elif part in (MenuPart.EVERYONE, MenuPart.ONLY_HERE):
            self._acts.share(part is MenuPart.EVERYONE)
        elif part is MenuPart.QUIT:
            self._acts.quit()
