"""What somebody is called, and since when they are known here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Final

from appliance.chat.standing.noun import Noun
from appliance.feed.facts import EACH, LARGEST

FORMER: Final = 8
"""Names that somebody had before; the oldest goes. Fewer where long ones would make the fact larger
than facts may be."""


@dataclass(frozen=True, slots=True)
class Person(Noun):
    """Of one member. What host and helpers decide about them is another noun's: each of the two
    changes at its own time, and neither is written by who knows only the other.
    """

    noun: ClassVar[str] = "member"

    nick: str = ""
    since: str = ""
    """When they said something, or gave their name, for the first time that was noticed."""
    former: tuple[str, ...] = ()
    """Newest first."""

    def called(self, nick: str) -> Person:
        """The same under another name."""
        before = [name for name in (self.nick, *self.former) if name and name != nick]
        unique = tuple(dict.fromkeys(before))[:FORMER]
        while (person := replace(self, nick=nick, former=unique)).size > EACH + LARGEST:
            unique = unique[:-1]
        return person

    @property
    def size(self) -> int:
        """Bytes of its fact, at most: public ids have one length."""
        return self.fact("0" * 16).size
