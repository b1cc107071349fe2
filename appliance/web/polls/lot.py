"""All parked polls of this process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakValueDictionary

from gevent.event import Event

from appliance.errors import Problem
from appliance.feed.contract import Feed, Rooms, Slice, fitting
from appliance.feed.entry import Entry
from appliance.web.complaint import Complaint
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.polls.form import Form
from appliance.web.polls.known import KnownHeads
from appliance.web.polls.ready import Ready
from appliance.web.server import response
from appliance.web.server.fanout import answer_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from appliance.web.server.connection import Connection

_complaint: Final = Complaint("Telling those who wait failed")


class Stopping(Problem):
    """The program is being stopped while somebody waits."""

    status = 503
    title = "The chat is stopping"


class Subscription(NamedTuple):
    """What a poll waits for: entries of `rooms`, in this form, for `wait` seconds."""

    rooms: Rooms
    form: Form
    wait: float


@dataclass(slots=True)
class PollCounts:
    """What the lot did: polls admitted by their remembered head, or by the whole way."""

    remembered: int = 0
    parsed: int = 0
    on_wake: Callable[[float], None] = field(default=lambda seconds: None)


class ParkingLot:
    """Knows which groups wait for a room, wakes them, expires them, drains them."""

    def __init__(self, feed: Feed, timetable: Timetable) -> None:
        self.feed = feed
        self.timetable = timetable
        self.counts = PollCounts()
        self.changed = Event()
        self.epoch = 0
        self.draining = False
        self._groups: WeakValueDictionary[Any, Group] = WeakValueDictionary()
        self._waiting: dict[str | None, dict[Group, None]] = {}
        self._ready = Ready()
        self.heads = KnownHeads(self)
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
        everywhere = self._waiting.get(None, {})
        for entry in entries:
            for group in (*self._waiting.get(entry.room, ()), *everywhere):
                news.setdefault(group, []).append(entry)
        wires: dict[Any, bytes] = {}
        for group, found in news.items():
            self._tell(group, found, wires)
        self.changed.set()
        self.changed.clear()
        self.counts.on_wake(perf_counter() - started)

    def _tell(self, group: Group, found: list[Entry], wires: dict[Any, bytes]) -> None:
        """Answer `group` with `found`; `wires` are the answers that others were given just now."""
        key = (group.form_of_answer, tuple(entry.id for entry in found))
        try:
            wire = wires.get(key) or wires.setdefault(key, group.wire(self._slice(group, found)))
            group.tell(wire)
        except Exception as error:  # the other groups are still to be told
            _complaint.say(error, trace=True)
            group.give_up()

    def _slice(self, group: Group, found: list[Entry]) -> Slice:
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
        rooms, form, _ = group.subscription
        key = (rooms, group.form_of_answer, cursor)
        wire = self._ready.get(last, key)
        if wire is None:
            part = self.feed.recent(cursor, rooms, form.limit)
            if part is None:
                return None
            wire = group.wire(part) if part.entries else b""
            self._ready.put(last, key, wire, rooms)
        return wire

    def drain(self) -> None:
        """Answer everybody, and whoever still comes: the program ends."""
        self.draining = True
        for group in self._all():
            group.drain()

    def forget(self) -> None:
        """Let every next poll go the whole way again: a decision may have changed."""
        self.epoch += 1

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


class Group:
    """Connections that wait for the same entries in the same form under the same head.

    What wakes one wakes all, with the same bytes: these are made once.
    """

    __slots__ = (
        "__weakref__",
        "_close",
        "_head",
        "_lot",
        "form_of_answer",
        "subscription",
        "waiting",
    )

    def __init__(
        self, lot: ParkingLot, subscription: Subscription, head: bytes, close: bool
    ) -> None:
        self.subscription = subscription
        self.waiting: Deadlines[Connection] = Deadlines(
            lot.timetable, subscription.wait, self._expired
        )
        self._lot = lot
        self._head = head
        self._close = close
        self.form_of_answer = (subscription.form, head, close)

    def __len__(self) -> int:
        return len(self.waiting)

    def take(self, connection: Connection, cursor: int) -> bool:
        """Answer `connection` with what came after `cursor`, or park it.

        False where memory cannot tell: the log must be asked.
        """
        if cursor != self._lot.feed.last:
            wire = self._lot.behind(self, cursor)
            if wire is None:
                return False
            if wire:
                connection.answer(wire)
                return True
        self._park(connection)
        return True

    def tell(self, wire: bytes) -> None:
        """Answer everybody with `wire`."""
        connections = self.waiting.take()
        self._lot.delist(self)
        answer_all(connections, wire)

    def drain(self) -> None:
        self._close = True
        self.tell(self._empty())

    def give_up(self) -> None:
        """Close all that wait: they come back, and are told what they could not be told now."""
        for connection in list(self.waiting.take()):
            connection.place = None
            connection.close()
        self._lot.delist(self)

    def leave(self, connection: Connection) -> None:
        """The client hung up."""
        self.waiting.discard(connection)
        if not self.waiting:
            self._lot.delist(self)

    def wire(self, part: Slice) -> bytes:
        """The whole answer that tells of `part`."""
        return self._finish(*self.subscription.form.answer(part))

    def _park(self, connection: Connection) -> None:
        if not self.subscription.wait:
            connection.answer(self._empty())
            return
        if not self.waiting:
            self._lot.enlist(self)
        self.waiting.add(connection)
        connection.parked(self)

    def _expired(self, connection: Connection) -> None:
        if not self.waiting:
            self._lot.delist(self)
        connection.answer(self._empty())

    def _empty(self) -> bytes:
        nothing = self.subscription.form.nothing(self._lot.feed.last)
        if nothing is None:
            problem = Stopping("The chat is being stopped. Ask again when it is back.")
            return response.problem(problem, self._close)
        return self._finish(*nothing)

    def _finish(self, headers: bytes, body: bytes) -> bytes:
        return response.finish(self._head + headers, len(body), self._close) + body


def _rooms(group: Group) -> list[str | None]:
    rooms = group.subscription.rooms
    return [None] if rooms is None else list(rooms)
