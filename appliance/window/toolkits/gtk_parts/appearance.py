"""Dark or light, as the desktop: GTK 3 does not look at the desktop's wish itself."""

from __future__ import annotations

from typing import Any, Final

from gi.repository import Gdk, Gio, Gtk

_WISH: Final = ("org.gnome.desktop.interface", "color-scheme")
_GROUND: Final = {False: "#ffffff", True: "#161b1a"}
"""The page's own ground, light and dark: what is seen before there is a page."""


class Appearance:
    """From `follow` on it is the desktop's, also where that changes."""

    def __init__(self) -> None:
        """None of its own where the desktop has no such setting."""
        source = Gio.SettingsSchemaSource.get_default()
        schema = source and source.lookup(_WISH[0], True)
        has_wish = schema and schema.has_key(_WISH[1])
        self._settings = Gio.Settings.new(_WISH[0]) if has_wish else None

    def follow(self) -> None:
        if self._settings is not None:
            self._take(self._settings)
            self._settings.connect(f"changed::{_WISH[1]}", self._take)

    def colour(self, view: Any) -> None:
        """Give `view` its ground."""
        ground = Gdk.RGBA()
        ground.parse(_GROUND[_is_dark()])
        view.set_background_color(ground)

    def _take(self, settings: Any, *_: Any) -> None:
        wish = settings.get_string(_WISH[1])
        if wish != "default":
            wanted = wish == "prefer-dark"
            Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", wanted)


def _is_dark() -> bool:
    settings = Gtk.Settings.get_default()
    wanted: bool = settings.get_property("gtk-application-prefer-dark-theme")
    name: str = settings.get_property("gtk-theme-name") or ""
    return wanted or name.lower().endswith("-dark")
