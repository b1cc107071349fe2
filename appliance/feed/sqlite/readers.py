"""Reading the log in threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appliance.errors import KeyTaken
from appliance.feed.contract import OURSELVES, Calling, Reader, Receipt, Slice, Vicinity
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Known
from appliance.feed.scope import Scope
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.reads import Reads


class Readers(Reads[Log]):
    """Implements `contract.Reading`."""

    def since(self, cursor: int, scope: Scope, limit: int, reader: Reader = OURSELVES) -> Slice:
        return self.read(lambda log: log.since(cursor, scope, limit), reader)

    def before(
        self, room: str, cursor: int | None, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self.read(lambda log: log.before(room, cursor, limit, scope), reader)

    def after(
        self, room: str, cursor: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Slice:
        return self.read(lambda log: log.after(room, cursor, limit, scope), reader)

    def around(
        self, room: str, number: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Vicinity:
        return self.read(lambda log: log.around(room, number, limit, scope), reader)

    def entry(self, number: int, scope: Scope, reader: Reader = OURSELVES) -> Entry | None:
        return self.read(lambda log: log.entry(number, scope), reader)

    def entries(
        self, numbers: Sequence[int], scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        return self.read(lambda log: log.entries(numbers, scope), reader)

    def versions(
        self, number: int, kind: str, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Entry]:
        return self.read(lambda log: log.versions(number, kind, limit, scope), reader)

    def callings(
        self, member: str, below: int, limit: int, scope: Scope, reader: Reader = OURSELVES
    ) -> Sequence[Calling]:
        return self.read(lambda log: log.callings(member, below, limit, scope), reader)

    def files(
        self, wanted: Sequence[str], scope: Scope, reader: Reader = OURSELVES
    ) -> Mapping[str, bool]:
        return self.read(lambda log: log.files(wanted, scope), reader)

    def find(self, draft: Draft, reader: Reader = OURSELVES) -> Receipt | KeyTaken | None:
        return self.read(lambda log: log.find(draft), reader)

    def facts_after(self, number: int) -> list[Known]:
        return self.read(lambda log: log.facts_after(number))

    def check(self) -> None:
        self.read(lambda log: log.newest(1, 1))
