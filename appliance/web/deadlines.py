"""Things that must happen by a certain time, with one timer for all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from gevent.hub import get_hub

from appliance.web.complaint import Complaint

T = TypeVar("T")

_complaint: Final = Complaint("A deadline was met with a mistake")

GRAIN: Final = 0.1
"""Seconds. Deadlines are met late by up to this much, so that neighbours share one wake-up."""


class Timetable:
    """The one timer, and the queues it serves."""

    def __init__(self) -> None:
        self._queues: dict[Deadlines[Any], None] = {}
        self._timer = get_hub().loop.timer(0)
        self._armed = math.inf

    def watch(self, queue: Deadlines[T]) -> None:
        self._queues[queue] = None

    def forget(self, queue: Deadlines[T]) -> None:
        self._queues.pop(queue, None)

    def expect(self, deadline: float) -> None:
        """Make sure of a wake-up at `deadline`."""
        if deadline < self._armed:
            at = math.ceil(deadline / GRAIN) * GRAIN
            self._armed = math.inf  # until it is: without memory there is no timer
            self._start(max(0.0, at - monotonic()))
            self._armed = at

    def close(self) -> None:
        self._timer.stop()
        self._timer.close()

    def _start(self, seconds: float) -> None:
        self._timer.close()
        self._timer = get_hub().loop.timer(seconds)
        self._timer.start(self._ring)

    def _ring(self) -> None:
        self._armed = math.inf
        now = monotonic()
        try:
            for queue in list(self._queues):
                queue.expire(now)
        finally:
            for queue in self._queues:
                self.expect(queue.first())


class Deadlines(Generic[T]):
    """Items that all wait equally long, so that the order of arrival is the order of leaving.

    `expired` is called with each item whose `seconds` are over, after it was taken out.
    """

    def __init__(self, timetable: Timetable, seconds: float, expired: Callable[[T], None]) -> None:
        self.seconds = seconds
        self._timetable = timetable
        self._expired = expired
        self._until: dict[T, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    def __iter__(self) -> Iterator[T]:
        return iter(self._until)

    def add(self, item: T) -> None:
        """Start the wait of `item`, anew if it was waiting."""
        self._until.pop(item, None)
        deadline = self._until[item] = monotonic() + self.seconds
        self._timetable.expect(deadline)

    def discard(self, item: T) -> None:
        self._until.pop(item, None)

    def take(self) -> dict[T, float]:
        """All items, which are then no longer in here."""
        taken, self._until = self._until, {}
        return taken

    def oldest(self) -> tuple[T, float] | None:
        """The item that waits longest, and for how many seconds; None if nothing waits."""
        for item, deadline in self._until.items():
            return item, monotonic() - deadline + self.seconds
        return None

    def first(self) -> float:
        """When the next deadline is; infinity if nothing waits."""
        return next(iter(self._until.values()), math.inf)

    def expire(self, now: float) -> None:
        due = []
        for item, deadline in self._until.items():
            if deadline > now:
                break
            due.append(item)
        for item in due:
            del self._until[item]
        for item in due:
            try:
                self._expired(item)
            except Exception as error:  # the others' time is up as well
                _complaint.say(error, trace=True)
