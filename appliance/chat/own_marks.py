"""How far somebody has read each room, what they want to hear of it, and whether they are seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import time
from typing import Any, Final

from appliance.chat.moment import moment, seconds_until
from appliance.errors import BadInput
from appliance.feed.contract import Feed
from appliance.feed.marks import Marks
from appliance.feed.numbers import number_of

LEVELS: Final = ("all", "mentions", "nothing", "hidden")
"""What of a room one wants to hear; the first is what holds where nothing was chosen."""

_READ: Final = "read "
_LEVEL: Final = "level "
_UNSEEN: Final = "unseen"


class OwnMarks:
    """Each member's own, the same on all devices. Rooms are such as the member may read: that was
    found out before.
    """

    def __init__(self, feed: Feed, marks: Marks, clock: Callable[[], float] = time) -> None:
        """`clock` gives seconds since 1970."""
        self._feed = feed
        self._marks = marks
        self._clock = clock

    def read(self, member: str, room: str, number: object, *, back: bool = False) -> bool:
        """They have read `room` up to `number`; only forwards, unless they want it `back`. Whether
        that is another now. Raises BadInput and StorageProblem.
        """
        wanted = number_of(number)
        if not wanted and (isinstance(number, bool) or number not in (0, "0")):
            raise BadInput("read-wrong")
        wanted = min(wanted, self._feed.last)
        known = self._read(member, room)
        if wanted == known or (wanted < known and not back):
            return False
        self._marks.put(member, _READ + room, wanted)
        return True

    def want(self, member: str, room: str, level: object, until: object = None) -> None:
        """They want to hear so much of `room`, up to the time `until` if there is one. Raises
        BadInput and StorageProblem.
        """
        if level not in LEVELS:
            raise BadInput("level-wrong", levels=", ".join(LEVELS))
        wanted: dict[str, Any] | None = {"level": level}
        if until is not None:  # and then again what it was before
            before = self._marks.of(member).get(_LEVEL + room, {}).get("level", LEVELS[0])
            wanted = {"level": before, "meanwhile": level, "until": _time(until)}
        elif level == LEVELS[0]:
            wanted = None
        self._marks.put(member, _LEVEL + room, wanted)

    def told(self, member: str, room: str) -> dict[str, Any]:
        """What holds of a room: the number up to which it is read, and the level."""
        wanted = self._marks.of(member).get(_LEVEL + room, {})
        until = wanted.get("until")
        if until is not None and seconds_until(until, self._clock()) <= 0:
            until = None
        level = wanted.get("level" if until is None else "meanwhile", LEVELS[0])
        return {"read": self._read(member, room), "level": level, "until": until}

    def rooms(self, member: str) -> set[str]:
        """Those of which something is kept."""
        names = (name.partition(" ")[2] for name in self._marks.of(member))
        return {name for name in names if name}

    def show(self, member: str, *, shown: bool) -> None:
        """Whether others are told that they are here. Raises StorageProblem."""
        self._marks.put(member, _UNSEEN, None if shown else True)

    def is_shown(self, member: str) -> bool:
        return _UNSEEN not in self._marks.of(member)

    def _read(self, member: str, room: str) -> int:
        # Not beyond a log that was put back from a copy.
        return min(int(self._marks.of(member).get(_READ + room, 0)), self._feed.last)


def _time(value: object) -> str:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment(found.astimezone(UTC).timestamp()) if found and found.tzinfo else _no_time()
    except (OverflowError, ValueError):
        return _no_time()


def _no_time() -> str:
    raise BadInput("until-wrong")
