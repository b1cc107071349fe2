"""Which chat the window shows: this machine's own or one on the network; remembered."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from appliance.host.note import Note

_NAME: Final = "choice.json"
_log: Final = logging.getLogger(__name__)


class Neighbour(NamedTuple):
    """A chat of another machine; `id` is its log's, wherever it moves. For the rest see
    discovery.standing.
    """

    name: str
    url: str
    id: str
    since: int = 0
    attended: bool = False


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

    def joined_of(self, found: Sequence[Neighbour]) -> Neighbour | None:
        """The chat that was joined last, if it is among those `found`."""
        joined = self._note.read().get("id")
        return next((chat for chat in found if chat.id and chat.id == joined), None)

    def own(self) -> None:
        self._remember({"chat": "own"})

    def join(self, chat: Neighbour) -> None:
        self._remember({"chat": "join", "id": chat.id, "name": chat.name})

    def _remember(self, chosen: Mapping[str, str]) -> None:
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
