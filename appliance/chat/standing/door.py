"""Who comes in: how the door stands, who is past it, and who waits before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun
from appliance.feed.facts import Fact

OPEN: Final = "open"
PASSCODE: Final = "passcode"
APPROVE: Final = "approve"
LOCKED: Final = "locked"

MODES: Final = (OPEN, PASSCODE, APPROVE, LOCKED)
"""Everybody comes in; who knows the passcode; who the host lets in; nobody further."""

_NAME: Final = "door"


@dataclass(frozen=True, slots=True)
class Door(Noun):
    """There is one. Of the passcode there is a slow hash, made with `salt`; both are hexadecimal,
    and stay when another mode is chosen, so that a passcode can be taken up again.
    """

    noun: ClassVar[str] = "door"

    mode: str = OPEN
    salt: str = ""
    passcode: str = ""

    @property
    def open(self) -> bool:
        return self.mode == OPEN

    def set(self) -> Fact:
        """That it stands so from now on."""
        return self.fact(_NAME)


def is_door(fact: Fact) -> bool:
    """Whether it is of any of the nouns here."""
    return fact.noun in (Door.noun, Past.noun, Waiting.noun)


def puts_out(fact: Fact) -> bool:
    """Whether somebody may be outside by it who was not."""
    return fact.noun == Door.noun or (fact.noun == Past.noun and fact.value is None)


@dataclass(frozen=True, slots=True)
class Past(Noun):
    """That a member, by whose public id it is called, is past the door for as long as it is not
    taken away. Counts while the door is not open.
    """

    noun: ClassVar[str] = "past"

    by: str = ""
    """The public id of who let them in; empty for a passcode, or who was here before."""
    nick: str = ""
    """The name under which they were let in by somebody."""


@dataclass(frozen=True, slots=True)
class Waiting(Noun):
    """That a member asked to come in, under a name; or was refused, which they are not asked
    about again.
    """

    noun: ClassVar[str] = "waiting"

    nick: str = ""
    since: str = ""
    refused: bool = False
