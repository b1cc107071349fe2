"""Names that are no room's own."""

from __future__ import annotations

from typing import Final

LOBBY: Final = "lobby"
"""The room that is always there."""

ACTS: Final = "@host"
"""The room in which it is written what host and helpers do; only they read it, and
nobody talks there."""

EVERY_ROOM: Final = "*"
"""What a reader says for all the rooms there are; no room can be called so."""

PROGRAM: Final = "@program"
"""The room of the program's own entries, which say what became of something and are told to nobody:
as a private one that has no people."""
