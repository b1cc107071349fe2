"""Knowing a request again by its bytes.

The next poll on a connection is nearly always the last one with another cursor. Where all
bytes before and after the cursor are those that were admitted, everything that was decided
about them (path, host, rooms, member, limits of sizes) still holds, and nothing is parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appliance.feed.numbers import DIGITS
from appliance.web.polls.form import parts_of
from appliance.web.polls.witness import Witness

if TYPE_CHECKING:
    from appliance.web.polls.counts import PollCounts
    from appliance.web.polls.group import Place
    from appliance.web.polls.passes import Pass
    from appliance.web.server.parkable import Parked


class RememberedHead:
    """The bytes around the cursor of a request that was admitted, and where it parks; `counts` is
    told of each that is known again. It counts as long as what it is `held` by is not revoked.
    """

    __slots__ = ("_after", "_before", "_counts", "_place", "_term", "member")

    def __init__(
        self,
        before: bytes,
        after: bytes,
        place: Place,
        counts: PollCounts,
        held: Pass,
    ) -> None:
        self._before = before
        self._after = after
        self._place = place
        self._counts = counts
        self._term = held.term
        self.member = held.member

    @classmethod
    def of(
        cls, raw: bytes, since: int, place: Place, counts: PollCounts, held: Pass
    ) -> RememberedHead | None:
        """Remember `raw`; None unless its cursor `since` stands where the form has it."""
        found = place.subscription.form.mark.search(raw)
        if found is None or len(found[1]) > DIGITS or int(found[1]) != since:
            return None
        start, end = found.span(1)
        return cls(raw[:start], raw[end:], place, counts, held)

    @property
    def revoked(self) -> bool:
        """Whether what it was held by is revoked; if that was others', it is not asked again."""
        term = self._term.passed_by(self.member)
        if term is None:
            return True
        self._term = term
        return False

    def again(self, connection: Parked, data: bytes) -> bool:
        """Park or answer `connection` if `data` is this request but for its cursor."""
        if self._term.next is not None and self.revoked:
            return False
        before, after = self._before, self._after
        if not (data.startswith(before) and data.endswith(after)):
            return False
        digits = data[len(before) : len(data) - len(after)]
        if not digits.isdigit() or len(digits) > DIGITS:
            return False
        if not connection.client.may_ask() or not self._place.take(connection, int(digits)):
            return False
        self._counts.remembered += 1
        return True


class HeadOfTwo(RememberedHead):
    """With a cursor of two parts, whose place is a `Witness`."""

    __slots__ = ()
    _place: Witness

    @classmethod
    def of(
        cls, raw: bytes, since: int, place: Place, counts: PollCounts, held: Pass
    ) -> RememberedHead | None:
        found = place.subscription.form.mark.search(raw)
        parts = None if found is None else parts_of(found[1].decode())
        if found is None or parts is None or parts[0] != since:
            return None
        start, end = found.span(1)
        return cls(raw[:start], raw[end:], place, counts, held)

    def again(self, connection: Parked, data: bytes) -> bool:
        before, after = self._before, self._after
        said = data[len(before) : len(data) - len(after)]
        parts = parts_of(said.decode("latin-1"))
        if parts is None or data != b"%b%b%b" % (before, said, after):
            return False
        self._place.was_told(parts[1], self.member)
        return super().again(connection, b"%b%d%b" % (before, parts[0], after))


def head_of(place: Place) -> type[RememberedHead]:
    """Which head leads to `place`."""
    return HeadOfTwo if isinstance(place, Witness) else RememberedHead
