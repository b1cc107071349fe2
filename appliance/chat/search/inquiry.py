"""What somebody types to search: words, phrases in quotes, and whose, where, when.

`from:ada in:tea has:link after:2026-03-01 "the exact words"`; what is none of these is a word. Read
in one go from left to right, so that it takes time by its length, which is bounded before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from appliance.errors import BadInput
from appliance.feed.search.alike import alike

LONGEST: Final = 300
"""Characters of a search."""

MOST_TERMS: Final = 12
"""Words and phrases in it, and as many people and rooms together; more are refused."""

MOST: Final = 100
"""Messages in one answer."""

HAS: Final = ("link", "file", "image")
"""What `has:` knows."""

KEYS: Final = ("from", "in", "has", "before", "after")

_PART: Final = re.compile(rf'(?:({"|".join(KEYS)}):)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))
"""What keyboards of phones make of a quote."""

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass
class Inquiry:
    """What was asked for. `since` and `until` are times as entries have them; empty: whenever."""

    terms: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    has: list[str] = field(default_factory=list)
    since: str = ""
    until: str = ""

    @classmethod
    def parsed(cls, text: str, more: Mapping[str, str] = _NOTHING) -> Inquiry:
        """`more` are values by their keys, as if they stood in it. Raises BadInput."""
        if max(map(len, (text, *more.values()))) > LONGEST:
            raise BadInput("search-too-long", most=LONGEST)
        inquiry = cls()
        plain = "".join(char if _is_text(char) else " " for char in text.translate(_QUOTES))
        for key, quoted, bare in _PART.findall(plain):
            inquiry._take(key.lower(), quoted or bare.strip('"'))
        for key, value in more.items():
            inquiry._take(key, value)
        inquiry._check()
        return inquiry

    def _take(self, key: str, value: str) -> None:
        match key:
            case "from":
                self.people.append(value.removeprefix("@"))
            case "in":
                self.rooms.append(value)
            case "has":
                self._has(value)
            case "before":
                self.until = min(filter(None, (self.until, _moment(value))))
            case "after":
                self.since = max(self.since, _moment(value))
            case _:
                self.terms += _terms([value])

    def _has(self, value: str) -> None:
        if value.lower() not in HAS:
            raise BadInput("search-has", known=", ".join(HAS))
        self.has.append(value.lower())

    def _check(self) -> None:
        self.terms = list(dict.fromkeys(self.terms))
        if max(len(self.terms), len(self.people) + len(self.rooms)) > MOST_TERMS:
            raise BadInput("search-terms", most=MOST_TERMS)
        self.has = list(dict.fromkeys(self.has))
        if not (self.terms or self.people or self.rooms or self.has or self.since or self.until):
            raise BadInput("search-empty")


def _is_text(char: str) -> bool:
    """Also what joins others, unseen, as in Persian words and in emoji of several."""
    return char.isprintable() or unicodedata.category(char) == "Cf"


def _terms(words: Iterable[str]) -> list[str]:
    """As they are looked for; none for what is not seen."""
    return [term for term in (alike(word).strip() for word in words) if term]


def _moment(value: str) -> str:
    """A day, as it begins where the chat runs, or a moment; raises BadInput."""
    try:
        found = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput("search-date") from None
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")
