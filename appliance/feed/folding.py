"""What entries do to others: most stand by themselves, some change one that does, as an edit does.

The feed keeps each entry that stands as it is now, in the same commit that appends what changes it.
What a kind means it does not know: `Folds`, which it is handed, does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple, Protocol

from appliance.errors import Problem
from appliance.feed.entry import Draft, Entry

CHANGED: Final = "changed"
"""The field of an entry as it is now that has the number of the last one folded in: what came up to
that is not to be folded a second time by who hears of it as well."""


class EntryUnknown(Problem):
    """There is no entry of that number to change, or none that may be read."""

    status = 404
    title = "No such message"


class Target(NamedTuple):
    """An entry that stands, as it is now: `fields` as they were said, `now` those that are another
    since.
    """

    id: int
    room: str
    kind: str
    nick: str
    member: str
    time: str
    fields: Mapping[str, Any]
    now: Mapping[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> Target:
        """The entry, all of whose fields are as they are now."""
        record = entry.record
        head = [record.pop(name) for name in cls._fields[:-2]]
        return cls._make((*head, record, {}))

    @property
    def whole(self) -> dict[str, Any]:
        """All fields as they are now."""
        return {**self.fields, **self.now}


class Folds(Protocol):
    """What the kinds of a log mean for what is there already. Called in the thread that writes."""

    erasing: Collection[str]
    """Kinds that take the words of their target away, for good."""

    wordy: Collection[str]
    """Kinds that have words of their target: they are erased with it."""

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        """The `now` of `target` once `draft`, which comes at `time`, is in the log. Raises a
        Problem where it cannot come any more: then it is not stored.
        """


class NoFolds:
    """A log in which nothing changes anything."""

    erasing: Collection[str] = ()
    wordy: Collection[str] = ()

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        return target.now


NO_FOLDS: Final = NoFolds()

_KEPT: Final = ("target", "reply", "bot")
"""What is left of an erased entry's fields: none of it says anything. Who hears of it late counts
it where it was counted.
"""


def without_words(fields: Mapping[str, Any], by: str) -> dict[str, Any]:
    """What is left of an entry's fields once they are erased, by whom `by` says. The same on disk
    and in memory.
    """
    kept = {name: fields[name] for name in _KEPT if name in fields}
    return {"deleted": by, "message": "", **kept}


def erased(entry: Entry, by: str) -> Entry:
    """The entry, with nothing of what it said."""
    said = Target.of(entry)
    left = without_words(said.fields, by)
    draft = Draft(said.room, said.kind, said.nick, said.member, left, said.fields.get("key"))
    return Entry.of(said.id, said.time, draft)
