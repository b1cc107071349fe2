"""What is so only now, as a test has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from time import time
from typing import Any

from appliance.feed.contract import Feed
from appliance.web.deadlines import Timetable
from appliance.web.polls.lot import ParkingLot


class SoNow:
    """A `Company` whose `state` and crowds the test sets."""

    def __init__(self) -> None:
        self.state: Callable[[str, bool], Mapping[str, Any]] = lambda room, whole: {}
        self.crowded: Collection[str] = ()

    def told(self, room: str, whole: bool) -> Mapping[str, Any]:
        return self.state(room, whole)

    def is_crowded(self, room: str) -> bool:
        return room in self.crowded


class OwnNow:
    """`Belongings` whose `state` the test sets."""

    def __init__(self) -> None:
        self.state: Callable[[str, str], Mapping[str, Any]] = lambda member, room: {}

    def rooms(self, member: str) -> Collection[str]:
        return ()

    def told(self, member: str, room: str) -> Mapping[str, Any]:
        return self.state(member, room)


class Lot(ParkingLot):
    """One in which the test says what is so now."""

    def __init__(self, feed: Feed, timetable: Timetable, clock: Callable[[], float] = time) -> None:
        self.so_now, self.own = SoNow(), OwnNow()
        super().__init__(feed, timetable, self.so_now, self.own, clock)
