"""A feed that is a plain list: enough to test the rules of the chat by themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from appliance.errors import KeyTaken
from appliance.feed.contract import (
    OURSELVES,
    SLICE_BYTES,
    Calling,
    Listener,
    Reader,
    Receipt,
    RoomSummary,
    Slice,
    Vicinity,
    fitting,
)
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Facts, Known
from appliance.feed.folding import (
    CHANGED,
    NO_FOLDS,
    EntryUnknown,
    Folds,
    Target,
    without_words,
)
from appliance.feed.scope import Scope
from appliance.feed.tail import Tail

TIME = "2024-05-06T07:08:09.012Z"


class ListFeed:
    """Implements `contract.Feed`; `before_append` is called before each append."""

    identity = "list"
    spoilt = 0

    failed = -math.inf

    def __init__(self, folds: Folds = NO_FOLDS) -> None:
        self._folds = folds
        self._now: dict[int, Mapping[str, Any]] = {}
        self._callings: dict[tuple[str, int], Calling] = {}
        self.drafts: list[Draft] = []
        self.before_append: Callable[[], None] = lambda: None
        self._entries: list[Entry] = []
        self._files: list[tuple[str, list[str]]] = []
        self._tail = Tail((), (), 0, folds)
        self.facts = Facts(())

    @property
    def last(self) -> int:
        return self._tail.last

    def append(self, draft: Draft) -> Receipt:
        self.before_append()
        if found := self.find(draft):
            return found
        if draft.facts:
            self.facts.check(draft.facts)
        number = len(self.drafts) + 1
        if draft.target is not None:
            self._fold(draft, draft.target, number)
        self.drafts.append(draft)
        number = len(self.drafts)
        self._call(number, draft)
        self.facts.learn(Known(fact, number) for fact in draft.facts)
        self._entries.append(Entry.of(number, TIME, draft))
        self._files.append((draft.room, [one["id"] for one in draft.fields.get("files", ())]))
        for one in draft.beside:
            self.drafts.append(one)
            self._entries.append(Entry.of(len(self.drafts), TIME, one))
        self._tail.extend(self._entries[number - 1 :])
        return Receipt(number, draft.room, new=True)

    def _fold(self, draft: Draft, number: int, change: int) -> None:
        if not 0 < number <= len(self.drafts) or self.drafts[number - 1].room != draft.room:
            raise EntryUnknown("message-unknown")
        said = self.drafts[number - 1]
        if not said.stands:
            raise EntryUnknown("message-unknown")
        head = (number, said.room, said.kind, said.nick, said.member, TIME)
        target = Target(*head, said.fields, self._now.get(number, {}))
        self._now[number] = {**self._folds.fold(draft, target, TIME), CHANGED: change}
        if draft.kind in self._folds.erasing:
            self._now[number] = {CHANGED: change}
            for at, one in enumerate(self.drafts):
                if at == number - 1 or (one.target == number and one.kind in self._folds.wordy):
                    left = without_words(one.fields, draft.fields["by"])
                    self.drafts[at] = one._replace(fields=left)
                    self._entries[at] = Entry.of(at + 1, TIME, self.drafts[at])

    def _call(self, number: int, draft: Draft) -> None:
        called = number if draft.stands else draft.target
        if draft.kind in self._folds.erasing:
            self._call_only(called, ())
        if draft.calls is None or called is None:
            return
        if not (draft.stands or draft.calls.more):
            self._call_only(called, draft.calls.members)
        for member in draft.calls.members:
            calling = Calling(number, called, draft.room, draft.member)
            self._callings.setdefault((member, called), calling)

    def _call_only(self, called: int | None, members: Sequence[str]) -> None:
        for member, number in list(self._callings):
            if number == called and member not in members:
                del self._callings[member, number]

    def callings(
        self, member: str, below: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Calling]:
        found = [
            calling
            for (whom, _), calling in self._callings.items()
            if whom == member and calling.at < below and scope.holds(calling.room)
        ]
        return sorted(found, reverse=True)[:limit]

    def _stands(self, number: int) -> Entry:
        said = self.drafts[number - 1]
        fields = {**said.fields, **self._now.get(number, {})}
        return Entry.of(number, TIME, said._replace(fields=fields))

    def _history(self, room: str, scope: Scope) -> list[Entry]:
        return [
            self._stands(number)
            for number, draft in enumerate(self.drafts, 1)
            if draft.room == room and draft.stands and scope.holds(room)
        ]

    def append_together(self, drafts: list[Draft]) -> None:
        """Append them as if another process had: those who listen are told of all at once."""
        begin = len(self.drafts)
        self.drafts += drafts
        new = [Entry.of(number, TIME, draft) for number, draft in enumerate(drafts, begin + 1)]
        self._entries += new
        self._tail.extend(new)

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | None:
        for number, known in enumerate(self.drafts, 1):
            if draft.key is not None and (known.member, known.key) == (draft.member, draft.key):
                gone = "deleted" in known.fields and known.room == draft.room
                if not (known.says(draft) or gone):
                    raise KeyTaken("key-taken")
                return Receipt(number, known.room, new=False)
        return None

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        truncated = cursor > self.last
        after = [entry for entry in self._entries if truncated or entry.id > cursor]
        found = [entry for entry in after if scope.holds(entry.room)]
        count = fitting(found, limit)
        more = len(found) > count
        end = found[count - 1].id if more else self.last
        return Slice(tuple(found[:count]), end, more, truncated)

    def recent(self, cursor: int, scope: Scope, limit: int) -> Slice | None:
        return self._tail.since(cursor, scope, limit)

    def before(
        self, room: str, cursor: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        end = self.last + 1 if cursor is None else cursor
        found = [entry for entry in self._history(room, scope) if entry.id < end]
        return self._older(found, limit)

    def _older(self, found: list[Entry], limit: int, most: int = SLICE_BYTES) -> Slice:
        count = fitting(found[::-1], limit, most)
        return Slice(tuple(found[len(found) - count :]), self.last, len(found) > count)

    def after(
        self, room: str, cursor: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        found = [entry for entry in self._history(room, scope) if entry.id > cursor]
        return self._newer(found, cursor, limit)

    def _newer(self, found: list[Entry], cursor: int, limit: int, most: int = SLICE_BYTES) -> Slice:
        part = tuple(found[: min(limit, fitting(found, limit, most))])
        if len(found) == len(part):
            return Slice(part, self.last)
        return Slice(part, part[-1].id if part else cursor, more=True)

    def around(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        found, later = self._history(room, scope), limit // 2
        older = [entry for entry in found if entry.id <= number]
        newer = [entry for entry in found if entry.id > number]
        half = SLICE_BYTES // 2
        return Vicinity(
            self._older(older, limit - later, half), self._newer(newer, number, later, half)
        )

    def entry(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Entry | None:
        if not 0 < number <= len(self.drafts):
            return None
        draft = self.drafts[number - 1]
        return self._stands(number) if draft.stands and scope.holds(draft.room) else None

    def entries(
        self, numbers: Sequence[int], scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        found = (self.entry(number, scope) for number in sorted(numbers, reverse=True))
        return [entry for entry in found if entry is not None]

    def versions(
        self, number: int, kind: str, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        if not 0 < number <= len(self.drafts) or not scope.holds(self.drafts[number - 1].room):
            return []
        changes = [
            self._entries[at]
            for at, draft in enumerate(self.drafts)
            if draft.target == number and draft.kind == kind
        ]
        return [self._entries[number - 1], *changes[:limit]]

    def files(
        self, wanted: Sequence[str], scope: Scope, reader: Reader = OURSELVES
    ) -> Mapping[str, bool]:
        held = [(room, ids) for room, ids in self._files if scope.holds(room)]
        had = {one for _, ids in held for one in ids} & set(wanted)
        now = {
            one["id"]
            for draft in self.drafts
            if scope.holds(draft.room)
            for one in draft.fields.get("files", ())
        }
        return {one: one in now for one in had}

    def rooms(self, scope: Scope) -> list[RoomSummary]:
        return self._tail.rooms(scope)

    def has_room(self, name: str, scope: Scope) -> bool:
        return self._tail.has_room(name, scope)

    def changes(self, listener: Listener) -> None:
        self._tail.listen(listener)

    def check(self) -> None: ...

    def close(self) -> None: ...
