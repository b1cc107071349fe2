"""What one commit carries: drafts that get their numbers, those that are stored already, and the
facts that hold with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from appliance.errors import KeyTaken, Problem
from appliance.feed.contract import Receipt
from appliance.feed.entry import FOUND, Draft, Entry
from appliance.feed.sqlite import callings
from appliance.feed.sqlite.database import Connection
from appliance.feed.sqlite.fact_rows import set_facts
from appliance.feed.sqlite.history import Changes

_COLUMNS: Final = "id, room, kind, nick, member, time, key, fields"

# Whether the words are the same is asked of the database: they never leave it. What was erased has
# none any more; who sends it again is answered as before. What was found out (FOUND) is left out.
_SAME_KEYS: Final = f"""
    SELECT wanted.key, log.id, (log.room, log.kind, log.nick) IS (
        json_extract(wanted.value, '$[2]'), json_extract(wanted.value, '$[3]'),
        json_extract(wanted.value, '$[4]')
    ) AND (
        log.fields IS json_extract(wanted.value, '$[5]')
        OR CASE WHEN json_valid(log.fields) THEN json_remove(log.fields, '$.{FOUND}') IS
            json_remove(json_extract(wanted.value, '$[5]'), '$.{FOUND}') END
        OR log.fields GLOB '{{"deleted":*'
    )
    FROM json_each(?) AS wanted
    JOIN log ON log.member = json_extract(wanted.value, '$[0]')
            AND log.key = json_extract(wanted.value, '$[1]')
"""

# All rows in one statement. Between two statements the thread gives up the interpreter and, on a
# busy server, waits to get it back: with `executemany` once for each row (measured: twice the
# messages a second this way).
_INSERT: Final = f"""
    INSERT INTO log ({_COLUMNS})
    SELECT {", ".join(f"json_extract(value, '$[{column}]')" for column in range(8))}
    FROM json_each(?)
"""

_INSERT_CHANGES: Final = f"""
    INSERT INTO log ({_COLUMNS}, target)
    SELECT {", ".join(f"json_extract(value, '$[{column}]')" for column in range(9))}
    FROM json_each(?)
"""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Batch(NamedTuple):
    """What one commit did: a receipt for each draft, or why it has none, and the new entries with
    the drafts they were made of, those beside them included.

    `after` is the number of the entry before the first new one; `quiet` says that the entries are
    not to be told as they are here, but to be read from the log.
    """

    receipts: list[Receipt | Problem]
    after: int
    entries: list[Entry]
    drafts: list[Draft]
    changes: Changes | None = None

    @classmethod
    def of(
        cls,
        drafts: Sequence[Draft],
        time: str,
        after: int,
        known: Mapping[int, tuple[int, bool]],
        changes: Changes | None = None,
    ) -> Batch:
        """Number what is new of `drafts` after `after`; `known` is what `stored` found. What they
        change comes to `changes`, which may refuse them.
        """
        batch = cls([], after, [], [], changes)
        begun: dict[tuple[str, str | None], tuple[int, Draft]] = {}
        for position, draft in enumerate(drafts):
            found = known.get(position)
            if found is None and (earlier := begun.get((draft.member, draft.key))):
                found = earlier[0], earlier[1].says(draft)
            if found is not None:
                batch.receipts.append(receipt_of(*found, draft))
                continue
            number = after + len(batch.entries) + 1
            if draft.target is not None and changes is not None:
                refusal = changes.take(number, time, draft)
                if refusal is not None:
                    batch.receipts.append(refusal)
                    continue
            if draft.key is not None:
                begun[draft.member, draft.key] = number, draft
            batch.receipts.append(Receipt(number, draft.room, new=True))
            for place, one in enumerate((draft, *draft.beside)):
                batch.entries.append(Entry.of(number + place, time, one))
                batch.drafts.append(one)
        return batch

    @property
    def quiet(self) -> bool:
        """Facts are read from the log, in the order of their entries; and words that are erased are
        not to go round once more.
        """
        erases = self.changes is not None and self.changes.erases
        return erases or any(draft.facts for draft in self.drafts)

    def insert(self, connection: Connection) -> None:
        """Within a transaction."""
        new = list(zip(self.entries, self.drafts, strict=True))
        changes = any(not draft.stands for draft in self.drafts)
        rows = [_row(entry, draft, changes) for entry, draft in new]
        connection.execute(_INSERT_CHANGES if changes else _INSERT, (_encode(rows),))
        set_facts(connection, [(entry.id, fact) for entry, draft in new for fact in draft.facts])
        callings.note(connection, [each for each in new if each[1].calls is not None])
        if self.changes is not None:
            self.changes.write()


def _row(entry: Entry, draft: Draft, changes: bool) -> tuple[Any, ...]:
    row = (
        *(entry.id, draft.room, draft.kind, draft.nick, draft.member, entry.time),
        *(draft.key, _words(draft)),
    )
    return (*row, None if draft.stands else draft.target) if changes else row


def stored(connection: Connection, drafts: Sequence[Draft]) -> dict[int, tuple[int, bool]]:
    """Which drafts (by position) have a member and key that the log already holds: under
    which number, and whether with the same words.
    """
    wanted = [
        None
        if draft.key is None
        else (*(draft.member, draft.key, draft.room, draft.kind, draft.nick), _words(draft))
        for draft in drafts
    ]
    if not any(wanted):
        return {}
    rows = connection.execute(_SAME_KEYS, (_encode(wanted),))
    return {position: (number, bool(same)) for position, number, same in rows}


def receipt_of(number: int, same: bool, draft: Draft) -> Receipt | KeyTaken:
    """What is told to who sends again, and to who only uses a key again."""
    if same:
        return Receipt(number, draft.room, new=False)
    return KeyTaken("key-taken")


def _words(draft: Draft) -> str:
    return _encode(draft.fields)
