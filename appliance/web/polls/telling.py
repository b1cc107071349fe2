"""Telling those who wait of what was said just now: one answer for all who are told the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from appliance.feed.contract import Slice, fitting
from appliance.feed.entry import Entry
from appliance.feed.scope import is_private
from appliance.web.polls.group import Group
from appliance.web.polls.insiders import Insider
from appliance.web.polls.witness import WitnessGroup

if TYPE_CHECKING:
    from appliance.web.server.parkable import Parked


class Telling:
    """Of some entries, up to the number `last`. Each distinct answer is made once."""

    def __init__(self, entries: Sequence[Entry], last: int) -> None:
        self._entries = entries
        self._last = last
        self._wires: dict[Any, bytes] = {}
        self.private: Final = {entry.room for entry in entries if is_private(entry.room)}

    def tell_group(self, group: Group, said: Sequence[Entry]) -> None:
        """Answer all of `group` with `said`."""
        found = group.subscription.form.told(said)
        if found:
            group.attempt(partial(self._tell, group, found))

    def tell_insiders(self, insiders: Iterable[Insider]) -> None:
        """Answer those to whom something private was said, with the public entries among it."""
        same: dict[Any, tuple[Group, Sequence[Entry], list[Insider]]] = {}
        for insider in insiders:
            said = [entry for entry in self._entries if insider.scope.holds(entry.room)]
            found = insider.subscription.form.told(said)
            if found:
                key = insider.group, tuple(entry.id for entry in found)
                same.setdefault(key, (insider.group, found, []))[2].append(insider)
        for group, found, told in same.values():
            some = [one.connection for one in told if one.connection]
            group.attempt(partial(self._tell, group, found, some), some)

    def _tell(
        self, group: Group, found: Sequence[Entry], told: Collection[Parked] | None = None
    ) -> None:
        """Answer those `told`, or the whole group."""
        if isinstance(group, WitnessGroup):
            group.tell_each(self._slice(group, found), group.waiting if told is None else told)
        elif told is None:
            group.tell(self._wire(group, found))
        else:
            group.tell_some(told, self._wire(group, found))

    def _wire(self, group: Group, found: Sequence[Entry]) -> bytes:
        key = group.form_of_answer, tuple(entry.id for entry in found)
        wire = self._wires.get(key)
        if wire is None:
            wire = self._wires[key] = group.wire(self._slice(group, found))
        return wire

    def _slice(self, group: Group, found: Sequence[Entry]) -> Slice:
        """As much of `found` as one answer takes; who is told so much asks again at once."""
        count = fitting(found, group.subscription.form.limit)
        if count < len(found):
            return Slice(tuple(found[:count]), found[count - 1].id, more=True)
        return Slice(tuple(found), self._last)
