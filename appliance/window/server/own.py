"""What a place outside of the page asks this folder's own chat, and may change in it."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from appliance.host import admin_token, whereabouts
from appliance.network.discovery.standing import Standing
from appliance.window.server import status

_LONGEST_S: Final = 5.0
"""For an answer: sockets are opened and closed before it comes."""

_LARGEST: Final = 65_536
"""Bytes of an answer that are read; a chat's is much shorter."""


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
            return _changed(running.url, self._folder, shared=shared)
        except (OSError, ValueError, http.client.HTTPException):
            return "The chat does not answer. Try it again in a moment."


def _changed(url: str, folder: Path, *, shared: bool) -> str:
    # No proxy is asked, whatever the environment names.
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc, timeout=_LONGEST_S)
    try:
        link = urlsplit(admin_token.passing_link(url, folder))
        line.request("GET", f"{link.path}?{link.query}")
        admitted = line.getresponse()
        admitted.read(_LARGEST)
        cookie = "; ".join(
            given.partition(";")[0] for given in admitted.headers.get_all("Set-Cookie", [])
        )
        headers = {"Cookie": cookie, "Content-Type": "application/json"}
        line.request("PUT", f"{parts.path}sharing", json.dumps({"shared": shared}), headers)
        answer = line.getresponse()
        said = answer.read(_LARGEST)
        return "" if answer.status == http.client.OK else _why(json.loads(said))
    finally:
        line.close()


def _why(problem: object) -> str:
    told = problem if isinstance(problem, dict) else {}
    return str(told.get("description") or told.get("title") or "It did not say why.")
