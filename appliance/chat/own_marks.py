"""How far somebody has read each room, what they want to hear of it, and whether they are seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import time
from typing import Any, Final, NamedTuple

from appliance.chat.moment import moment, seconds_until
from appliance.chat.names import EVERY_ROOM
from appliance.errors import BadInput
from appliance.feed.contract import Feed
from appliance.feed.marks import Marks
from appliance.feed.numbers import number_of

LEVELS: Final = ("all", "mentions", "nothing", "hidden")
"""What of a room one wants to hear; the first is what holds where nothing was chosen."""

_READ: Final = "read "
_LEVEL: Final = "level "
_UNSEEN: Final = "unseen"


class _Mark(NamedTuple):
    """Read up to `number`, which were so many `messages` as whoever said so counted them. `base` is
    how far all rooms had been read by then: where they are read further, so is this one.
    """

    number: int = 0
    messages: int | None = None
    base: int = 0

    @classmethod
    def of(cls, kept: Any) -> _Mark:
        """As it was kept, be it by a program that kept the number alone, or one that keeps more."""
        parts = kept if isinstance(kept, list) else [kept]
        return cls(*parts[: len(cls._fields)])


class OwnMarks:
    """Each member's own, the same on all devices. Rooms are such as the member may read: that was
    found out before.
    """

    def __init__(self, feed: Feed, marks: Marks, clock: Callable[[], float] = time) -> None:
        """`clock` gives seconds since 1970."""
        self._feed = feed
        self._marks = marks
        self._clock = clock

    def read(
        self,
        member: str,
        room: str,
        number: object,
        *,
        messages: object = None,
        back: bool = False,
    ) -> bool:
        """They have read `room`, or every one of them, up to `number`; only forwards, unless they
        want it `back`. Whether that is another now. Raises BadInput and StorageProblem.
        """
        counted = None if messages is None else _count(messages)
        wanted = min(_count(number), self._feed.last)
        known = self._read(member, room)
        if room == EVERY_ROOM and wanted == known.number and self._read_again(member, wanted):
            return True
        if wanted < known.number and not back:
            return False
        if wanted == known.number and counted in (None, known.messages):
            return False
        base = 0 if room == EVERY_ROOM else self._base(member)
        self._marks.put(member, _READ + room, list(_Mark(wanted, counted, base)))
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
        """What holds of a room: the number up to which it is read, how many messages that were as
        far as it was said, and the level; where that ends, `then` is the one that follows.
        """
        wanted = self._marks.of(member).get(_LEVEL + room, {})
        until = wanted.get("until")
        if until is not None and seconds_until(until, self._clock()) <= 0:
            until = None
        level = wanted.get("level" if until is None else "meanwhile", LEVELS[0])
        mark = self._read(member, room)
        told = {
            "read": mark.number,
            "read_messages": mark.messages,
            "level": level,
            "until": until,
        }
        return told if until is None else told | {"then": wanted["level"]}

    def rooms(self, member: str) -> set[str]:
        """Those of which something is kept."""
        names = (name.partition(" ")[2] for name in self._marks.of(member))
        return {name for name in names if name}

    def show(self, member: str, *, shown: bool) -> None:
        """Whether others are told that they are here. Raises StorageProblem."""
        self._marks.put(member, _UNSEEN, None if shown else True)

    def is_shown(self, member: str) -> bool:
        return _UNSEEN not in self._marks.of(member)

    def _read_again(self, member: str, base: int) -> bool:
        """All rooms are read up to `base` once more; whether any had been set back since."""
        marks = self._marks.of(member)
        kept = {name: _Mark.of(mark) for name, mark in marks.items() if name.startswith(_READ)}
        back = [name for name, mark in kept.items() if mark.number < base == mark.base]
        for name in back:
            self._marks.put(member, name, None)
        return bool(back)

    def _read(self, member: str, room: str) -> _Mark:
        marks = self._marks.of(member)
        mark = _Mark.of(marks.get(_READ + room, 0))
        base = self._base(member)
        if room != EVERY_ROOM and mark.number < base != mark.base:
            mark = _Mark(base)
        # Not beyond a log that was put back from a copy.
        return mark if mark.number <= self._feed.last else _Mark(self._feed.last)

    def _base(self, member: str) -> int:
        """How far they said they have read all rooms, be it beyond the log."""
        return _Mark.of(self._marks.of(member).get(_READ + EVERY_ROOM, 0)).number


def _count(number: object) -> int:
    found = number_of(number)
    if not found and (isinstance(number, bool) or number not in (0, "0")):
        raise BadInput("read-wrong")
    return found


def _time(value: object) -> str:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment(found.astimezone(UTC).timestamp()) if found and found.tzinfo else _no_time()
    except (OverflowError, ValueError):
        return _no_time()


def _no_time() -> str:
    raise BadInput("until-wrong")
