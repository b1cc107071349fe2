"""Facts in the log's database: set with their entries, and read after a number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from appliance.errors import StorageUnusable
from appliance.feed.facts import Fact, Known
from appliance.feed.sqlite.database import Connection
from appliance.feed.sqlite.schema import form_of

SINCE: Final = 3
"""The form of a database from which on it has facts; an older one is read on a full disk."""

# One statement for all, as for entries (see `log`); each follows those before it.
_SET: Final = """
    INSERT INTO fact (noun, name, entry, value)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
           json_extract(value, '$[2]'), json_extract(value, '$[3]')
    FROM json_each(?) WHERE true
    ON CONFLICT (noun, name) DO UPDATE SET entry = excluded.entry, value = excluded.value
"""

# By the index; nothing has changed nearly always. Names as bytes: one that is no UTF-8 must not
# keep the others from being read.
_AFTER: Final = """
    SELECT CAST(noun AS BLOB), CAST(name AS BLOB), entry, CAST(value AS BLOB) FROM fact
    WHERE entry > ? ORDER BY entry
"""


def set_facts(connection: Connection, facts: Iterable[tuple[int, Fact]]) -> None:
    """Within a transaction: each fact is so since the entry with its number."""
    rows = [(fact.noun, fact.name, entry, fact.json) for entry, fact in facts]
    if rows:
        connection.execute(_SET, (json.dumps(rows),))


def facts_after(connection: Connection, number: int) -> list[Known]:
    """What was set or taken away by entries after `number`, each as it is now.

    Raises StorageUnusable for what this program did not write: an entry can be left out, but who
    may what is not guessed.
    """
    if form_of(connection) < SINCE:
        return []
    rows = connection.execute(_AFTER, (number,))
    try:
        return [_known(row) for row in rows]
    except (TypeError, ValueError, RecursionError):
        raise StorageUnusable("log-damaged") from None


def _known(row: Sequence[Any]) -> Known:
    noun, name, entry, value = row
    if type(entry) is not int:
        raise TypeError
    return Known(
        Fact(noun.decode(), name.decode(), None if value is None else json.loads(value)), entry
    )
