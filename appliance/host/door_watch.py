"""The door of one process: as the settings want it, with what takes long in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import gevent
from gevent.threadpool import ThreadPool

from appliance.chat.doorkeeper import Doorkeeper
from appliance.chat.regulars import Regulars
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, Starting
from appliance.feed.contract import Feed
from appliance.settings import Settings
from appliance.web.expectant import Expectant
from appliance.web.polls.lot import ParkingLot

MOST_BEFORE: Final = 1_000
"""Who may wait before the door at a time, some KB each; others are answered at once."""

PAUSE_SECONDS: Final = 0.001
"""Where there is more to do than fits in between: with 0 the loop would go on with it at once, and
look neither at sockets nor at timers."""


class DoorWatch:
    """`keeper` sets it, `waits` are those who want to hear when it is set otherwise."""

    def __init__(
        self,
        settings: Settings,
        feed: Feed,
        registry: Registry,
        lot: ParkingLot,
        now: Callable[[], str],
    ) -> None:
        """Raises Starting where the settings do not fit together."""
        self.waits = Expectant(lot.timetable, MOST_BEFORE)
        # One: of several passcodes that are tried at once each takes 16 MB and a processor. It
        # begins with the first of them.
        threads = ThreadPool(1)
        regulars = Regulars(feed, registry, lot.people, partial(gevent.sleep, PAUSE_SECONDS))
        self.keeper = Doorkeeper(feed, registry, now, regulars, threads.apply)
        try:
            self.keeper.begin(settings.door, settings.passcode)
        except BadInput as problem:
            raise Starting(problem.name, **problem.values) from None
