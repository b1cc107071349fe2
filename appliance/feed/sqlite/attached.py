"""Which files entries have, in the log's database: kept by it with each commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from appliance.feed.scope import Scope
from appliance.feed.sqlite.database import Connection
from appliance.feed.sqlite.schema import form_of

SINCE: Final = 7
"""The form of a database from which on entries have files."""

_ATTACHED: Final = """
    SELECT file, room, gone FROM attached WHERE file IN (SELECT value FROM json_each(?))
"""


def attached(connection: Connection, files: Sequence[str], scope: Scope) -> dict[str, bool]:
    """As `contract.History.files`."""
    if form_of(connection) < SINCE:
        return {}
    found: dict[str, bool] = {}
    rows: list[Any] = connection.execute(_ATTACHED, (json.dumps(list(files)),)).fetchall()
    for file, room, gone in rows:
        if scope.holds(room):
            found[file] = found.get(file, False) or not gone
    return found
