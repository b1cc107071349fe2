"""Rooms: made by being named."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from appliance.errors import BadInput

LOBBY: Final = "lobby"
"""The room that is always there."""

LONGEST: Final = 64
"""Characters in a room's name."""

_NAME: Final = re.compile(r"[\w-]+")  # \w: letters and digits of every script, and _


def room_name(value: object) -> str:
    """The room that `value` names, in Unicode's composed form; raises BadInput.

    Composed, so that the same name typed on two systems is the same room.
    """
    if not isinstance(value, str):
        raise BadInput("The room's name must be text.")
    return _checked(value)


@lru_cache(maxsize=1_024)
def _checked(value: str) -> str:
    name = unicodedata.normalize("NFC", value)
    if not name:
        raise BadInput("The room's name is empty. Leave it out for the lobby.")
    if len(name) > LONGEST:
        raise BadInput(f"The room's name has {len(name):,} characters; at most 64 are allowed.")
    if not _is_name(name):
        raise BadInput("A room's name is made of letters, digits, - and _ only.")
    return name


def _is_name(name: str) -> bool:
    # \w leaves out marks, without which many scripts cannot be written.
    letters = (char for char in name if not unicodedata.category(char).startswith("M"))
    return _NAME.fullmatch("".join(letters)) is not None
