"""Who is here, found out by looking at who holds a poll; and who types, for as long as that lasts.

Polls themselves are never slower for it, nor does anybody send a request. Nobody looks while nobody
waits to hear of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic, perf_counter
from typing import Final

import gevent

from appliance.chat.presence import Presence
from appliance.chat.typing import LASTS_SECONDS
from appliance.feed.entry import Entry
from appliance.feed.facts import Fact
from appliance.steady import Steady
from appliance.web.deadlines import Deadlines
from appliance.web.polls.lot import ParkingLot

BEAT_SECONDS: Final = 2.0
"""Between two looks. With 10,000 polls each takes 5 ms: then they are further apart."""

KEEP_SECONDS: Final = 600.0
"""While somebody waits to hear of it, it is kept so often who was here when."""

SHARE: Final = 500
"""Looking takes at most one part in so many of the time."""


class Attendance:
    """Looks at the polls of `lot`, and tells `presence` of it, and all who wait for what is now."""

    def __init__(self, lot: ParkingLot, presence: Presence, keep: Callable[[], object]) -> None:
        """`keep` may wait for a disk."""
        self._lot = lot
        self._presence = presence
        self._beats: Deadlines[Attendance] = Deadlines(lot.timetable, BEAT_SECONDS, self._beat)
        self._passed_over = 0
        self._keeping = Steady("Keeping who was here", keep)
        self._kept = monotonic()
        self._typists = Deadlines(lot.timetable, LASTS_SECONDS, self._stops)
        lot.timetable.watch(self._beats)
        lot.timetable.watch(self._typists)
        lot.show(self)

    # As an `Onlooker`.

    def heed(self) -> None:
        if not self._beats:
            self._beats.add(self)

    def said(self, entries: Sequence[Entry]) -> None:
        self._lot.now.note(self._presence.said(entries))

    def end(self) -> None:
        # Nobody is told of it: all are about to be answered anyway.
        self._presence.look(self._lot.held())

    # What members do.

    def come(self, member: str | None) -> None:
        """A member asks who is here, and so is."""
        self._lot.now.change(self._presence.come(member))

    def hide(self, member: str) -> None:
        """A member does not want to be shown."""
        self._lot.now.change(self._presence.hide(member))

    def look(self) -> None:
        """Find out who is here, unless somebody looked just now."""
        if not self._beats:
            self._look()

    def hear(self, facts: Sequence[Fact]) -> None:
        """These are true now."""
        self._lot.now.change(self._presence.rooms_changed_by(facts))

    def types(self, member: str, room: str) -> None:
        """A member types in `room`."""
        begins = member not in self._presence.typing.who(room)
        if self._presence.types(member, room):
            self._typists.add((member, room))
            self._lot.now.change([room] if begins else [])

    def _stops(self, who: tuple[str, str]) -> None:
        member, room = who
        if self._presence.typing.stop(member, room):
            self._lot.now.change([room])

    def _beat(self, _: Attendance) -> None:
        if self._lot.is_witnessed:
            self._beats.add(self)
        if self._passed_over > 0:
            self._passed_over -= 1
            return
        began = perf_counter()
        self._look()
        self._passed_over = int((perf_counter() - began) * SHARE / BEAT_SECONDS)
        if monotonic() - self._kept > KEEP_SECONDS:
            self._kept = monotonic()
            gevent.spawn(self._keeping.step)

    def _look(self) -> None:
        self._lot.now.change(self._presence.look(self._lot.held()))
