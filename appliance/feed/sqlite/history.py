"""The history in the log's database: what stands, as it is now, kept by each commit."""

from __future__ import annotations

import json
from typing import Any, Final

from appliance.errors import Problem
from appliance.feed.entry import Draft
from appliance.feed.folding import CHANGED, EntryUnknown, Folds, Target, without_words
from appliance.feed.sqlite import callings
from appliance.feed.sqlite.database import MISTAKE, Connection, Error, code_of
from appliance.feed.sqlite.rows import Query

SINCE: Final = 5
"""The form of a database from which on it has a history. In an older one nothing changes anything:
there it is all that is in the log."""

BEFORE: Final = Query(
    "SELECT id FROM history WHERE room = ? AND id < ? ORDER BY id DESC LIMIT ?", "DESC", now=True
)

AFTER: Final = Query(
    "SELECT id FROM history WHERE room = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?", now=True
)

ONE: Final = Query(
    "SELECT id FROM log JOIN history USING (room, id) WHERE id = ? LIMIT ?", now=True
)

SOME: Final = Query(
    "SELECT id FROM log JOIN history USING (room, id)"
    " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
    "DESC",
    now=True,
)
"""Entries by their numbers, which are few."""

VERSIONS: Final = Query("""
    SELECT ?1 AS id UNION ALL
    SELECT id FROM (SELECT id FROM log WHERE target = ?1 AND kind = ?2 ORDER BY id LIMIT ?3)
""")
"""An entry as it was said, and those of a kind that changed it."""

_TARGET: Final = """
    SELECT log.id, room, kind, nick, member, time, json(fields), json(now)
    FROM log JOIN history USING (room, id) WHERE log.id = ? AND room = ?
"""

_NOW: Final = """
    UPDATE history SET now = ?3 WHERE room = ?2 AND id = ?1
"""

_WITH_WORDS: Final = """
    SELECT id, fields FROM log
    WHERE target = ? AND kind IN (SELECT value FROM json_each(?))
"""

_ERASE: Final = "UPDATE log SET fields = ? WHERE id = ?"

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Changes:
    """What the drafts of one commit do to entries that are there. Within its transaction."""

    def __init__(self, connection: Connection, folds: Folds) -> None:
        self._connection = connection
        self._folds = folds
        self._targets: dict[int, Target] = {}
        self._erased: dict[int, str] = {}

    @property
    def erases(self) -> bool:
        """Whether words are taken away for good."""
        return bool(self._erased)

    def take(self, number: int, time: str, draft: Draft) -> Problem | None:
        """Fold `draft`, which is to have this number, into what it changes; or why it cannot be."""
        assert draft.target is not None
        try:
            target = self._targets.get(draft.target) or self._find(draft.target, draft.room)
            now = {**self._folds.fold(draft, target, time), CHANGED: number}
        except Problem as problem:
            return problem
        self._targets[target.id] = target._replace(now=now)
        if draft.kind in self._folds.erasing:
            self._erase(target, number, str(draft.fields["by"]))
        return None

    def write(self) -> None:
        """Bring it into the database, after the drafts themselves."""
        for target in self._targets.values():
            self._connection.execute(_NOW, (target.id, target.room, _encode(target.now)))
        for number, by in self._erased.items():
            self._take_words(number, by)

    def _find(self, number: int, room: str) -> Target:
        try:
            row = self._connection.execute(_TARGET, (number, room)).fetchone()
            if row is None:
                raise EntryUnknown("message-unknown")
            *head, fields, now = row
            changed = {} if now is None else _object(now)
            return Target._make((*head, _object(fields), changed))
        except (TypeError, ValueError, RecursionError):
            raise EntryUnknown("message-unknown") from None
        except Error as error:  # what is no JSON is no entry
            if code_of(error) != MISTAKE:
                raise
            raise EntryUnknown("message-unknown") from None

    def _erase(self, target: Target, number: int, by: str) -> None:
        fields = without_words(target.fields, by)
        self._targets[target.id] = target._replace(fields=fields, now={CHANGED: number})
        self._erased[target.id] = by

    def _take_words(self, number: int, by: str) -> None:
        execute = self._connection.execute
        execute(_ERASE, (_encode(self._targets[number].fields), number))
        callings.forget(self._connection, number)
        wordy = _encode(list(self._folds.wordy))
        for change, fields in execute(_WITH_WORDS, (number, wordy)).fetchall():
            left = without_words(_object(fields), by)
            execute(_ERASE, (_encode(left), change))


def _object(text: Any) -> dict[str, Any]:
    found = json.loads(text)
    if type(found) is not dict:
        raise TypeError
    return found
