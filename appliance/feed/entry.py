"""One entry of the log, and the draft it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from appliance.feed.facts import Fact

# Without NaN and infinities: what Python writes for them no browser reads.
_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


_BOUND: Final = "\x1f"
"""Between a key as its sender knows it and what it is bound to. No sender's key holds it."""


def bound(key: str, *words: str) -> str:
    """`key`, but another one beside other words; shown it is as it was."""
    digest = hashlib.sha256("\0".join(words).encode()).hexdigest()
    return f"{key}{_BOUND}{digest[:32]}"


FOUND: Final = "mentions"
"""The field of what was found out as a draft came: it is no part of what its sender said, who may
send the same again when something else would be found."""


class Calls(NamedTuple):
    """The members who are called by what an entry says. What it changes calls nobody else from then
    on; with `more` those whom that called before are called still.
    """

    members: tuple[str, ...] = ()
    more: bool = False


class Draft(NamedTuple):
    """What somebody wants to append: an entry without its number and its time.

    `fields` are those of the kind (for a message: `{"message": text}`). `key` is the sender's
    own name for this draft: the same key of the same member is stored once (see `bound`).
    `facts` hold from this entry on, and are told to nobody outside. `beside` are entries that are
    stored right behind this one, in the same transaction: if it is stored again none of them is.
    They have no keys and facts of their own.

    `target` is the number of an entry of the same room that it changes (see `folding`); one that
    `stands` nevertheless, as a reply does, is part of the history by itself.

    `calls` are whom it calls (see `contract.Calling`), None where it says nothing of that.
    """

    room: str
    kind: str
    nick: str
    member: str
    fields: Mapping[str, Any]
    key: str | None = None
    facts: tuple[Fact, ...] = ()
    beside: tuple[Draft, ...] = ()
    target: int | None = None
    stands: bool = True
    calls: Calls | None = None

    def says(self, other: Draft) -> bool:
        """Whether both say the same; not whether the same came of it, which was made of what held
        when each was written.
        """
        return self._as_sent() == other._as_sent()

    def _as_sent(self) -> Draft:
        fields = {name: value for name, value in self.fields.items() if name != FOUND}
        return self._replace(fields=fields, facts=(), beside=(), calls=None)


class Entry(NamedTuple):
    """One numbered line of the log; `json` is its form on the wire, encoded once (UTF-8)."""

    id: int
    room: str
    kind: str
    time: str
    json: bytes

    @classmethod
    def of(cls, number: int, time: str, draft: Draft) -> Entry:
        """The entry that `draft` becomes under this number at this time (UTC, ISO 8601)."""
        record: dict[str, Any] = {
            "id": number,
            "room": draft.room,
            "kind": draft.kind,
            "nick": draft.nick,
            "member": draft.member,
            "time": time,
            **draft.fields,
        }
        if draft.key is not None:
            record["key"] = draft.key.partition(_BOUND)[0]
        return cls(number, draft.room, draft.kind, time, _encode(record).encode())

    @property
    def record(self) -> dict[str, Any]:
        """What `json` says."""
        record: dict[str, Any] = json.loads(self.json)
        return record

    @classmethod
    def parse(cls, line: bytes) -> Entry:
        """The entry whose wire form is `line`."""
        record = json.loads(line)
        return cls(record["id"], record["room"], record["kind"], record["time"], line)
