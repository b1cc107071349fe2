"""Who is called by what, in the log's database: a row for each, in the commit that calls them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from appliance.feed.contract import Calling
from appliance.feed.entry import Calls, Draft, Entry
from appliance.feed.scope import Scope
from appliance.feed.sqlite.database import Connection

SINCE: Final = 6
"""The form of a database from which on it has them."""

_CALLED: Final = """
    INSERT OR IGNORE INTO calling (member, at, id, room, caller)
    SELECT value, ?, ?, ?, ? FROM json_each(?)
"""

_CALLED_NO_MORE: Final = """
    DELETE FROM calling WHERE id = ? AND member NOT IN (SELECT value FROM json_each(?))
"""

# By what `scope.is_private` goes by.
_OF: Final = """
    SELECT at, id, room, caller FROM calling
    WHERE member = ? AND at < ?
      AND (CASE WHEN room GLOB '@*' THEN ? ELSE ? END OR room IN (SELECT value FROM json_each(?)))
      AND room NOT IN (SELECT value FROM json_each(?))
    ORDER BY at DESC LIMIT ?
"""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def note(connection: Connection, calling: Sequence[tuple[Entry, Draft]]) -> None:
    """Whom new entries call. Within the transaction that stores them, and without a statement for
    those that call nobody: between two of them a busy server's thread waits for the interpreter.
    """
    for entry, draft in calling:
        calls, called = draft.calls or Calls(), entry.id if draft.stands else draft.target
        members = _encode(calls.members)
        if not (draft.stands or calls.more):
            connection.execute(_CALLED_NO_MORE, (called, members))
        if calls.members:
            values = (entry.id, called, entry.room, draft.member, members)
            connection.execute(_CALLED, values)


def forget(connection: Connection, number: int) -> None:
    """The entry of this number calls nobody any more."""
    connection.execute("DELETE FROM calling WHERE id = ?", (number,))


def of(connection: Connection, member: str, below: int, limit: int, scope: Scope) -> list[Calling]:
    """As `contract.History.callings` has it."""
    rooms, without = _encode(list(scope.rooms)), _encode(list(scope.without))
    kinds = int(scope.private), int(scope.public)
    rows = connection.execute(_OF, (member, below, *kinds, rooms, without, limit))
    return [Calling(*row) for row in rows]
