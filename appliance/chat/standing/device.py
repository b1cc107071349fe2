"""A way for somebody to be the same member on another device, as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun

ONCE: Final = "once"
RECOVERY: Final = "recovery"


@dataclass(frozen=True, slots=True)
class Device(Noun):
    """Nobody becomes the member by what stands here: neither the secret that opens it nor the
    member's token does, only a digest of the one, and the other sealed with it.
    """

    noun: ClassVar[str] = "device"

    digest: str = ""
    sealed: str = ""
    until: int = 0
    """Seconds since 1970; 0 for one without an end."""

    def ended(self, now: float) -> bool:
        return 0 < self.until <= now


def device_name(member: str, kind: str) -> str:
    """The name of the fact: of each kind a member has one, and a new one takes its place."""
    return f"{member} {kind}"


def device_of(name: str) -> tuple[str, str]:
    """The member and the kind that a fact's name names."""
    member, _, kind = name.partition(" ")
    return member, kind
