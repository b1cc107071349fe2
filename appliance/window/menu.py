"""The menu of the right button, of the menu key and of Shift+F10: what is in it.

How it looks is the toolkit's, what it says is in `words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple

from appliance.window.command import Command


class Item(Enum):
    LEARN = auto()
    CUT = auto()
    COPY = auto()
    PASTE = auto()
    SELECT_ALL = auto()
    OPEN_LINK = auto()
    COPY_LINK = auto()
    COPY_PICTURE = auto()
    SAVE_PICTURE = auto()
    FIND = auto()
    PRINT = auto()
    LARGER = auto()
    SMALLER = auto()
    ACTUAL_SIZE = auto()


COMMANDS: Final[Mapping[Item, Command]] = {
    Item.FIND: Command.FIND,
    Item.PRINT: Command.PRINT,
    Item.LARGER: Command.LARGER,
    Item.SMALLER: Command.SMALLER,
    Item.ACTUAL_SIZE: Command.ACTUAL_SIZE,
}
"""Those that are the window's own; the others are the web view's."""

SUGGESTIONS: Final = 6
"""For one word; a dictionary may know dozens."""


class Under(NamedTuple):
    """What the pointer or the caret is at."""

    editable: bool = False
    selected: bool = False
    link: bool = False
    picture: bool = False


def groups(under: Under) -> list[tuple[Item, ...]]:
    """The items, group by group; what is said of a misspelled word comes before them."""
    return list(_groups(under))


def _groups(under: Under) -> Iterator[tuple[Item, ...]]:
    if under.editable:
        yield (Item.CUT, Item.COPY, Item.PASTE, Item.SELECT_ALL)
        return
    if under.link:
        yield (Item.OPEN_LINK, Item.COPY_LINK)
    if under.picture:
        yield (Item.COPY_PICTURE, Item.SAVE_PICTURE)
    yield (Item.COPY, Item.SELECT_ALL) if under.selected else (Item.SELECT_ALL,)
    yield (Item.FIND, Item.PRINT)
    if not (under.link or under.picture or under.selected):
        yield (Item.LARGER, Item.SMALLER, Item.ACTUAL_SIZE)
