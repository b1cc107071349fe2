"""A feed that is a plain list: enough to test the rules of the chat by themselves."""

from __future__ import annotations

from collections.abc import Callable

from appliance.feed.contract import OURSELVES, Listener, Reader, Receipt, Rooms, RoomSummary, Slice
from appliance.feed.entry import Draft, Entry

TIME = "2024-05-06T07:08:09.012Z"


class ListFeed:
    """Implements `contract.Feed`; `before_append` is called before each append."""

    identity = "list"
    spoilt = 0

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.slices: list[tuple[str, int | None, int]] = []
        self.before_append: Callable[[], None] = lambda: None

    @property
    def last(self) -> int:
        return len(self.drafts)

    def append(self, draft: Draft) -> Receipt:
        self.before_append()
        for number, known in enumerate(self.drafts, 1):
            if draft.key is not None and (known.member, known.key) == (draft.member, draft.key):
                return Receipt(number, known.room, new=False)
        self.drafts.append(draft)
        return Receipt(self.last, draft.room, new=True)

    def since(self, cursor: int, rooms: Rooms, limit: int, reader: Reader = OURSELVES) -> Slice:
        return Slice((), cursor)

    def recent(self, cursor: int, rooms: Rooms, limit: int) -> Slice | None:
        return None

    def before(
        self, room: str, cursor: int | None, limit: int, reader: Reader = OURSELVES
    ) -> Slice:
        self.slices.append((room, cursor, limit))
        numbered = enumerate(self.drafts, 1)
        return Slice(tuple(Entry.of(number, TIME, draft) for number, draft in numbered), self.last)

    def rooms(self) -> list[RoomSummary]:
        names = sorted({draft.room for draft in self.drafts})
        return [RoomSummary(name, 1, 1, TIME) for name in names]

    def has_room(self, name: str) -> bool:
        return any(draft.room == name for draft in self.drafts)

    def changes(self, listener: Listener) -> None: ...

    def check(self) -> None: ...

    def close(self) -> None: ...
