"""Where the server that has a data folder answers, for a window that is opened beside it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final, NamedTuple

from appliance.host.data import LOCK
from appliance.host.lock import held
from appliance.host.note import Note

_NAME: Final = "server.json"
_log: Final = logging.getLogger(__name__)


class Whereabouts(NamedTuple):
    """`attended` says that the server belongs to a window and ends with it; `since` is when it was
    started, in milliseconds since 1970.
    """

    url: str
    attended: bool
    since: int


class Word:
    """What a server leaves in the `folder` that it holds."""

    def __init__(self, folder: Path, url: str, port: int, *, attended: bool, since: int) -> None:
        self._note = Note(folder / _NAME)
        self._facts = {
            "pid": os.getpid(),
            "port": port,
            "url": url,
            "attended": attended,
            "since": since,
        }

    def leave(self) -> None:
        """As well as it can: a full disk does not keep a chat from being read."""
        try:
            self._note.write(self._facts)
        except OSError as error:
            self._note.remove()  # of a server that was killed: it is wrong now
            _log.warning(
                "Where the chat answers cannot be noted in its data folder: %s. Commands and a "
                "window on this computer look for it at its usual port until it is started again.",
                error.strerror,
            )

    def take_back(self) -> None:
        """The server ends."""
        self._note.remove()


def find(folder: Path) -> Whereabouts | None:
    """The server that has `folder` now, if it said where it is."""
    said = Note(folder / _NAME).read()
    url = said.get("url")
    if not isinstance(url, str) or not held(folder / LOCK):
        return None
    since = said.get("since")
    return Whereabouts(url, said.get("attended") is True, since if isinstance(since, int) else 0)
