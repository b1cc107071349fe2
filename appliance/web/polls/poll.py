"""One long poll, from the resource that read it to the place where it waits."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING

from appliance.feed.contract import OURSELVES, Reader, Slice
from appliance.web.polls.form import CursorForm
from appliance.web.polls.group import Group, Place, Subscription
from appliance.web.polls.head import head_of
from appliance.web.polls.lot import ParkingLot
from appliance.web.polls.passes import Pass
from appliance.web.polls.witness import Witness

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked, Ticket


class LongPoll:
    """A response body that waits: parked by our own server, blocking under any other."""

    def __init__(
        self,
        lot: ParkingLot,
        subscription: Subscription,
        since: int,
        held: Pass,
        reader: Reader = OURSELVES,
        *,
        version: int = 0,
    ) -> None:
        """`held` is what the subscription's scope is a part of, for the one who asks; `version` is
        how far they were told what is now, who want to be.
        """
        self._lot = lot
        self._subscription = subscription
        self._since = since
        self._reader = reader
        self._version = version
        self._held = held
        self._place: Place | None = None
        lot.counts.parsed += 1

    def park(self, connection: Parked, head: bytes, close: bool) -> None:
        """Answer `connection` if there is something to tell, else park it until there is.

        Blocks the greenlet while the log is read for one who stands far back; raises
        StorageProblem when it cannot be.
        """
        group = self._group(head, close)
        place = self._place or self._placed(group)
        while not place.take(connection, self._since):
            part = self._read()
            if connection.gone:
                return
            if self._held.revoked:  # while the log was read: what was found may be too much
                group.dismiss([connection], self._since)
                return
            if part.entries or part.truncated:
                connection.answer(group.wire(part))
                return
            self._since = part.cursor
        if self._lot.draining:
            group.drain()

    def remember(self, raw: bytes | None, head: bytes) -> Ticket:
        """A ticket for the next poll with the same head, by which others' first ones are known;
        its pass alone for what is not to be known again.
        """
        if raw is None:
            return self._held
        group, wanted = self._group(head, close=False), self._subscription.scope
        place = self._place = self._placed(group)
        self._lot.heads.learn(raw, group, wanted, self._held.scope)
        counts = self._lot.counts
        return head_of(place).of(raw, self._since, place, counts, self._held) or self._held

    def wait(self) -> tuple[bytes, bytes] | None:
        """Block until there is something to tell or the wait is over: what to answer, as
        `Form.answer` gives it. None where the form has no words for an end without news.
        """
        form = self._subscription.form
        deadline = monotonic() + self._subscription.wait
        while True:
            part = self._read()
            if self._held.revoked:
                return form.nothing(self._since)
            if part.entries or part.truncated:
                return form.answer(part)
            self._since = part.cursor
            left = deadline - monotonic()
            if left <= 0:
                return form.nothing(part.cursor)
            if self._lot.feed.last == part.cursor:
                self._lot.changed.wait(None if math.isinf(left) else left)

    def _placed(self, group: Group) -> Place:
        place = group.place(self._subscription.scope)
        if isinstance(place, Witness):
            place.was_told(self._version, self._held.member)
        return place

    def _group(self, head: bytes, close: bool) -> Group:
        """All who are told the same of public rooms."""
        common = self._subscription._replace(scope=self._subscription.scope.common)
        return self._lot.group(common, head, close)

    def _read(self) -> Slice:
        scope, form, _ = self._subscription
        part = self._lot.feed.since(self._since, scope, form.limit, self._reader)
        if isinstance(form, CursorForm):
            return part
        # The seed's has words for an entry, and for nothing else.
        return part._replace(entries=tuple(form.told(part.entries)), truncated=False)
