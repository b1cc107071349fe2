"""The log as the index reads it: what was said, as it is now.

One row for a whole piece, and its text as bytes, as in `rows`. What is no entry is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Final, NamedTuple

from appliance.feed.numbers import HIGHEST
from appliance.feed.sqlite.database import Connection, plainly
from appliance.feed.sqlite.history import SINCE
from appliance.feed.sqlite.rows import LAST
from appliance.feed.sqlite.schema import form_of

PIECE: Final = 200
"""Entries read at once: 8 MB of the longest messages, and some milliseconds of work."""

LONGEST: Final = 10_000
"""Characters of a message that are found; what stands behind them is not."""

FILE: Final = "\ue101"
IMAGE: Final = "\ue102"
"""Signs that a text has where a message has files, and pictures among them. They are for private
use: whoever writes one is found by it, and then looked at in the log."""

_WORDS: Final = f"""
    substr(CASE WHEN json_valid(now) AND json_type(now, '$.message') = 'text'
                THEN json_extract(now, '$.message')
                WHEN json_valid(fields) AND json_type(fields, '$.message') = 'text'
                THEN json_extract(fields, '$.message') ELSE '' END, 1, {LONGEST})
"""

_FILES: Final = """
    CASE WHEN instr(fields, '"files":') AND json_valid(fields)
         THEN coalesce(json_extract(fields, '$.files'), '') ELSE '' END
"""

_SAID: Final = f"""
    SELECT (SELECT {{end}} FROM part), CAST(json_group_array(
        json_array(log.id, log.room, member, nick, time, {_WORDS}, {_FILES})) AS BLOB)
    FROM (SELECT DISTINCT entry FROM part WHERE matters) AS wanted
    CROSS JOIN log ON log.id = wanted.entry AND kind = 'message'
         AND typeof(log.room) || typeof(member) || typeof(nick) || typeof(time)
             = 'texttexttexttext'
    CROSS JOIN history ON history.room = log.room AND history.id = log.id
"""

_CHANGED: Final = f"""
    WITH part AS MATERIALIZED (
        SELECT id, coalesce(target, id) AS entry,
               target IS NULL OR kind IN (SELECT value FROM json_each(?3)) AS matters
        FROM log WHERE id > ?1 AND id <= {HIGHEST} ORDER BY id LIMIT ?2
    )
    {_SAID.format(end="max(id)")}
"""
"""Entries after a number, and those that they changed; the last number looked at."""

_OLDER: Final = f"""
    WITH part AS MATERIALIZED (
        SELECT id, id AS entry, target IS NULL AS matters
        FROM log WHERE id <= ?1 ORDER BY id DESC LIMIT ?2
    )
    {_SAID.format(end="min(id)")}
"""


_REWRITTEN: Final = f"""
    WITH part AS MATERIALIZED (
        SELECT id, target AS entry, target IS NOT NULL AS matters FROM log
        WHERE id > ?1 AND id <= {HIGHEST} AND kind IN (SELECT value FROM json_each(?3))
        ORDER BY id LIMIT ?2
    )
    {_SAID.format(end="max(id)")}
"""
"""Of entries after a number those that were changed; the number of the last change."""


class Spoken(NamedTuple):
    """A message as it is now; without `text` it was taken back. That has the names of its files,
    too, and a sign for what kinds of them there are.
    """

    id: int
    room: str
    member: str
    nick: str
    time: str
    text: str


class Portion(NamedTuple):
    """Messages, and the number up to which the log was looked at; None where there was nothing."""

    said: list[Spoken]
    end: int | None


class Source:
    """Reads the log through one connection. `wordy` are the kinds of entries that change words.
    Raises StorageProblem.
    """

    def __init__(self, connection: Connection, wordy: Collection[str]) -> None:
        self._connection = connection
        self._wordy = json.dumps(sorted(wordy))
        self._ready = False

    @property
    def ready(self) -> bool:
        """Whether it has a history: one of an older program has none until there is room for it."""
        if not self._ready:
            with plainly():
                self._ready = form_of(self._connection) >= SINCE
        return self._ready

    def last(self) -> int:
        with plainly():
            return int(self._connection.execute(LAST, (HIGHEST,)).get)

    def changed(self, after: int) -> Portion:
        """What was said after a number, and what was changed after it."""
        return self._piece(_CHANGED, after, PIECE, self._wordy)

    def rewritten(self, after: int) -> Portion:
        """What was edited or taken back after a number."""
        return self._piece(_REWRITTEN, after, PIECE, self._wordy)

    def older(self, end: int) -> Portion:
        """What was said up to a number, the last of it."""
        return self._piece(_OLDER, end, PIECE)

    def close(self) -> None:
        self._connection.close()

    def _piece(self, query: str, *values: Any) -> Portion:
        with plainly():
            end, text = self._connection.execute(query, values).get
        rows: list[Any] = json.loads(text.decode("utf-8", "replace"))
        said = [
            Spoken._make((*about, _with_files(words, files)))
            for *about, words, files in rows
            if all(type(value) is str for value in (*about[1:], words))
        ]
        return Portion(said, end)


def _with_files(words: str, files: Any) -> str:
    if type(files) is not list:
        return words
    known = [file for file in files if type(file) is dict]
    names = [str(file.get("name", "")) for file in known]
    images = any(str(file.get("type", "")).startswith("image/") for file in known)
    return "\n".join([words, *names, FILE, *([IMAGE] if images else [])])
