"""Knowing the first poll of a new connection by its bytes.

After a restart everybody comes back at once, each on a new connection, and their first polls
differ in two places only: the cursor, and the cookie that says who asks. Where all other bytes are
those of a poll that went the whole way, what was decided about them (path, host, rooms, limits of
sizes) holds for these too. Measured with 5,000 clients: the whole way takes four fifths of what a
first poll costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from appliance.web.polls.form import CURSOR_FORM, NOW_FORM
from appliance.web.polls.head import head_of
from appliance.web.server.proxies import MARKS

if TYPE_CHECKING:
    from appliance.feed.scope import Scope
    from appliance.web.polls.counts import PollCounts
    from appliance.web.polls.group import Group
    from appliance.web.polls.passes import Pass
    from appliance.web.server.parkable import Parked

MAX_KNOWN: Final = 512
"""Heads kept; one more, and it starts over."""

LONGEST: Final = 2_048
"""Bytes of a head that is kept: a browser's has some 500."""

SURE: Final = 1_024
"""Bytes that every head may have, whatever the settings; a longer one than was admitted may be over
the limit."""

FRESH_SECONDS: Final = 60.0
"""A poll goes the whole way again after so long: which names are this chat's may have changed."""

_COOKIE: Final = re.compile(rb"\r\n[Cc]ookie: ([ -~]*)(?=\r\n)")
"""The line that says who asks, and so what may be read; it holds
nothing that could be the end of the line."""


_NOT_KNOWN: Final = re.compile(
    rb"\r\n(?:" + b"|".join(map(re.escape, (*MARKS, b"Authorization"))) + rb"):", re.IGNORECASE
)
"""Lines by which who asks is another than their cookie says: a proxy's, and a bot's."""


class _Known(NamedTuple):
    before: bytes
    group: Group
    wanted: Scope
    held: Scope
    until: float
    longest: int


class KnownHeads:
    """The first ticket of every connection.

    `seen` is called with the address of whoever is admitted here: what counts requests on the whole
    way does not see this one. `pass_of` is asked for the pass of whoever sends a cookie's line.
    """

    def __init__(self, counts: PollCounts, pass_of: Callable[[bytes], Pass]) -> None:
        self.seen: Callable[[str], object] = lambda address: None
        self.pass_of = pass_of
        self._counts = counts
        self._known: dict[bytes, _Known] = {}

    member = None  # nobody was admitted yet: each that is known here gets a head of its own
    revoked = False

    def learn(self, raw: bytes, group: Group, wanted: Scope, held: Scope) -> None:
        """`raw` went the whole way and belongs to `group`, whoever asks; who asked it is told of
        what is `wanted` of all that they `held`. What a proxy hands on is left out, and what comes
        with a token: for whom it asks is looked at each time.
        """
        cut = _cut(raw)
        if cut is None or len(raw) > LONGEST or _NOT_KNOWN.search(raw):
            return
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        until = monotonic() + FRESH_SECONDS
        longest = max(SURE, len(raw))
        self._known[cut.others] = _Known(cut.before, group, wanted, held, until, longest)

    def again(self, connection: Parked, data: bytes) -> bool:
        """Park or answer `connection` if `data` is a poll that is known but for cursor and cookie;
        it then has a ticket of its own.
        """
        connection.ticket = None
        cut = _cut(data)
        known = None if cut is None else self._known.get(cut.others)
        if cut is None or known is None or not _holds(known, data):
            return False
        held = self.pass_of(cut.cookie)
        wanted = _wanted(known, held.scope)
        if wanted is None:
            return False
        place = known.group.place(wanted)
        head = head_of(place)(known.before, cut.after, place, self._counts, held)
        if not head.again(connection, data):
            return False
        connection.ticket = head
        self.seen(connection.client.address)
        return True


def _wanted(known: _Known, held: Scope) -> Scope | None:
    """What somebody who may read `held` waits for by such a poll; None where only the whole way
    tells.
    """
    if held == known.held:
        return known.wanted
    # For all that they may read, and not for rooms by their names: a public room is no more.
    everything = known.wanted.public and held.common == known.held.common
    return held if everything else None


def _holds(known: _Known, data: bytes) -> bool:
    """Whether what was decided about `known` holds for `data`."""
    return known.until >= monotonic() and len(data) <= known.longest


class _Cut(NamedTuple):
    """A poll's bytes before and behind its cursor, all that are neither cursor nor cookie, and
    what the cookie's line says.
    """

    before: bytes
    after: bytes
    others: bytes
    cookie: bytes


def _cut(raw: bytes) -> _Cut | None:
    """None for what is no poll with a cursor."""
    plain = CURSOR_FORM.mark.match(raw)
    cursor = plain or NOW_FORM.mark.match(raw)
    if cursor is None:
        return None
    start, end = cursor.span(1)
    before, after = raw[:start], raw[end:]
    cookie = _COOKIE.search(after)
    rest = after if cookie is None else after[: cookie.start(1)] + after[cookie.end(1) :]
    # A line feed stands nowhere in the first part: the two cannot be cut at another place.
    said = b"" if cookie is None else cookie[1]
    kind = b"\n" if plain else b".\n"
    return _Cut(before, after, before + kind + rest, said)
