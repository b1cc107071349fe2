"""The file that marks are in: read once, then only written to; emptied where it is damaged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from appliance.errors import StorageProblem
from appliance.feed.sqlite.beside import Beside, Names
from appliance.feed.sqlite.database import Connection, Error, is_none_of_ours

MOST: Final = 100_000
"""Marks that are kept, some 40 MB. Beyond it nobody gets a further one (507); those that are there
still change. Nobody's are forgotten for others: made-up members would drive out all of them."""

OWN: Final = 16
"""The program's own, kept beside those."""

_MADE: Final = """
    CREATE TABLE IF NOT EXISTS mark (
        member TEXT NOT NULL,
        name   TEXT NOT NULL,
        value  TEXT NOT NULL,
        PRIMARY KEY (member, name)
    ) WITHOUT ROWID
"""

_PUT: Final = """
    INSERT INTO mark (member, name, value)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(?) WHERE json_extract(value, '$[2]') IS NOT NULL
    ON CONFLICT (member, name) DO UPDATE SET value = excluded.value
"""

_DROP: Final = """
    DELETE FROM mark WHERE (member, name) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
        FROM json_each(?) WHERE json_extract(value, '$[2]') IS NULL
    )
"""

_LOOK: Final = "PRAGMA user_version = 0"
"""Changes nothing, and is written all the same."""


class MarksTrouble(StorageProblem):
    """Marks cannot be kept just now."""

    title = "The chat cannot keep this right now"


_NAMES: Final = Names(MarksTrouble, "marks-no-room", "marks-damaged", "marks-unusable")

Mark = tuple[str, str, Any]

Row = tuple[str, str, str | None]
"""A member, a name, and the value as JSON; None where it is kept no longer."""


class MarksFile(Beside):
    """At `path`. What goes wrong with it is raised as it comes; `is_spoilt` and `problem_of` say
    what that is.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, _NAMES)
        self._connection: Connection | None = None

    def open(self) -> Sequence[Mark]:
        """From now on it can be written to; what was there, or nothing if it was open before."""
        if self._connection is not None:
            return ()
        connection = self.connect(create=True)
        try:
            connection.execute(_MADE)
            rows = connection.execute("SELECT member, name, value FROM mark LIMIT ?", (MOST + OWN,))
            marks = [(str(member), str(name), json.loads(value)) for member, name, value in rows]
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return marks

    def store(self, rows: Sequence[Row]) -> Sequence[Mark]:
        """Have these, of which each may be there once, or find out whether that would be possible;
        what `open` found.
        """
        found = self.open()
        assert self._connection is not None  # it is open by now
        execute, words = self._connection.execute, json.dumps(rows)
        execute("BEGIN IMMEDIATE")
        execute(_PUT, (words,))
        execute(_DROP, (words,))
        if not rows:
            execute(_LOOK)
        execute("COMMIT")
        return found

    def store_anew(self, rows: Sequence[Row]) -> Sequence[Mark]:
        """Have these and nothing else."""
        self.close()
        self.empty()
        return self.store(rows)

    def is_spoilt(self, error: Exception) -> bool:
        """Whether it is not what it should be; values from outside are in no statement's text."""
        return isinstance(error, ValueError) or (
            isinstance(error, Error) and is_none_of_ours(error)
        )

    def problem_of(self, error: Exception) -> StorageProblem:
        """What is there may be none of ours without SQLite's saying so."""
        if self.is_spoilt(error):
            return MarksTrouble(_NAMES.damaged)
        return super().problem_of(error)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Error):
                connection.close()
