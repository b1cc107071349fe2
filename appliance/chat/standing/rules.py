"""What host and helpers decided about a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun


@dataclass(frozen=True, slots=True)
class Rules(Noun):
    """Of one room. `title` and `topic` are a public room's: a private one has its own, with those
    who are in it. `slow` is how many seconds lie between two messages of one member.
    """

    noun: ClassVar[str] = "rules"

    title: str = ""
    topic: str = ""
    readonly: bool = False
    slow: int = 0
    archived: bool = False
    removed: bool = False


NONE: Final = Rules()
"""Of nearly every room: no fact is kept of it."""
