"""All parked polls of this process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from gevent.event import Event

from appliance.feed.contract import Feed, Slice
from appliance.feed.entry import Entry
from appliance.feed.scope import PUBLIC, Scope, is_private
from appliance.web.complaint import Complaint
from appliance.web.deadlines import Timetable
from appliance.web.polls.counts import PollCounts
from appliance.web.polls.form import Form, NowForm
from appliance.web.polls.group import Group, Place, Subscription
from appliance.web.polls.insiders import Insider, Insiders
from appliance.web.polls.known import KnownHeads
from appliance.web.polls.now import Belongings, Company, Now
from appliance.web.polls.onlooker import Onlooker
from appliance.web.polls.passes import Meant, Passes
from appliance.web.polls.ready import Ready
from appliance.web.polls.telling import Telling
from appliance.web.polls.witness import WitnessGroup

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked


_complaint: Final = Complaint("Looking at those who wait failed")


class ParkingLot:
    """Knows which groups wait for a room, wakes them, expires them, drains them."""

    def __init__(
        self,
        feed: Feed,
        timetable: Timetable,
        company: Company,
        belongings: Belongings,
        clock: Callable[[], float] = time,
    ) -> None:
        """`company` and `belongings` know what is so only now (see `Now`); `clock` gives
        seconds since 1970.
        """
        self.feed = feed
        self.timetable = timetable
        self.counts = PollCounts()
        self.changed = Event()
        self.draining = False
        self.closed = False
        """Whether it ends because its owner closed it, and not to be back in a moment."""
        self.connections: Callable[[], Iterable[Parked]] = self._parked
        """All from which a poll may come that is known again."""
        self._onlookers: list[Onlooker] = []
        self._told = feed.last
        self._groups: WeakValueDictionary[Any, Group] = WeakValueDictionary()
        self._in_use: dict[Group, None] = {}
        self._waiting: dict[str | None, dict[Group, None]] = {}
        self.insiders = Insiders()
        self._ready = Ready()
        self.passes = Passes()
        self.heads = KnownHeads(self.counts, lambda cookie: self.passes.of(None, PUBLIC))
        self.now = Now(timetable, int(clock() * 1000), company, belongings, self._call)
        feed.changes(self.wake)

    def show(self, onlooker: Onlooker) -> None:
        """From now on `onlooker` is told what happens here."""
        self._onlookers.append(onlooker)

    def __len__(self) -> int:
        """Polls parked now."""
        return sum(len(group) for group in self._in_use)

    def group(self, subscription: Subscription, head: bytes, close: bool) -> Group:
        """The group of all who wait for the same bytes."""
        key = (subscription, head, close)
        group = self._groups.get(key)
        if group is None:
            kind = WitnessGroup if isinstance(subscription.form, NowForm) else Group
            group = self._groups[key] = kind(self, subscription, head, close)
        return group

    def place(self, group: Group, scope: Scope) -> Place:
        """Where one of `group` waits whose poll is for `scope`."""
        return Insider(group, scope, self.insiders) if scope.own else group

    def wake(self, entries: Sequence[Entry]) -> None:
        """Answer everybody who waits for one of these entries."""
        self._ready.forget()
        started = perf_counter()
        self._tell_onlookers(lambda one: one.said(entries))
        telling = Telling(entries, self.feed.last)
        # Before the groups, which they wait in: what they are told goes beyond all of these.
        if telling.private:
            telling.tell_insiders(self.insiders.of(telling.private))
        for group, found in self._concerned(entries).items():
            telling.tell_group(group, found)
        self._told = entries[-1].id
        self.changed.set()
        self.changed.clear()
        self.counts.on_wake(perf_counter() - started)

    def _call(self, names: Collection[str]) -> None:
        """Answer those who wait for what is now in these rooms, where it is another."""
        own = [name for name in names if is_private(name)]
        groups = {one.group for one in self.insiders.of(own)} if len(own) == len(names) else None
        for group in list(self._in_use) if groups is None else groups:
            if isinstance(group, WitnessGroup):
                group.attempt(partial(group.tell_called, list(group.waiting)))

    def change_own(self, member: str, room: str) -> None:
        """Something of `room` that is a member's own is another: tell it to their devices. Who has
        one alone knows by having changed it.
        """
        if self.insiders.devices(member) < 2:
            return
        self.now.change_own(member, room)
        waiting: dict[Group, list[Parked]] = {}
        for one in self.insiders.of([member]):
            if one.connection is not None:
                waiting.setdefault(one.group, []).append(one.connection)
        for group, told in waiting.items():
            if isinstance(group, WitnessGroup):
                group.attempt(partial(group.tell_called, told), told)

    def heed(self) -> None:
        """Somebody begins to wait for what is now."""
        self._tell_onlookers(lambda one: one.heed())

    def _tell_onlookers(self, what: Callable[[Onlooker], object]) -> None:
        for one in self._onlookers:
            try:
                what(one)
            except Exception as error:  # those who wait are told all the same
                _complaint.say(error, trace=True)

    @property
    def is_witnessed(self) -> bool:
        """Whether somebody waits for what is now."""
        return any(isinstance(group, WitnessGroup) for group in self._in_use)

    def held(self) -> dict[str, bool]:
        """The members who hold a poll just now, and whether all of theirs are away."""
        held: dict[str, bool] = {}
        for group in self._in_use:
            away = group.subscription.form.away
            for connection in group.waiting:
                ticket = connection.ticket
                member = None if ticket is None else ticket.member
                if member is not None:
                    held[member] = away and held.get(member, True)
        return held

    def _concerned(self, entries: Sequence[Entry]) -> dict[Group, list[Entry]]:
        """Whom public entries wake."""
        news: dict[Group, list[Entry]] = {}
        for entry in entries:
            if not is_private(entry.room):
                waiting = self._waiting
                for group in (*waiting.get(entry.room, ()), *waiting.get(None, ())):
                    if group.scope.holds(entry.room):
                        news.setdefault(group, []).append(entry)
        return news

    def behind(self, group: Group, cursor: int, scope: Scope) -> bytes | None:
        """The answer for one of `group` who stands at `cursor` and waits for `scope`; empty if
        there is nothing to tell, None where memory does not reach.
        """
        last, form = self.feed.last, group.subscription.form
        if scope is not group.subscription.scope and self._has_nothing_of(scope.own, cursor):
            scope = group.subscription.scope  # what all of the group are told
        key = (scope, group.form_of_answer, cursor)
        wire = self._ready.get(last, key)
        if wire is None:
            part = self.recent(cursor, scope, form)
            if part is None:
                return None
            wire = group.wire(part) if part.entries else b""
            self._ready.put(last, key, wire, scope)
        return wire

    def _has_nothing_of(self, rooms: frozenset[str], cursor: int) -> bool:
        part = self.feed.recent(cursor, Scope.of(rooms), 1)
        return part is not None and not part.entries

    def recent(self, cursor: int, scope: Scope, form: Form) -> Slice | None:
        """As `Feed.recent`, with entries that are told in this form, if there are any."""
        part = self.feed.recent(cursor, scope, form.limit)
        while part is not None and part.more and not form.told(part.entries):
            part = self.feed.recent(part.cursor, scope, form.limit)
        return None if part is None else part._replace(entries=tuple(form.told(part.entries)))

    def revoke(self, *members: str | None) -> None:
        """End the polls of members whose scope is another now: they come back and are looked at
        anew. The others are passed over where they stand.
        """
        self.revoke_those(frozenset(members).__contains__)

    def revoke_those(self, meant: Meant) -> None:
        """As `revoke`, for all members who are `meant`. It is asked of each once, of those who do
        not wait just now with their next poll.
        """
        self.passes.revoke(meant)
        for group in list(self._in_use):
            group.attempt(partial(group.dismiss_revoked, self._told))

    def people(self) -> set[str]:
        """The members who hold a poll, or have a connection from which the next may come."""
        tickets = [connection.ticket for connection in self.connections()]
        return {ticket.member for ticket in tickets if ticket is not None and ticket.member}

    def _parked(self) -> Iterator[Parked]:
        return chain.from_iterable(group.waiting for group in self._in_use)

    def drain(self) -> None:
        """Answer everybody, and whoever still comes: the program ends."""
        self.draining = True
        self._tell_onlookers(lambda one: one.end())
        for group in list(self._in_use):
            group.attempt(group.drain)

    def enlist(self, group: Group) -> None:
        """`group` has its first waiter."""
        self.timetable.watch(group.waiting)
        self._in_use[group] = None
        for room in _rooms(group):
            self._waiting.setdefault(room, {})[group] = None

    def delist(self, group: Group) -> None:
        """`group` has no more waiters."""
        self.timetable.forget(group.waiting)
        self._in_use.pop(group, None)
        for room in _rooms(group):
            groups = self._waiting.get(room, {})
            groups.pop(group, None)
            if not groups:
                self._waiting.pop(room, None)


def _rooms(group: Group) -> list[str | None]:
    """Under which names it is found; None stands for every public room."""
    scope = group.subscription.scope
    return [None, *scope.rooms] if scope.public else [*scope.rooms]
