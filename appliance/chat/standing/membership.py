"""That somebody is in a private room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from appliance.chat.standing.noun import Noun


@dataclass(frozen=True, slots=True)
class Membership(Noun):
    """Of one member in one room; `by` is the public id of who let them in."""

    noun: ClassVar[str] = "in"

    by: str = ""


def membership_name(room: str, member: str) -> str:
    """The name of the fact: neither part has a space."""
    return f"{room} {member}"


def membership_of(name: str) -> tuple[str, str]:
    """The room and the member that a fact's name names."""
    room, _, member = name.partition(" ")
    return room, member
