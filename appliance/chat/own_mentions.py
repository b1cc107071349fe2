"""Where somebody is mentioned, as they are told: what they have read or put away is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from appliance.chat.own_marks import OwnMarks
from appliance.errors import BadInput
from appliance.feed.contract import OURSELVES, Calling, Feed, Reader
from appliance.feed.entry import Entry
from appliance.feed.marks import Marks
from appliance.feed.numbers import HIGHEST, number_of
from appliance.feed.scope import Scope

MOST: Final = 50
"""Mentions in one answer of the list."""

COUNTED: Final = 500
"""The newest that are looked at to say which are unread; what is further back counts no more."""

EACH_ROOM: Final = 100
"""Unread ones of one room that are told, the newest."""

PUT_AWAY: Final = 500
"""Single ones of which it is kept that they were put away; the oldest of them come back."""

_NAME: Final = "mentions"


class _Away(NamedTuple):
    """Put away are all up to `up_to`, by their `at`, and these messages."""

    up_to: int = 0
    messages: tuple[int, ...] = ()

    def has(self, calling: Calling) -> bool:
        return calling.at <= self.up_to or calling.id in self.messages


class Mention(NamedTuple):
    """One of the list: `entry` is the message as it is now."""

    at: int
    unread: bool
    entry: Entry


class OwnMentions:
    """Each member's own, the same on all devices."""

    def __init__(self, feed: Feed, marks: Marks, own: OwnMarks) -> None:
        self._feed = feed
        self._marks = marks
        self._own = own

    def unread(
        self, member: str, scope: Scope, reader: Reader = OURSELVES
    ) -> Mapping[str, list[Calling]]:
        """By rooms, in each the oldest first."""
        found: dict[str, list[Calling]] = {}
        away = self._away(member)
        for calling in self._feed.callings(member, HIGHEST, COUNTED, scope, reader):
            those = found.setdefault(calling.room, [])
            if len(those) < EACH_ROOM and self._is_unread(member, calling, away):
                those.append(calling)
        return {room: those[::-1] for room, those in found.items() if those}

    def told(
        self, member: str, below: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> tuple[list[Mention], bool]:
        """Those below the number `below`, the newest first, and whether there are more."""
        away = self._away(member)
        found: list[Calling] = []
        while len(found) <= limit:
            some = self._feed.callings(member, below, COUNTED, scope, reader)
            found += [calling for calling in some if not away.has(calling)]
            if len(some) < COUNTED or some[-1].at <= away.up_to:
                break
            below = some[-1].at
        entries = self._entries([calling.id for calling in found[:limit]], scope, reader)
        return [
            Mention(calling.at, self._is_unread(member, calling, away), entries[calling.id])
            for calling in found[:limit]
            if calling.id in entries
        ], len(found) > limit

    def put_away(self, member: str, message: object) -> None:
        """One message, if it is one. Raises BadInput and StorageProblem."""
        number, away = number_of(message), self._away(member)
        if not number:
            raise BadInput("mention-wrong")
        if number not in away.messages:
            self._keep(member, away._replace(messages=(*away.messages, number)[-PUT_AWAY:]))

    def put_all_away(self, member: str, up_to: int) -> None:
        """All up to that number. Raises StorageProblem."""
        away, last = self._away(member), min(up_to, self._feed.last)
        if last > away.up_to:
            self._keep(member, _Away(last, tuple(one for one in away.messages if one > last)))

    def _is_unread(self, member: str, calling: Calling, away: _Away) -> bool:
        read = self._own.told(member, calling.room)["read"]
        return calling.at > int(read) and not away.has(calling)

    def _entries(self, numbers: list[int], scope: Scope, reader: Reader) -> dict[int, Entry]:
        """Some come at once; what made these too large is read by itself."""
        found = {entry.id: entry for entry in self._feed.entries(numbers, scope, reader)}
        for number in numbers:
            if number not in found and (entry := self._feed.entry(number, scope, reader)):
                found[number] = entry
        return found

    def _away(self, member: str) -> _Away:
        """Of a log that was put back from a copy less may be there than was put away."""
        kept: dict[str, Any] = self._marks.of(member).get(_NAME, {})
        return _Away(min(kept.get("up_to", 0), self._feed.last), tuple(kept.get("messages", ())))

    def _keep(self, member: str, away: _Away) -> None:
        self._marks.put(member, _NAME, {"up_to": away.up_to, "messages": list(away.messages)})
