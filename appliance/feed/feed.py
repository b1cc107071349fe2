"""The feed, put together from a writer, readers, the tail in memory and the bus."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Final

import gevent

from appliance.errors import KeyTaken, StorageProblem
from appliance.feed.bus import Bus
from appliance.feed.contract import (
    OURSELVES,
    Calling,
    Listener,
    Reader,
    Reading,
    Receipt,
    RoomSummary,
    Slice,
    Vicinity,
    Writing,
)
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Facts
from appliance.feed.folding import NO_FOLDS, Folds
from appliance.feed.follower import Follower
from appliance.feed.scope import EVERYTHING, Scope
from appliance.feed.tail import Tail

ANSWER_SECONDS: Final = 5.0
"""A storage that takes longer to write and read one row is none that a chat can be on."""


class LogFeed:
    """Implements `contract.Feed`, all but `spoilt`, for the log called `identity`.

    `tail` is its end as it is now, `facts` are what is true by it. What `writer` stores it
    announces on `bus`. All of them are the feed's from here on: it closes them.
    """

    def __init__(
        self,
        identity: str,
        writer: Writing,
        readers: Reading,
        tail: Tail,
        *,
        facts: Facts,
        bus: Bus,
        folds: Folds = NO_FOLDS,
    ) -> None:
        self.identity = identity
        self._writer = writer
        self._readers = readers
        self._tail = tail
        self._folds = folds
        self.facts = facts
        self.bus = bus
        self._follower = Follower(bus, tail, self._read_since, self._learn)
        self.failed = -math.inf

    @property
    def last(self) -> int:
        return self._tail.last

    def append(self, draft: Draft) -> Receipt:
        if draft.facts:
            self.facts.check(draft.facts)
        try:
            receipt = self._writer.append(draft)
        except StorageProblem:
            self.failed = monotonic()
            raise
        aware = draft.facts or draft.kind in self._folds.erasing
        if aware and receipt.id > self._tail.last:
            self._follower.catch_up()
        return receipt

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | None:
        found = None if draft.key is None else self._readers.find(draft, reader)
        if isinstance(found, KeyTaken):
            raise found
        return found

    def recent(self, cursor: int, scope: Scope, limit: int) -> Slice | None:
        return self._tail.since(cursor, scope, limit)

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        if cursor > self._tail.last:
            # Written a moment ago, its announcement still under way; or never written at all.
            # Nobody may stand ahead of the tail: the entry would reach them a second time.
            self._follower.catch_up()
        part = self.recent(cursor, scope, limit)
        if part is None:
            part = self._readers.since(cursor, scope, limit, reader)
            if part.cursor > self._tail.last:
                self._follower.catch_up()
        return part

    def before(
        self, room: str, cursor: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self._readers.before(room, cursor, limit, scope, reader)

    def after(
        self, room: str, cursor: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self._readers.after(room, cursor, limit, scope, reader)

    def around(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        return self._readers.around(room, number, limit, scope, reader)

    def entry(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Entry | None:
        return self._readers.entry(number, scope, reader)

    def entries(
        self, numbers: Sequence[int], scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        return self._readers.entries(numbers, scope, reader)

    def versions(
        self, number: int, kind: str, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        return self._readers.versions(number, kind, limit, scope, reader)

    def callings(
        self, member: str, below: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Calling]:
        return self._readers.callings(member, below, limit, scope, reader)

    def files(
        self, wanted: Sequence[str], scope: Scope, reader: Reader = OURSELVES
    ) -> Mapping[str, bool]:
        return self._readers.files(wanted, scope, reader)

    def rooms(self, scope: Scope) -> list[RoomSummary]:
        return self._tail.rooms(scope)

    def has_room(self, name: str, scope: Scope) -> bool:
        return self._tail.has_room(name, scope)

    def changes(self, listener: Listener) -> None:
        self._tail.listen(listener)

    def check(self) -> None:
        try:
            with gevent.Timeout(ANSWER_SECONDS):
                self._writer.check()
                self._readers.check()
        except gevent.Timeout:
            raise StorageProblem("log-slow") from None
        self._follower.check()

    def close(self) -> None:
        self._writer.close()
        self._follower.close()
        self.bus.close()
        self._readers.close()

    def _learn(self, after: int, up_to: int) -> None:
        self.facts.learn(self._readers.facts_after(after) if up_to > after else ())

    def _read_since(self, cursor: int, limit: int) -> Slice:
        return self._readers.since(cursor, EVERYTHING, limit)
