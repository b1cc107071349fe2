"""How a member stands with the host: what they may do for others, and what was forbidden them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun

HOST: Final = "host"
"""Nobody's by a fact: the host is who holds the admin's cookie."""

HELPER: Final = "helper"

KEEPERS: Final = frozenset({HOST, HELPER})
"""The roles of those who keep order."""


@dataclass(frozen=True, slots=True)
class Conduct(Noun):
    """Of one member, by a public id. `muted_until` is a time as entries have it."""

    noun: ClassVar[str] = "conduct"

    role: str = ""
    muted_until: str = ""
    removed: bool = False
    hidden: bool = False


USUAL: Final = Conduct()
"""Of nearly everybody: no fact is kept of it."""
