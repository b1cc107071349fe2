"""What the window does at a key or a choice of its menu, and which keys these are.

The page is asked first: a key reaches the window only where the page did not take it
(`preventDefault`). So a page with a search of its own takes Ctrl+F, and nothing here changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final, NamedTuple


class Command(Enum):
    LARGER = auto()
    SMALLER = auto()
    ACTUAL_SIZE = auto()
    FIND = auto()
    FIND_NEXT = auto()
    FIND_PREVIOUS = auto()
    PRINT = auto()


class Key(NamedTuple):
    """`name` is the character that the key means, as a small letter, or a name as "F3". `control`
    is the Command key on a Mac.
    """

    name: str
    control: bool
    shift: bool = False


_WITH_CONTROL: Final[Mapping[str, Command]] = {
    # What is plus with Shift on many keyboards is equals without.
    "+": Command.LARGER,
    "=": Command.LARGER,
    "-": Command.SMALLER,
    "0": Command.ACTUAL_SIZE,
    "f": Command.FIND,
    "g": Command.FIND_NEXT,
    "p": Command.PRINT,
}
_BACKWARDS: Final = {Command.FIND_NEXT: Command.FIND_PREVIOUS}
_SHIFTED: Final = "+="


def command(key: Key) -> Command | None:
    """What this key is for; None if it is not the window's."""
    found = _WITH_CONTROL.get(key.name) if key.control else None
    if key.name == "F3" and not key.control:
        found = Command.FIND_NEXT
    if found is None or not key.shift or key.name in _SHIFTED:
        return found
    return _BACKWARDS.get(found)
