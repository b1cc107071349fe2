"""Those who wait for something to become another: the pages on the chat's own machine for the
invitation, whoever stands before the door for being let in.

The first do not end when the network changes: they come by loopback. Who came over the network
notices by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from appliance.web.deadlines import Deadlines, Timetable
from appliance.web.invitation import Invitation
from appliance.web.server import response

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked

LOOK_SECONDS: Final = 3.0
"""Between two looks at the network for one who waits; while nobody does, nobody looks."""

MOST: Final = 64
"""Who may wait at a time, if nobody says otherwise; whoever comes then is answered at once, and
asks again after a while."""


def state_of(invitation: Invitation) -> str:
    """Another one whenever addresses are, or who may join."""
    addresses = [address.told() for address in invitation.addresses()]
    facts = [invitation.shared, invitation.moved_from, addresses]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Wait:
    """What somebody waits for: that `state` gives another one than is known. `told` makes the
    answer.
    """

    state: Callable[[], str]
    known: str
    until: float
    told: Callable[[], Any]
    head: bytes
    close: bool

    def wire(self) -> bytes:
        body = json.dumps(self.told(), ensure_ascii=False).encode()
        return response.finish(self.head, len(body), self.close) + body


class Expectant:
    """All of them; belongs to the server's loop, and holds no greenlet while they wait."""

    def __init__(self, timetable: Timetable, most: int = MOST) -> None:
        self._most = most
        self._waits: dict[Parked, _Wait] = {}
        self._turns: Deadlines[Parked] = Deadlines(timetable, LOOK_SECONDS, self._look)
        self._draining = False
        timetable.watch(self._turns)

    def __len__(self) -> int:
        return len(self._waits)

    def wait(self, connection: Parked, wait: _Wait) -> None:
        """Answer `connection` once things are not as it knows them, or its wait is over."""
        if self._draining or len(self) >= self._most or self._is_over(wait):
            connection.answer(wait.wire())
            return
        self._waits[connection] = wait
        self._turns.add(connection)
        connection.parked(self)

    def leave(self, connection: Parked) -> None:
        """The client hung up."""
        self._waits.pop(connection, None)
        self._turns.discard(connection)

    def changed(self) -> None:
        """Something is known to be another now."""
        for connection in list(self._turns.take()):
            self._look(connection)

    def drain(self) -> None:
        """Answer everybody, and whoever still comes: the program ends."""
        self._draining = True
        for connection in list(self._waits):
            self._waits[connection].close = True
            self._answer(connection)

    def _look(self, connection: Parked) -> None:
        try:
            if self._is_over(self._waits[connection]):
                self._answer(connection)
            else:
                self._turns.add(connection)
        except Exception as error:  # it comes again; kept here, it would wait for ever
            self.leave(connection)
            connection.place = None
            connection.give_up(error)

    def _is_over(self, wait: _Wait) -> bool:
        return monotonic() >= wait.until or wait.state() != wait.known

    def _answer(self, connection: Parked) -> None:
        wait = self._waits.pop(connection)
        self._turns.discard(connection)
        connection.place = None
        connection.answer(wait.wire())


class Awaited:
    """The response body of one who waits for `seconds`; see `server.parkable.Parkable`."""

    def __init__(
        self,
        expectant: Expectant,
        state: Callable[[], str],
        known: str,
        seconds: float,
        told: Callable[[], Any],
    ) -> None:
        self._expectant = expectant
        self._state = state
        self._known = known
        self._until = monotonic() + seconds
        self._told = told

    def park(self, connection: Parked, head: bytes, close: bool) -> None:
        wait = _Wait(self._state, self._known, self._until, self._told, head, close)
        self._expectant.wait(connection, wait)

    def remember(self, raw: bytes | None, head: bytes) -> None:
        """It is asked for seldom: the next one may be parsed."""
