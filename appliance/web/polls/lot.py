"""All parked polls of this process."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any, Final
from weakref import WeakValueDictionary

from gevent.event import Event

from appliance.feed.contract import Feed, Slice, fitting
from appliance.feed.entry import Entry
from appliance.feed.scope import PUBLIC, Scope, is_private
from appliance.web.complaint import Complaint
from appliance.web.deadlines import Timetable
from appliance.web.polls.counts import PollCounts
from appliance.web.polls.form import Form
from appliance.web.polls.group import Group, Subscription
from appliance.web.polls.known import KnownHeads
from appliance.web.polls.passes import Passes
from appliance.web.polls.ready import Ready

_complaint: Final = Complaint("Telling those who wait failed")


class ParkingLot:
    """Knows which groups wait for a room, wakes them, expires them, drains them."""

    def __init__(self, feed: Feed, timetable: Timetable) -> None:
        self.feed = feed
        self.timetable = timetable
        self.counts = PollCounts()
        self.changed = Event()
        self.draining = False
        self.closed = False
        """Whether it ends because its owner closed it, and not to be back in a moment."""
        self._told = feed.last
        self._groups: WeakValueDictionary[Any, Group] = WeakValueDictionary()
        self._waiting: dict[str | None, dict[Group, None]] = {}
        self._ready = Ready()
        self.passes = Passes()
        self.heads = KnownHeads(self.counts, lambda cookie: self.passes.of(None, PUBLIC))
        feed.changes(self.wake)

    def __len__(self) -> int:
        """Polls parked now."""
        return sum(len(group) for group in self._all())

    def group(self, subscription: Subscription, head: bytes, close: bool) -> Group:
        """The group of all who wait for the same bytes."""
        key = (subscription, head, close)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(self, subscription, head, close)
        return group

    def wake(self, entries: Sequence[Entry]) -> None:
        """Answer everybody who waits for one of these entries."""
        started = perf_counter()
        news: dict[Group, list[Entry]] = {}
        for entry in entries:
            for group in self._concerned(entry.room):
                news.setdefault(group, []).append(entry)
        wires: dict[Any, bytes] = {}
        for group, found in news.items():
            self._tell(group, found, wires)
        self._told = entries[-1].id
        self.changed.set()
        self.changed.clear()
        self.counts.on_wake(perf_counter() - started)

    def _concerned(self, room: str) -> tuple[Group, ...]:
        everywhere = () if is_private(room) else self._waiting.get(None, ())
        return (*self._waiting.get(room, ()), *everywhere)

    def _tell(self, group: Group, said: list[Entry], wires: dict[Any, bytes]) -> None:
        """Answer `group` with `said`; `wires` are the answers that others were given just now."""
        found = group.subscription.form.told(said)
        if not found:
            return
        key = (group.form_of_answer, tuple(entry.id for entry in found))
        try:
            wire = wires.get(key) or wires.setdefault(key, group.wire(self._slice(group, found)))
            group.tell(wire)
        except Exception as error:  # the other groups are still to be told
            _complaint.say(error, trace=True)
            group.give_up()

    def _slice(self, group: Group, found: Sequence[Entry]) -> Slice:
        """As much of `found` as one answer takes; who is told so much asks again at once."""
        count = fitting(found, group.subscription.form.limit)
        if count < len(found):
            return Slice(tuple(found[:count]), found[count - 1].id, more=True)
        return Slice(tuple(found), self.feed.last)

    def behind(self, group: Group, cursor: int) -> bytes | None:
        """The answer for one of `group` who stands at `cursor`; empty if there is nothing to tell,
        None where memory does not reach.
        """
        last = self.feed.last
        scope, form, _ = group.subscription
        key = (scope, group.form_of_answer, cursor)
        wire = self._ready.get(last, key)
        if wire is None:
            part = self._recent(cursor, scope, form)
            if part is None:
                return None
            wire = group.wire(part) if part.entries else b""
            self._ready.put(last, key, wire, scope)
        return wire

    def _recent(self, cursor: int, scope: Scope, form: Form) -> Slice | None:
        """As `Feed.recent`, with entries that are told in this form, if there are any."""
        part = self.feed.recent(cursor, scope, form.limit)
        while part is not None and part.more and not form.told(part.entries):
            part = self.feed.recent(part.cursor, scope, form.limit)
        return None if part is None else part._replace(entries=tuple(form.told(part.entries)))

    def revoke(self, *members: str | None) -> None:
        """End the polls of members whose scope is another now: they come back and are looked at
        anew. The others are passed over where they stand.
        """
        for member in members:
            self.passes.revoke(member)
        for group in self._all():
            group.dismiss_revoked(self._told)

    def drain(self) -> None:
        """Answer everybody, and whoever still comes: the program ends."""
        self.draining = True
        for group in self._all():
            group.drain()

    def enlist(self, group: Group) -> None:
        """`group` has its first waiter."""
        self.timetable.watch(group.waiting)
        for room in _rooms(group):
            self._waiting.setdefault(room, {})[group] = None

    def delist(self, group: Group) -> None:
        """`group` has no more waiters."""
        self.timetable.forget(group.waiting)
        for room in _rooms(group):
            groups = self._waiting.get(room, {})
            groups.pop(group, None)
            if not groups:
                self._waiting.pop(room, None)

    def _all(self) -> list[Group]:
        return list({group: None for groups in self._waiting.values() for group in groups})


def _rooms(group: Group) -> list[str | None]:
    """Under which names it is found; None stands for every public room."""
    scope = group.subscription.scope
    return [None, *scope.rooms] if scope.public else [*scope.rooms]
