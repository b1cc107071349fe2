"""What the depot knows of its files, in a database of its own beside them.

Unlike others beside the log it is synced at each commit, and not made anew where it is damaged:
what it says of a file stands nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from appliance.errors import StorageFull, StorageProblem
from appliance.feed.depot.stored import FilesTrouble, Look, NewFile, StoredFile
from appliance.feed.sqlite.beside import Beside, Names
from appliance.feed.sqlite.database import Connection
from appliance.files import FULL

VERSION: Final = 1

_MADE: Final = f"""
    -- Each content once. `sha256` is of what lies at `place`.
    CREATE TABLE content (
        place  TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        size   INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE file (
        id             TEXT PRIMARY KEY,
        member         TEXT NOT NULL,
        made           REAL NOT NULL,
        name           TEXT NOT NULL,
        length         INTEGER,
        original       INTEGER NOT NULL,
        width          INTEGER NOT NULL,
        height         INTEGER NOT NULL,
        place          TEXT NOT NULL DEFAULT '',
        type           TEXT NOT NULL DEFAULT '',
        family         TEXT NOT NULL DEFAULT '',
        inline         INTEGER NOT NULL DEFAULT 0,
        sure           INTEGER NOT NULL DEFAULT 1,
        thumbnail      TEXT NOT NULL DEFAULT '',
        thumbnail_type TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID;
    CREATE INDEX file_by_place ON file (place);
    CREATE INDEX file_by_thumbnail ON file (thumbnail);
    PRAGMA user_version = {VERSION};
"""

_KEPT: Final = """
    SELECT id, member, made, name, length, original, width, height, file.place,
        coalesce(size, 0), type, family, inline, sure, thumbnail, thumbnail_type
    FROM file LEFT JOIN content ON content.place = file.place AND file.place != ''
"""

_BEGIN: Final = """
    INSERT INTO file (id, member, made, name, length, original, width, height)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_SETTLE: Final = """
    UPDATE file SET made = ?, place = ?, type = ?, family = ?, inline = ?, sure = ?, width = ?,
        height = ? WHERE id = ?
"""

_UNUSED: Final = """
    SELECT place, size FROM content WHERE place IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM file WHERE file.place = content.place)
      AND NOT EXISTS (SELECT 1 FROM file WHERE thumbnail = content.place)
"""

_IN: Final = "IN (SELECT value FROM json_each(?))"

_SHARES: Final = """
    SELECT member, sum(size), count(*) FROM file JOIN content USING (place) GROUP BY member
    ORDER BY 2 DESC
"""

_NAMES: Final = Names(FilesTrouble, "files-disk-full", "files-damaged", "files-unusable")


class Content(NamedTuple):
    """Bytes that files have."""

    place: str
    sha256: str
    size: int

    def lies_at(self, path: Path) -> bool:
        """Whether what is there is as long. Raises OSError."""
        try:
            return path.stat().st_size == self.size
        except FileNotFoundError:
            return False


class DepotRows(Beside):
    """At `path`. Used by one thread at a time. Raises the library's errors, which `problem_of`
    words.
    """

    pragmas = ("synchronous = FULL", "cache_size = -512")

    def __init__(self, path: Path) -> None:
        super().__init__(path, _NAMES)
        self._connection: Connection | None = None

    @property
    def _opened(self) -> Connection:
        if self._connection is None:
            connection = self.connect(create=True)
            try:
                if not connection.execute("PRAGMA user_version").get:
                    connection.execute(f"BEGIN IMMEDIATE; {_MADE} COMMIT")
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    @contextmanager
    def _together(self) -> Iterator[Connection]:
        """In one transaction."""
        connection = self._opened
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def find(self, ids: Sequence[str]) -> dict[str, StoredFile]:
        """Those that are there."""
        rows = self._opened.execute(f"{_KEPT} WHERE id {_IN}", (json.dumps(list(ids)),))
        return {kept.id: kept for kept in map(_kept, rows)}

    def after(self, id_: str, limit: int) -> list[StoredFile]:
        """So many files in the order of their ids, from behind one."""
        rows = self._opened.execute(f"{_KEPT} WHERE id > ? ORDER BY id LIMIT ?", (id_, limit))
        return [_kept(row) for row in rows]

    def halves(self) -> list[StoredFile]:
        """All that are coming."""
        return [_kept(row) for row in self._opened.execute(f"{_KEPT} WHERE file.place = ''")]

    def contents(self, after: str = "", limit: int = -1) -> list[Content]:
        """So many (-1: all), in the order of their places, from behind one."""
        query = "SELECT place, sha256, size FROM content WHERE place > ? ORDER BY place LIMIT ?"
        return [Content._make(row) for row in self._opened.execute(query, (after, limit))]

    def places(self, names: Iterable[str]) -> set[str]:
        """Those of the names that are contents' places."""
        query = f"SELECT place FROM content WHERE place {_IN}"
        return {place for (place,) in self._opened.execute(query, (json.dumps(list(names)),))}

    def size(self) -> int:
        """Bytes of all contents."""
        return int(self._opened.execute("SELECT coalesce(sum(size), 0) FROM content").get)

    def content(self, sha256: str) -> Content | None:
        query = "SELECT place, sha256, size FROM content WHERE sha256 = ?"
        row = self._opened.execute(query, (sha256,)).fetchone()
        return None if row is None else Content._make(row)

    def sha256(self, place: str) -> str:
        """Of the content that is there."""
        query = "SELECT sha256 FROM content WHERE place = ?"
        return str(self._opened.execute(query, (place,)).get)

    def shares(self) -> list[tuple[str, int, int]]:
        """Members, bytes and files of each, the largest first."""
        rows: Iterable[Any] = self._opened.execute(_SHARES)
        return list(rows)

    def begin(self, new: NewFile, made: float) -> None:
        row = (new.id, new.member, made, new.name, new.length, new.original, *new.claim)
        self._opened.execute(_BEGIN, row)

    def settle(self, id_: str, content: Content, look: Look, made: float) -> None:
        """It is whole: this content, which may be new."""
        about = (look.type, look.family, look.inline, look.sure, look.width, look.height)
        with self._together() as connection:
            connection.execute("INSERT OR IGNORE INTO content VALUES (?, ?, ?)", content)
            connection.execute(_SETTLE, (made, content.place, *about, id_))

    def rename(self, id_: str, known: str) -> None:
        """A file has this id from now on, which no other has."""
        self._opened.execute("UPDATE file SET id = ? WHERE id = ?", (known, id_))

    def set_thumbnail(self, id_: str, content: Content, type_: str) -> list[Content]:
        """It has this small picture; what is nobody's any more by that."""
        former = self.find([id_])[id_].thumbnail
        with self._together() as connection:
            connection.execute("INSERT OR IGNORE INTO content VALUES (?, ?, ?)", content)
            set_ = "UPDATE file SET thumbnail = ?, thumbnail_type = ? WHERE id = ?"
            connection.execute(set_, (content.place, type_, id_))
            return _without_unused(connection, [former])

    def drop(self, files: Sequence[StoredFile]) -> list[Content]:
        """Know these no more; the contents that are nobody's any more by that."""
        with self._together() as connection:
            ids = json.dumps([file.id for file in files])
            connection.execute(f"DELETE FROM file WHERE id {_IN}", (ids,))
            return _without_unused(
                connection, [place for file in files for place in (file.place, file.thumbnail)]
            )

    def drop_unused(self, contents: Sequence[Content]) -> list[Content]:
        """Those that are nobody's: there are none, but where something went wrong."""
        with self._together() as connection:
            return _without_unused(connection, [content.place for content in contents])

    def problem_of(self, error: Exception) -> StorageProblem:
        """What to tell of it, the folder's errors too."""
        if isinstance(error, OSError) and error.errno in FULL:
            return StorageFull(_NAMES.no_room)
        return super().problem_of(error)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _without_unused(connection: Connection, places: Sequence[str]) -> list[Content]:
    wanted = json.dumps([place for place in places if place])
    rows: list[Any] = connection.execute(_UNUSED, (wanted,)).fetchall()
    gone = json.dumps([place for place, _ in rows])
    connection.execute(f"DELETE FROM content WHERE place {_IN}", (gone,))
    return [Content(place, "", size) for place, size in rows]


def _kept(row: Any) -> StoredFile:
    kept = StoredFile._make(row)
    return kept._replace(
        original=bool(kept.original), inline=bool(kept.inline), sure=bool(kept.sure)
    )
