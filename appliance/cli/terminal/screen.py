"""An entry as lines for a person at a terminal: rules without I/O."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Final

from appliance.visible import visible, visible_json

INDENT: Final = " " * 6
"""Before the further lines of a message: as wide as the time, so that no message can look like
two.
"""

UNKNOWN: Final = "<unknown>"
"""Stands for a nickname that is not there, as on the page."""

_COLOURS: Final = (31, 32, 33, 34, 35, 36)
_TAB: Final = "    "

Entry = Mapping[str, Any]


class Screen:
    """Remembers the day of the last line.

    `today` is the day that needs no line of its own at the beginning; `zone` is that of the
    times shown (None: the machine's). `rooms` puts the room's name before each message.
    """

    def __init__(
        self, today: date, zone: tzinfo | None = None, *, rooms: bool = False, colours: bool = False
    ) -> None:
        self._day = today
        self._zone = zone
        self._rooms = rooms
        self._colours = colours

    def show(self, entry: Entry) -> str:
        """The lines for `entry`; none for what is no message."""
        if entry.get("kind") != "message":
            return ""
        time = self._time(entry)
        first, *others = _words(entry, "message").replace("\t", _TAB).split("\n")
        room = f"[{visible(_words(entry, 'room'))}] " if self._rooms else ""
        clock = f"{time:%H:%M}" if time else "--:--"
        said = f"* {self._nick(entry)} " if entry.get("act") is True else f"{self._nick(entry)}: "
        lines = [f"{room}{clock} {said}{visible(first)}"]
        lines += [INDENT + visible(line) for line in others]
        if time and time.date() != self._day:
            self._day = time.date()
            lines.insert(0, f"— {time:%A}, {time.day} {time:%B} {time.year} —")
        return "".join(f"{line}\n" for line in lines)

    def _time(self, entry: Entry) -> datetime | None:
        try:
            return datetime.fromisoformat(_words(entry, "time")).astimezone(self._zone)
        except (ValueError, OverflowError):
            return None

    def _nick(self, entry: Entry) -> str:
        said = _words(entry, "nick")
        nick = visible(said) or UNKNOWN
        if not self._colours:
            return nick
        colour = _COLOURS[zlib.crc32(said.encode(errors="replace")) % len(_COLOURS)]
        return f"\x1b[1;{colour}m{nick}\x1b[0m"


class JsonScreen:
    """Every entry on one line, as the chat says it."""

    def show(self, entry: Entry) -> str:
        return visible_json(entry) + "\n"


def _words(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
