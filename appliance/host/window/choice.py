"""Which chat the window shows: this machine's own or one on the network; remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from appliance.host.note import Note

_NAME: Final = "choice.json"


class Chat(NamedTuple):
    """A chat of another machine; `id` is its log's, wherever it moves."""

    name: str
    url: str
    id: str


class Choice:
    """What the user chose in this data folder at some time."""

    def __init__(self, folder: Path) -> None:
        self._note = Note(folder / _NAME)

    @property
    def is_own(self) -> bool:
        """Whether it was said that it is to be this machine's own chat."""
        return self._note.read().get("chat") == "own"

    @property
    def is_other(self) -> bool:
        """Whether it was another machine's, at last."""
        return self._note.read().get("chat") == "join"

    def joined_of(self, found: Sequence[Chat]) -> Chat | None:
        """The chat that was joined last, if it is among those `found`."""
        joined = self._note.read().get("id")
        return next((chat for chat in found if chat.id and chat.id == joined), None)

    def own(self) -> None:
        """Raises OSError."""
        self._note.write({"chat": "own"})

    def join(self, chat: Chat) -> None:
        """Raises OSError."""
        self._note.write({"chat": "join", "id": chat.id, "name": chat.name})
