"""What an index holds of one message, and what a search asks of it, as FTS5 takes them.

Two tables of FTS5, both without positions, which would double them: `grams` has all groups of three
characters (its own tokenizer, trigram), `near` what that cannot: words of one and two characters,
as Chinese and Japanese have many, and who said it where. So every search is a matter of an index,
be the word short or the room a small one among large ones; only whether the grams of a word stand
together is looked up in the text.
"""

from __future__ import annotations

import string
from typing import Final, NamedTuple

from appliance.feed.search.alike import SHORT, alike, short
from appliance.feed.search.wanted import Wanted
from appliance.feed.sqlite.index.source import FILE, IMAGE, Spoken

MOST_GRAMS: Final = 40
"""Grams of one search that are looked for; the text shows the rest."""

_MARK: Final = "\ue100"
"""Before what is no word. It is for private use: a message with it finds nothing but itself."""

_SAFE: Final = {ord(char): 0xE000 + ord(char) for char in string.punctuation + string.whitespace}
"""FTS5's tokenizer `ascii` takes nothing of ASCII but letters and digits, and all beyond."""

_ADDRESSES: Final = ("http://", "https://")


class Posted(NamedTuple):
    """A message as the index has it: the number of its room, and its text as `alike` makes it."""

    id: int
    room: int
    member: str
    nick: str
    time: str
    text: str

    @classmethod
    def of(cls, said: Spoken, room: int) -> Posted:
        return cls(said.id, room, said.member, said.nick, said.time, alike(said.text))

    @property
    def near(self) -> str:
        """What `near` has of it."""
        words = [word.translate(_SAFE) for word in set(short(self.text))]
        about = [_of_room(self.room), _of_member(self.member), _of_nick(alike(self.nick))]
        return " ".join([*words, *about, *map(_of_thing, things(self.text))])


def things(text: str) -> list[str]:
    """What a message has by its text, as `Wanted.has` calls it."""
    there = {"link": has_link(text), "file": FILE in text, "image": IMAGE in text}
    return [name for name, has in there.items() if has]


def has_link(text: str) -> bool:
    return any(address in text for address in _ADDRESSES)


def grams_wanted(wanted: Wanted) -> str | None:
    """What is asked of `grams`, if anything is."""
    long = [term for term in wanted.terms if len(term) > SHORT]
    grams = dict.fromkeys(term[at : at + 3] for term in long for at in range(len(term) - 2))
    return " AND ".join(map(_quoted, list(grams)[:MOST_GRAMS])) or None


def near_wanted(wanted: Wanted, room: int | None) -> str | None:
    """What is asked of `near`, if anything is. `room` is the only one wanted, if there is one."""
    parts = [_quoted(term.translate(_SAFE)) for term in wanted.terms if len(term) <= SHORT]
    if room is not None:
        parts.append(_quoted(_of_room(room)))
    who = [_of_member(member) for member in wanted.members]
    who += map(_of_nick, wanted.nicks)
    if who:
        parts.append(f"({' OR '.join(map(_quoted, who))})")
    parts += [_quoted(_of_thing(thing)) for thing in wanted.has]
    return " AND ".join(parts) or None


def _of_thing(thing: str) -> str:
    return f"{_MARK}{thing}"


def _of_room(room: int) -> str:
    return f"{_MARK}room{room}"


def _of_member(member: str) -> str:
    return f"{_MARK}member{member.translate(_SAFE)}"


def _of_nick(nick: str) -> str:
    return f"{_MARK}nick{nick.translate(_SAFE)}"


def _quoted(token: str) -> str:
    """As a string of FTS5's, which reads no further than to a NUL: what `_SAFE` would make of one
    stands in its place. Half a string is an error as if the index were damaged.
    """
    return '"{}"'.format(token.replace('"', '""').replace("\0", "\ue000"))
