"""Where each chat was the last time that the window showed it: there is what was kept of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from appliance.host.note import Note
from appliance.window.outside import origin

_NAME: Final = "places.json"
_MOST: Final = 50
"""Chats; of the one shown longest ago it is forgotten where it was, and what waits stays there."""


class Places:
    """A note in the window's folder, by the chats' identities."""

    def __init__(self, folder: Path) -> None:
        self._note = Note(folder / _NAME)
        self._going = ("", "")
        self.before = ""
        """The former address, while what was kept there is being taken along."""

    def go(self, chat: str, url: str) -> str:
        """On the way to `chat`, at `url`; where it was before, if that is another address."""
        self._going = (chat, url)
        self.before = self._former(chat, url)
        return self.before

    def leave(self) -> None:
        """Nothing is taken along from the former address any more."""
        self.before = ""

    def arrive(self) -> None:
        """It is there now. What cannot be written changes nothing until the next start."""
        (chat, url), self._going = self._going, ("", "")
        if not chat:
            return
        place = "{}://{}/".format(*origin(url))
        said = self._note.read()
        if said.get(chat) == place:
            return
        kept = {name: where for name, where in said.items() if name != chat}
        with suppress(OSError):
            self._note.write(dict([*kept.items(), (chat, place)][-_MOST:]))

    def _former(self, chat: str, url: str) -> str:
        said = str(self._note.read().get(chat) or "") if chat else ""
        known = origin(said)
        return said if known[0] in ("http", "https") and known != origin(url) else ""
