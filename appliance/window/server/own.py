"""What a place outside of the page asks this folder's own chat, and may change in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from appliance.errors import Starting
from appliance.host import admin_token, whereabouts
from appliance.network.discovery.standing import Standing
from appliance.window.server import status

_SILENT: Final = "The chat does not answer. Try it again in a moment."


class OwnChat:
    """The chat of this `folder`, whoever runs its server; only while one does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def standing(self) -> Standing | None:
        """What counts of it among those that are found; None while it is not there."""
        running = whereabouts.find(self._folder)
        identity = status.identity(running.url) if running else ""
        return Standing(identity, running.since, running.attended) if running and identity else None

    def around(self) -> status.Around | None:
        """Who is there; None while it is not there itself."""
        running = whereabouts.find(self._folder)
        return status.around(running.url) if running else None

    def share(self, shared: bool) -> str:
        """Let everyone join, or this computer only; why that cannot be, empty where it is done."""
        running = whereabouts.find(self._folder)
        if running is None:
            return "The chat is not running."
        try:
            token = admin_token.known(self._folder)
        except Starting as problem:
            return problem.description
        # Only now: the window need not wait for what is asked when it stands.
        from appliance.network.question import put

        done, said = put(running.url, "sharing", {"shared": shared}, token)
        return "" if done else str(said.get("description") or _SILENT)
