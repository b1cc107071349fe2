"""What is not shown but saved: where to, a dialog asks."""

from __future__ import annotations

from typing import Any

from gi.repository import GLib, Gtk


class Downloads:
    """Those of `view`, asked about over `window`."""

    def __init__(self, window: Any, view: Any) -> None:
        self._window = window
        view.get_context().connect("download-started", self._begun)

    def take(self, decision: Any) -> None:
        """Show an answer, or save it if it asks for that or cannot be shown."""
        headers = decision.get_response().get_http_headers()
        disposition = headers.get_one("Content-Disposition") if headers is not None else None
        wanted = (disposition or "").startswith("attachment")
        if wanted or not decision.is_mime_type_supported():
            decision.download()
        else:
            decision.use()

    def _begun(self, _: Any, download: Any) -> None:
        download.connect("decide-destination", self._destine)

    def _destine(self, download: Any, suggested: str) -> bool:
        dialog = Gtk.FileChooserNative.new(
            "Save file", self._window, Gtk.FileChooserAction.SAVE, None, None
        )
        dialog.set_do_overwrite_confirmation(True)
        dialog.set_current_folder(_folder())
        dialog.set_current_name(suggested)
        if dialog.run() == Gtk.ResponseType.ACCEPT:
            download.set_allow_overwrite(True)
            download.set_destination(dialog.get_uri())
        else:
            download.cancel()
        dialog.destroy()
        return True


def _folder() -> str:
    chosen: str | None = GLib.get_user_special_dir(GLib.UserDirectory.DIRECTORY_DOWNLOAD)
    return chosen or str(GLib.get_home_dir())  # there is always one, also where $HOME is not
