"""The icon as desktops ask for it.

See https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from appliance.window.tray.showing import Showing

PATH: Final = "/StatusNotifierItem"
INTERFACE: Final = "org.kde.StatusNotifierItem"

CHANGED: Final[Mapping[str, str]] = {
    "Title": "NewTitle",
    "ToolTip": "NewToolTip",
    "IconName": "NewIcon",
}
"""What may be another one, and the signal that says so."""

ICON: Final = "icon"
ICON_UNREAD: Final = "icon-unread"


def properties(showing: Showing, icons: Path, menu: str) -> dict[str, tuple[str, Any]]:
    """As D-Bus has them: a signature and a value for each. `icons` is a folder with both."""
    return {
        "Category": ("s", "Communications"),
        "Id": ("s", "chat-appliance"),
        "Status": ("s", "Active"),
        "WindowId": ("i", 0),
        "Title": ("s", showing.words),
        # Some show markup in the text of a tip, and what a chat is called is its people's.
        "ToolTip": ("(sa(iiay)ss)", ("", _NO_PICTURES, showing.words, showing.news)),
        "IconName": ("s", ICON_UNREAD if showing.unread else ICON),
        "IconThemePath": ("s", str(icons)),
        "IconPixmap": ("a(iiay)", _NO_PICTURES),
        "OverlayIconName": ("s", ""),
        "AttentionIconName": ("s", ""),
        "ItemIsMenu": ("b", False),
        "Menu": ("o", menu),
    }


_NO_PICTURES: Final[Sequence[tuple[int, int, bytes]]] = []
