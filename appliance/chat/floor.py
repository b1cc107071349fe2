"""Who may say something where, just now: what host and helpers decided, kept to at each message."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import time
from typing import Final

from appliance.chat.moment import seconds_until
from appliance.chat.names import ACTS
from appliance.chat.standing.registry import Registry
from appliance.chat.standing.rules import Rules
from appliance.errors import Refused, TooSoon

KNOWN: Final = 16_384
"""Who said something lately in a slow room is remembered for so many; beyond it the one who waited
longest may speak sooner. A few MB."""


class Muted(Refused):
    """Somebody wants to say something who may not for a while."""

    title = "You are muted"


class RoomSlow(TooSoon):
    """Somebody said more in a slow room than one may."""

    title = "This room is slow"


class Floor:
    """Asked before each message. Slow rooms count from the start of the process: who waits loses
    nothing when it is started again.
    """

    def __init__(self, registry: Registry, clock: Callable[[], float] = time) -> None:
        """`clock` gives seconds since 1970."""
        self._registry = registry
        self._clock = clock
        self._spoke: OrderedDict[tuple[str, Hashable], float] = OrderedDict()

    def take(self, member: str, room: str, sender: Hashable, *, keeper: bool) -> None:
        """`member` is about to say something in `room`: raises Muted, Refused or RoomSlow. A
        `keeper` of the room's order may speak where others may not, and as often as they like.

        `sender` is whose time runs in a slow room: of those without a cookie an address, for they
        change who they are with every nick.
        """
        self.check(member, room, keeper=keeper)
        rules = self._registry.rules(room)
        if rules.slow and not keeper:
            self._take_turn(rules, room, sender)

    def check(self, member: str, room: str, *, keeper: bool) -> None:
        """As `take`, for who changes what was said, which is no turn: raises Muted or Refused."""
        self.check_muted(member)
        rules = self._registry.rules(room)
        if room == ACTS:
            raise Refused("room-acts")
        if rules.archived:
            raise Refused("room-archived")
        if rules.readonly and not keeper:
            raise Refused("room-readonly")

    def check_muted(self, member: str) -> None:
        """Raise Muted for who is."""
        until = self._registry.conduct(member).muted_until
        left = seconds_until(until, self._clock()) if until else 0
        if left > 0:
            raise Muted("muted", seconds=math.ceil(left))

    def _take_turn(self, rules: Rules, room: str, sender: Hashable) -> None:
        now, who = self._clock(), (room, sender)
        left = self._spoke.get(who, -math.inf) + rules.slow - now
        # A clock that was put back must keep nobody waiting for longer than the room is slow.
        if 0 < left <= rules.slow:
            raise RoomSlow("room-slow", seconds=left, slow=rules.slow)
        self._spoke[who] = now
        self._spoke.move_to_end(who)
        if len(self._spoke) > KNOWN:
            self._spoke.popitem(last=False)
