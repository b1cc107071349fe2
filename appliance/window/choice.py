"""Which chat the window shows: this machine's own or one on the network; remembered."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from appliance.host.note import Note

_NAME: Final = "choice.json"
_log: Final = logging.getLogger(__name__)


class Neighbour(NamedTuple):
    """A chat of another machine; `id` is its log's, wherever it moves, `here` how many devices are
    in it, without this one. For the rest see discovery.standing.
    """

    name: str
    url: str
    id: str
    since: int = 0
    attended: bool = False
    here: int = 0


class Choice:
    """What the user chose in this data folder at some time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._note = Note(self._path)

    @property
    def is_own(self) -> bool:
        """Whether it was said that it is to be this machine's own chat."""
        return self._note.read().get("chat") == "own"

    @property
    def is_other(self) -> bool:
        """Whether it was another machine's, at last."""
        return self._note.read().get("chat") == "join"

    @property
    def joined(self) -> Neighbour:
        """The chat that was joined last, as it was then; of an older version's only the name."""
        known = self._note.read()
        name, url, identity = (str(known.get(key) or "") for key in ("name", "url", "id"))
        return Neighbour(name, url, identity)

    @property
    def seen(self) -> int:
        """When it was there for the last time, in milliseconds since 1970; 0 if nobody knows."""
        seen = self._note.read().get("seen")
        return seen if isinstance(seen, int) else 0

    def own(self) -> None:
        self._remember({"chat": "own"})

    def join(self, chat: Neighbour) -> None:
        """It is there now."""
        known = {"id": chat.id, "name": chat.name, "url": chat.url}
        self._remember({"chat": "join", **known, "seen": int(time.time() * 1000)})

    def _remember(self, chosen: Mapping[str, str | int]) -> None:
        """What cannot be written was chosen all the same, for this time."""
        try:
            self._note.write(chosen)
        except OSError as error:
            why = error.strerror or error
            _log.warning(
                "Which chat was chosen cannot be written to %s: %s. It holds until the window "
                "is closed; the next start does not know of it.",
                self._path,
                why,
            )
