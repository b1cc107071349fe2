"""Logs for the tests of copies: made of real entries, as large as wanted, of older forms too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, Final

from appliance.feed.sqlite.database import bare, connect
from appliance.feed.sqlite.schema import Step, migrate, steps
from tests.feed.feeds import TIME, draft, opened_log

NEWER: Final[list[Step]] = [
    *steps(),
    (len(steps()) + 1, "ALTER TABLE room ADD COLUMN topic TEXT NOT NULL DEFAULT 'none';"),
]
"""The steps of a program that knows one form more than this one."""

_MANY: Final = """
    INSERT INTO log (id, room, kind, nick, member, time, key, fields)
    WITH RECURSIVE number (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM number WHERE id < ?)
    SELECT id, 'lobby', 'message', 'Ada', 'ada', '2024-05-06T07:08:09.012Z', NULL,
           json_object('message', hex(zeroblob(1000)))
    FROM number
"""

_ROOMS: Final = """
    INSERT INTO log (id, room, kind, nick, member, time, key, fields)
    WITH RECURSIVE number (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM number WHERE id < ?)
    SELECT id, printf('room-%04d', id), 'message', 'Ada', 'ada', '2024-05-06T07:08:09.012Z', NULL,
           json_object('message', 'hello')
    FROM number
"""

_CONVERSATION: Final = """
    INSERT INTO log (id, room, kind, nick, member, time, key, fields)
    WITH RECURSIVE number (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM number WHERE id < ?)
    SELECT id, 'lobby', 'message', 'Ada', 'ada',
           strftime('%Y-%m-%dT%H:%M:%S.000Z', '2024-01-01', (id * 10) || ' minutes'), NULL,
           json_object('message', 'number ' || id)
    FROM number
"""


def make_log(path: Path, *texts: str) -> Path:
    """A log with these messages, closed."""
    with opened_log(path) as log:
        for text in texts:
            log.append([draft(text)], TIME)
    return path


def make_large_log(path: Path, messages: int, *, form: int | None = None) -> Path:
    """A log with so many messages of 2,000 characters; of an older form if one is named."""
    return _filled(path, _MANY, messages, form)


def make_many_rooms(path: Path, rooms: int) -> Path:
    """A log with so many rooms, `room-0001` and on, a message in each."""
    return _filled(path, _ROOMS, rooms)


def make_conversation(path: Path, messages: int) -> Path:
    """A log in which somebody said `number 1` and on in the lobby, every ten minutes since 2024."""
    return _filled(path, _CONVERSATION, messages)


def _filled(path: Path, statement: str, count: int, form: int | None = None) -> Path:
    with closing(connect(path, create=True)) as connection:
        migrate(connection, steps()[:form])
        connection.execute(statement, (count,))
    return path


def texts_in(path: Path) -> list[str]:
    """The messages in the log at `path`, which is left as it is."""
    rows = ask(path, "SELECT json_extract(fields, '$.message') FROM log ORDER BY id")
    return [text for (text,) in rows]


def identity_of(path: Path) -> str:
    ((found,),) = ask(path, "SELECT value FROM about WHERE name = 'identity'")
    return str(found)


def ask(path: Path, question: str) -> list[Any]:
    with closing(bare(path, "ro")) as connection:
        return connection.execute(question).fetchall()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
