"""What host and helpers do to keep order: each act is a fact, and an entry that says who did it.

It works by admission and not by address: an address is shared by many, and changed in a minute.
Whoever was removed can come back as somebody new; the door's way against that is to let nobody in
without being asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil
from time import time
from typing import Any, Final

from appliance.chat.actor import Actor, check_host, check_keeper
from appliance.chat.acts import find_act, write_act
from appliance.chat.member import is_public_id
from appliance.chat.moment import moment, seconds_until
from appliance.chat.names import LOBBY
from appliance.chat.standing.conduct import HELPER, USUAL, Conduct
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, Refused
from appliance.feed.contract import Feed

LONGEST_MUTE: Final = 366 * 24 * 3600
"""Seconds; who is to be silent for longer is better removed."""

_SAID: Final = {
    "role": ("member", HELPER),
    "muted_until": ("unmuted", "muted"),
    "removed": ("let-in", "removed"),
    "hidden": ("shown", "hidden"),
}
"""How an act is called that takes a field away, or sets it."""


class Moderation:
    """What may be done to members, by whom."""

    def __init__(self, feed: Feed, registry: Registry, clock: Callable[[], float] = time) -> None:
        """`clock` gives seconds since 1970."""
        self._feed = feed
        self._registry = registry
        self._clock = clock

    def change(
        self, keeper: Actor, member: str, wanted: Mapping[str, Any], hosts: Iterable[str] = ()
    ) -> int | None:
        """Let `member` be as `wanted` has it; the last entry's id, None where they were so. What
        is not named stays. `hosts` are members whom only the host may touch.

        Raises BadInput and Refused, and then nothing is another.
        """
        check_keeper(keeper.role)
        if not is_public_id(member):
            raise BadInput("member-unknown")
        before = self.now(member)
        self._check_rank(keeper, member, before, wanted, hosts)
        values = {name: self._value(name, wanted[name]) for name in _SAID if name in wanted}
        number = None
        for field, value in values.items():
            after = replace(before, **{field: value})
            if after != before:
                number = self._act(keeper, member, field, after)
                before = after
            else:
                fields = _told(member, field, after)
                number = find_act(self._feed, keeper, "member", fields) or number
        return number

    def _check_rank(
        self,
        keeper: Actor,
        member: str,
        now: Conduct,
        wanted: Mapping[str, Any],
        hosts: Iterable[str],
    ) -> None:
        if member == keeper.member:
            raise Refused("act-on-yourself")
        if "role" in wanted or now.role == HELPER or member in hosts:
            check_host(keeper.role)

    def _value(self, field: str, value: object) -> Any:
        if field == "role":
            if value not in ("", HELPER):
                raise BadInput("role-unknown")
            return value
        return self._muted_until(value) if field == "muted_until" else switch(field, value)

    def _muted_until(self, value: object) -> str:
        if value in (None, ""):
            return ""
        try:
            told = datetime.fromisoformat(str(value))
            seconds = (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            raise BadInput("muted-until-wrong") from None
        if not 0 < seconds - self._clock() <= LONGEST_MUTE:
            raise BadInput("muted-until-wrong")
        return moment(seconds)

    def _act(self, keeper: Actor, member: str, field: str, now: Conduct) -> int:
        fields = _told(member, field, now)
        fact = Conduct.gone(member) if now == USUAL else now.fact(member)
        return write_act(self._feed, keeper, "member", fields, [fact], told_in=LOBBY)

    def now(self, member: str) -> Conduct:
        """How a member stands; a mute that is over is none."""
        conduct = self._registry.conduct(member)
        until = conduct.muted_until
        if until and seconds_until(until, self._clock()) <= 0:
            return replace(conduct, muted_until="")
        return conduct

    def muted_for(self, conduct: Conduct) -> int:
        """For how many seconds yet; 0 for who is not. A reader's clock may be another."""
        until = conduct.muted_until
        return max(0, ceil(seconds_until(until, self._clock()))) if until else 0


def _told(member: str, field: str, now: Conduct) -> dict[str, str]:
    value = getattr(now, field)
    fields = {"who": member, "what": _SAID[field][bool(value)]}
    return fields | {"until": value} if field == "muted_until" and value else fields


def switch(field: str, value: object) -> bool:
    """`value` as true or false, as JSON and forms say it."""
    if isinstance(value, bool) or value in ("true", "false"):
        return value in (True, "true")
    raise BadInput("field-not-switch", field=field)
