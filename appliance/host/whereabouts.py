"""Where the server that has a data folder answers, for a window that is opened beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from appliance.host.data import LOCK
from appliance.host.lock import held
from appliance.host.note import Note

_NAME: Final = "server.json"


class Whereabouts(NamedTuple):
    """`attended` says that the server belongs to a window and ends with it; `since` is when it was
    started, in milliseconds since 1970.
    """

    url: str
    attended: bool
    since: int


def tell(folder: Path, url: str, port: int, *, attended: bool, since: int) -> None:
    """Leave word in `folder`; only who holds it may. Raises OSError."""
    facts = {"pid": os.getpid(), "port": port, "url": url, "attended": attended, "since": since}
    Note(folder / _NAME).write(facts)


def take_back(folder: Path) -> None:
    """The server ends."""
    Note(folder / _NAME).remove()


def find(folder: Path) -> Whereabouts | None:
    """The server that has `folder` now, if it said where it is."""
    said = Note(folder / _NAME).read()
    url = said.get("url")
    if not isinstance(url, str) or not held(folder / LOCK):
        return None
    since = said.get("since")
    return Whereabouts(url, said.get("attended") is True, since if isinstance(since, int) else 0)
