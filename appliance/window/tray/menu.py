"""The icon's menu as desktops ask for it: com.canonical.dbusmenu, version 3."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from appliance.window.tray.showing import MenuLine

PATH: Final = "/MenuBar"
INTERFACE: Final = "com.canonical.dbusmenu"

PROPERTIES: Final[Mapping[str, tuple[str, Any]]] = {
    "Version": ("u", 3),
    "Status": ("s", "normal"),
    "TextDirection": ("s", "ltr"),
    "IconThemePath": ("as", []),
}

ROOT: Final = 0
"""The number of the menu itself; it has no menus inside."""

_NODE: Final = "(ia{sv}av)"

Told = dict[str, tuple[str, Any]]


def layout(
    lines: Sequence[MenuLine], part: int, depth: int, names: Collection[str]
) -> tuple[Any, ...]:
    """The menu, or the one line that is this `part` of it; of `depth` 0 without what is inside.
    Raises LookupError for a part that is not there.
    """
    if part != ROOT:
        return (part, dict(told(lines, [part], names))[part], [])
    inside: list[Any] = [
        (_NODE, (int(line.part), _chosen(_told(line), names), [])) for line in lines
    ]
    return (ROOT, {"children-display": ("s", "submenu")}, inside if depth else [])


def told(
    lines: Sequence[MenuLine], parts: Collection[int], names: Collection[str]
) -> list[tuple[int, Told]]:
    """What these parts say, all of them where none is named."""
    return [
        (int(line.part), _chosen(_told(line), names))
        for line in lines
        if not parts or line.part in parts
    ]


def _told(line: MenuLine) -> Told:
    if not line.words:
        return {"type": ("s", "separator")}
    # A single one marks the letter that chooses the line.
    said: Told = {"label": ("s", line.words.replace("_", "__")), "enabled": ("b", line.usable)}
    if line.chosen is not None:
        said |= {"toggle-type": ("s", "radio"), "toggle-state": ("i", int(line.chosen))}
    return said


def _chosen(said: Told, names: Collection[str]) -> Told:
    return {name: value for name, value in said.items() if not names or name in names}
