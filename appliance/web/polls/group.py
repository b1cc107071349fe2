"""Those who are told the same, with the same bytes."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

from appliance.errors import Problem
from appliance.feed.contract import Feed, Slice
from appliance.feed.scope import Scope
from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.polls.form import Form
from appliance.web.server import response
from appliance.web.server.fanout import answer_all
from appliance.web.server.parkable import Parked


class Stopping(Problem):
    """The program is being stopped while somebody waits."""

    status = 503
    title = "The chat is stopping"


class Subscription(NamedTuple):
    """What a poll waits for: entries of the rooms of `scope`, in this form, for `wait` seconds."""

    scope: Scope
    form: Form
    wait: float


class Lot(Protocol):
    """Where all groups are; see `ParkingLot`."""

    feed: Feed
    timetable: Timetable
    closed: bool

    def behind(self, group: Group, cursor: int) -> bytes | None:
        """The answer for one of `group` who stands at `cursor`; empty if there is nothing to tell,
        None where memory does not reach.
        """

    def enlist(self, group: Group) -> None:
        """`group` has its first waiter."""

    def delist(self, group: Group) -> None:
        """`group` has no more waiters."""


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

    def __init__(self, lot: Lot, subscription: Subscription, head: bytes, close: bool) -> None:
        self.subscription = subscription
        self.waiting: Deadlines[Parked] = Deadlines(lot.timetable, subscription.wait, self._expired)
        self._lot = lot
        self._head = head
        self._close = close
        self.form_of_answer = (subscription.form, head, close)

    def __len__(self) -> int:
        return len(self.waiting)

    def take(self, connection: Parked, cursor: int) -> bool:
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

    def dismiss_revoked(self, cursor: int) -> None:
        """Dismiss those whose pass is revoked; they were told what came up to `cursor`."""
        revoked = [connection for connection in self.waiting if _is_revoked(connection)]
        for connection in revoked:
            self.leave(connection)
        if revoked:
            self.dismiss(revoked, cursor)

    def dismiss(self, connections: Collection[Parked], cursor: int) -> None:
        """Answer with nothing, not even what came just now: they ask again from `cursor` on. Where
        the form has no words for that, close.
        """
        nothing = self.subscription.form.nothing(cursor)
        if nothing is not None:
            return answer_all(connections, self._finish(*nothing))
        for connection in connections:
            connection.place = None
            connection.close()
        return None

    def give_up(self) -> None:
        """Close all that wait: they come back, and are told what they could not be told now."""
        for connection in list(self.waiting.take()):
            connection.place = None
            connection.close()
        self._lot.delist(self)

    def leave(self, connection: Parked) -> None:
        """The client hung up."""
        self.waiting.discard(connection)
        if not self.waiting:
            self._lot.delist(self)

    def wire(self, part: Slice) -> bytes:
        """The whole answer that tells of `part`."""
        return self._finish(*self.subscription.form.answer(part))

    def _park(self, connection: Parked) -> None:
        if not self.subscription.wait:
            connection.answer(self._empty())
            return
        if not self.waiting:
            self._lot.enlist(self)
        self.waiting.add(connection)
        connection.parked(self)

    def _expired(self, connection: Parked) -> None:
        if not self.waiting:
            self._lot.delist(self)
        connection.answer(self._empty())

    def _empty(self) -> bytes:
        nothing = self.subscription.form.nothing(self._lot.feed.last, closed=self._lot.closed)
        if nothing is None:
            problem = Stopping("chat-stopping")
            return response.problem(problem, self._close)
        return self._finish(*nothing)

    def _finish(self, headers: bytes, body: bytes) -> bytes:
        return response.finish(self._head + headers, len(body), self._close) + body


def _is_revoked(connection: Parked) -> bool:
    ticket = connection.ticket
    # Without one nobody knows who waits there: a head too long to be remembered. It comes back.
    held = None if ticket is None else ticket.held
    return held is None or held.revoked
