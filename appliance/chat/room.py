"""Rooms: made by being named."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from appliance.errors import BadInput, Problem
from appliance.invisible import MOST_MARKS, crowded, shows, without_invisible

LONGEST: Final = 64
"""Characters in a room's name."""

LONGEST_TYPED: Final = 4 * LONGEST
"""Characters of a name before it is composed: no character is made of more than four. Looked at
first, for composing takes quadratic time: 32,000 marks took everybody's for a second and a half."""

KNOWN: Final = 1_024
"""Names whose check is remembered, at most 1 KB each; the one unused for longest goes."""

_NAME: Final = re.compile(r"[\w-]+")  # \w: letters and digits of every script, and _
_GAP: Final = re.compile(r"-*\s[-\s]*")
_SIGMAS: Final = ("\u03c3", "\u03a3")
_JOINERS: Final = frozenset("\u200c\u200d")


class RoomUnknown(Problem):
    """There is no such room, or it is none of the caller's: which of both is not said."""

    status = 404
    title = "No such room"


def room_name(value: object) -> str:
    """The room that `value` names, in Unicode's composed form; raises BadInput.

    Composed, so that the same name typed on two systems is the same room. What may be read is more
    than what may be made: older logs have names that `check_new` refuses.
    """
    if not isinstance(value, str):
        raise BadInput("room-not-text")
    if len(value) > LONGEST_TYPED:
        raise _too_long(len(value))
    return _checked(value)


def typed_name(value: object) -> object:
    """What somebody typed as a room's name, as one: “# Coffee break” is Coffee-break. What is no
    text, or too long to be looked at, stays as it is.
    """
    if not isinstance(value, str) or len(value) > LONGEST_TYPED:
        return value
    return _GAP.sub("-", value.strip().removeprefix("#").strip())


@lru_cache(maxsize=KNOWN)
def small(name: str) -> str:
    """`name` in small letters: those with the same are one room, and so are letters with the same
    capital. Not the case folding of Unicode, which spells “Straße” as nobody does.
    """
    # The capital i of Turkish would keep its dot as a mark of its own.
    letters = "".join(map(_small_letter, name.replace("\u0130", "i")))
    # A sigma has a form for the ends of words; only capitals are given it.
    return unicodedata.normalize("NFC", letters.replace(*_SIGMAS).lower())


def check_new(name: str) -> None:
    """Raises BadInput if no room is to be made under `name`, which `room_name` gave."""
    if without_invisible(name) != name or not shows(name):
        raise BadInput("room-invisible")
    if not any(map(str.isalnum, name)):
        # “--” and “---” are told apart by nobody.
        raise BadInput("room-only-dashes")
    if crowded(name):
        raise BadInput("room-crowded", most=MOST_MARKS)


def _small_letter(char: str) -> str:
    """Of small letters with one capital, as both sigmas do, the same one. Turkish has two i."""
    capital = char.upper() if char.isalpha() and char != "\u0131" else ""
    return capital.lower() if len(capital) == len(capital.lower()) == 1 else char


@lru_cache(maxsize=KNOWN)
def _checked(value: str) -> str:
    name = unicodedata.normalize("NFC", value)
    if not name:
        raise BadInput("room-empty")
    if len(name) > LONGEST:
        raise _too_long(len(name))
    if not _is_name(name):
        raise BadInput("room-letters")
    return name


def _too_long(characters: int) -> BadInput:
    return BadInput("room-too-long", characters=characters, most=LONGEST)


def _is_name(name: str) -> bool:
    # \w leaves out marks and joiners, without which many scripts cannot be written.
    letters = (
        char
        for char in name
        if char not in _JOINERS and not unicodedata.category(char).startswith("M")
    )
    return _NAME.fullmatch("".join(letters)) is not None
