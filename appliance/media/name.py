"""Names of files, as others gave them: what people see, and what a saved file is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from appliance.invisible import crowded, shows, without_invisible

MOST_CHARACTERS: Final = 255
MOST_BYTES: Final = 200
"""Of a saved name: file systems have room for 255, encrypted ones for less, and a browser adds
something such as " (1)".
"""

NAMELESS: Final = "file"

_LONGEST_ENDING: Final = 16
_SPACES: Final = re.compile(r"\s+")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_RESERVED: Final = re.compile(
    "CON|PRN|AUX|NUL|CLOCK\\$|CONIN\\$|CONOUT\\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3]",
    re.IGNORECASE,
)
"""Devices of Windows, whatever ending they have."""

_UNSAID: Final = re.compile(r'[^ -~]|["\\%]')
"""What stands in no plain `filename`: browsers decode percent signs there, or not."""

_PLAIN: Final = "!#$&+-.^_`|~"
"""RFC 8187's attr-char, without letters and digits."""


def shown(name: str) -> str:
    """`name` as it is told to people, on one line: nothing in it hides, turns round or climbs over
    others. What is only odd, as `../`, stays: it is a text.
    """
    name = unicodedata.normalize("NFC", name)
    name = without_invisible(_SPACES.sub(" ", "".join(map(_visible, name)))).strip()
    if crowded(name):
        name = "".join(char for char in name if not unicodedata.category(char).startswith("M"))
    return _shortened(name, MOST_CHARACTERS, len, "\u2026") if shows(name) else NAMELESS


def saved(name: str) -> str:
    """`name` as that of one file, harmless on every system."""
    name = re.split(r"[/\\]", shown(name).rstrip("/\\"))[-1]
    name = _FORBIDDEN.sub("_", name).strip(" .") if name.strip(" .") else ""
    name = _shortened(name, MOST_BYTES, _bytes, "").strip(" .")
    if not shows(name):
        return NAMELESS
    device = _RESERVED.fullmatch(name.split(".")[0].rstrip())
    return f"_{name}" if device or name.startswith("-") else name


def disposition(name: str, *, inline: bool) -> str:
    """The value of Content-Disposition (RFC 6266) under which every browser saves it as `saved`."""
    name = saved(name)
    plain = _UNSAID.sub("_", name)
    value = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    return value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe=_PLAIN)}"


def _visible(char: str) -> str:
    """Nothing for a control or half a character; a space for a line's end."""
    category = unicodedata.category(char)
    if char.isspace() or category in ("Zl", "Zp"):
        return " "
    return "" if category in ("Cc", "Cs") else char


def _bytes(text: str) -> int:
    return len(text.encode())


def _shortened(name: str, most: int, measure: Callable[[str], int], mark: str) -> str:
    """`name` with its ending, and as much before it as there is room for."""
    if measure(name) <= most:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = most - measure(mark + dot + ending)
    stem = stem[:room]
    while measure(stem) > room:
        stem = stem[:-1]
    return stem + mark + dot + ending
