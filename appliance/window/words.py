"""The words of the window's menu, of its find bar and of what it saves: all of them are here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from appliance.window.menu import Item

ITEMS: Final[Mapping[Item, str]] = {
    Item.LEARN: "Add to dictionary",
    Item.CUT: "Cut",
    Item.COPY: "Copy",
    Item.PASTE: "Paste",
    Item.SELECT_ALL: "Select all",
    Item.OPEN_LINK: "Open link in browser",
    Item.COPY_LINK: "Copy link",
    Item.COPY_PICTURE: "Copy picture",
    Item.SAVE_PICTURE: "Save picture\u2026",
    Item.FIND: "Find\u2026",
    Item.PRINT: "Print\u2026",
    Item.LARGER: "Larger",
    Item.SMALLER: "Smaller",
    Item.ACTUAL_SIZE: "Actual size",
}
NO_SUGGESTIONS: Final = "No suggestions"
PAGE: Final = "Page"
"""What the menu is called where it has a place in a menu bar."""

FIND: Final = "Find"
FIND_HINT: Final = "Find in what is shown"
NEXT: Final = "Next"
PREVIOUS: Final = "Previous"
CLOSE: Final = "Close"
NOTHING: Final = "Nothing found"


def found(many: int) -> str:
    """Of so many places; 0 where there is none."""
    return f"{many} found" if many else NOTHING
