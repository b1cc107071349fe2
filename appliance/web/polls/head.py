"""Knowing a request again by its bytes.

The next poll on a connection is nearly always the last one with another cursor. Where all
bytes before and after the cursor are those that were admitted, everything that was decided
about them (path, host, rooms, member, limits of sizes) still holds, and nothing is parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appliance.feed.numbers import DIGITS

if TYPE_CHECKING:
    from appliance.web.polls.lot import Group, ParkingLot
    from appliance.web.server.connection import Connection


class RememberedHead:
    """The bytes around the cursor of a request that was admitted, and where it parks.

    Valid for one epoch of the lot: what could change a decision (a kick, a new passcode, a
    closed room) starts the next.
    """

    __slots__ = ("_after", "_before", "_epoch", "_group", "_lot")

    def __init__(self, before: bytes, after: bytes, lot: ParkingLot, group: Group) -> None:
        self._before = before
        self._after = after
        self._lot = lot
        self._group = group
        self._epoch = lot.epoch

    @classmethod
    def of(cls, raw: bytes, since: int, lot: ParkingLot, group: Group) -> RememberedHead | None:
        """Remember `raw`; None unless its cursor `since` stands where the form has it."""
        found = group.subscription.form.mark.search(raw)
        if found is None or len(found[1]) > DIGITS or int(found[1]) != since:
            return None
        start, end = found.span(1)
        return cls(raw[:start], raw[end:], lot, group)

    def again(self, connection: Connection, data: bytes) -> bool:
        """Park or answer `connection` if `data` is this request but for its cursor."""
        before, after = self._before, self._after
        if not (data.startswith(before) and data.endswith(after)):
            return False
        digits = data[len(before) : len(data) - len(after)]
        if not digits.isdigit() or len(digits) > DIGITS:
            return False
        lot = self._lot
        if lot.epoch != self._epoch:
            connection.ticket = None
            return False
        if not connection.client.may_ask() or not self._group.take(connection, int(digits)):
            return False
        lot.counts.remembered += 1
        return True
