"""Those who are told the same, with the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple, Protocol

from appliance.errors import Problem
from appliance.feed.contract import Feed, Slice
from appliance.feed.scope import Scope
from appliance.web.complaint import Complaint
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.polls.form import Form
from appliance.web.server import response
from appliance.web.server.fanout import answer_all
from appliance.web.server.parkable import Parked, WaitQueue

_complaint: Final = Complaint("Telling those who wait failed")


class Stopping(Problem):
    """The program is being stopped while somebody waits."""

    status = 503
    title = "The chat is stopping"


class Subscription(NamedTuple):
    """What a poll waits for: entries of the rooms of `scope`, in this form, for `wait` seconds."""

    scope: Scope
    form: Form
    wait: float


class Place(WaitQueue, Protocol):
    """Where somebody waits for entries of `scope`: in a group, whose `subscription` is the public
    part of it.
    """

    @property
    def scope(self) -> Scope: ...

    @property
    def subscription(self) -> Subscription: ...

    def take(self, connection: Parked, cursor: int) -> bool:
        """As `Group.take`."""


class Lot(Protocol):
    """Where all groups are; see `ParkingLot`."""

    feed: Feed
    timetable: Timetable
    closed: bool

    def place(self, group: Group, scope: Scope) -> Place:
        """Where one of `group` waits whose poll is for `scope`."""

    def behind(self, group: Group, cursor: int, scope: Scope) -> bytes | None:
        """The answer for one of `group` who stands at `cursor` and waits for `scope`; empty if
        there is nothing to tell, None where memory does not reach.
        """

    def enlist(self, group: Group) -> None:
        """`group` has its first waiter."""

    def delist(self, group: Group) -> None:
        """`group` has no more waiters."""


class Group:
    """Connections that wait for the same public entries in the same form under the same head.

    What wakes one wakes all, with the same bytes: these are made once. Some are an `Insider`'s,
    whom something private may wake alone.
    """

    __slots__ = (
        "__weakref__",
        "_close",
        "_head",
        "form_of_answer",
        "lot",
        "scope",
        "subscription",
        "waiting",
    )

    def __init__(self, lot: Lot, subscription: Subscription, head: bytes, close: bool) -> None:
        self.subscription = subscription
        self.scope = subscription.scope
        self.waiting: Deadlines[Parked] = Deadlines(lot.timetable, subscription.wait, self._expired)
        self.lot = lot
        self._head = head
        self._close = close
        self.form_of_answer = (subscription.form, head, close)

    def __len__(self) -> int:
        return len(self.waiting)

    def place(self, scope: Scope) -> Place:
        """Where one of them waits whose poll is for `scope`."""
        return self.lot.place(self, scope)

    def take(self, connection: Parked, cursor: int, place: Place | None = None) -> bool:
        """Answer `connection` with what came after `cursor`, or park it, here or at a `place` of
        its own.

        False where memory cannot tell: the log must be asked.
        """
        if cursor != self.lot.feed.last:
            scope = self.scope if place is None else place.scope
            wire = self.lot.behind(self, cursor, scope)
            if wire is None:
                return False
            if wire:
                connection.answer(wire)
                return True
        self._park(connection, place or self)
        return True

    def attempt(self, work: Callable[[], object], told: Collection[Parked] | None = None) -> None:
        """Do `work`, which answers those `told`, or all who wait here. Where it fails, whoever was
        not answered comes back anew, and no other group is kept from its answer.
        """
        try:
            work()
        except Exception as error:
            _complaint.say(error, trace=True)
            left = self.waiting if told is None else told
            self.give_up([one for one in left if one.place is not None])

    def tell(self, wire: bytes) -> None:
        """Answer everybody with `wire`."""
        connections = self.waiting.take()
        self.lot.delist(self)
        answer_all(connections, wire)

    def tell_some(self, connections: Collection[Parked], wire: bytes) -> None:
        """Answer only these with `wire`."""
        for connection in connections:
            self.leave(connection)
        answer_all(connections, wire)

    def drain(self) -> None:
        self._close = True
        self.tell(self._empty())

    def dismiss_revoked(self, cursor: int) -> None:
        """Dismiss those whose pass is revoked; they were told what came up to `cursor`."""
        revoked = [connection for connection in self.waiting if _is_revoked(connection)]
        if revoked:
            self.dismiss(revoked, cursor)

    def dismiss(self, connections: Collection[Parked], cursor: int) -> None:
        """Answer with nothing, not even what came just now: they ask again from `cursor` on. Where
        the form has no words for that, close.
        """
        nothing = self.subscription.form.nothing(cursor)
        if nothing is not None:
            return self.tell_some(connections, self._finish(*nothing))
        return self.give_up(connections)

    def give_up(self, connections: Collection[Parked]) -> None:
        """Close these: they come back, and are told what they could not be told now."""
        for connection in list(connections):
            self.leave(connection)
            connection.place = None
            connection.close()

    def leave(self, connection: Parked) -> None:
        """The client hung up."""
        self.waiting.discard(connection)
        if not self.waiting:
            self.lot.delist(self)

    def wire(self, part: Slice) -> bytes:
        """The whole answer that tells of `part`."""
        return self._finish(*self.subscription.form.answer(part))

    def _park(self, connection: Parked, place: Place) -> None:
        if not self.subscription.wait:
            connection.answer(self._empty())
            return
        if not self.waiting:
            self.lot.enlist(self)
        self.waiting.add(connection)
        connection.parked(place)

    def _expired(self, connection: Parked) -> None:
        if not self.waiting:
            self.lot.delist(self)
        self.attempt(lambda: connection.answer(self._empty()), [connection])

    def _empty(self) -> bytes:
        nothing = self.subscription.form.nothing(self.lot.feed.last, closed=self.lot.closed)
        if nothing is None:
            problem = Stopping("chat-stopping")
            return response.problem(problem, self._close)
        return self._finish(*nothing)

    def _finish(self, headers: bytes, body: bytes) -> bytes:
        return response.finish(self._head + headers, len(body), self._close) + body


def _is_revoked(connection: Parked) -> bool:
    ticket = connection.ticket
    return ticket is None or ticket.revoked
