"""How much the rooms hold: told by the log, which knows what is where, and by the depot's rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from appliance.feed.sqlite.database import Connection, attach, plainly

_SHARES: Final = """
    SELECT room, sum(size), count(*)
    FROM (SELECT DISTINCT room, file FROM attached WHERE NOT gone)
      JOIN kept.file ON kept.file.id = file JOIN kept.content USING (place)
    GROUP BY room ORDER BY 2 DESC, room
"""


class RoomShare(NamedTuple):
    """Bytes and files of a room's messages. What several rooms have each of them has."""

    room: str
    bytes: int
    files: int


def room_shares(connect: Callable[[], Connection], rows: Path) -> list[RoomShare]:
    """Of all rooms that have any, the largest first. For a thread: all files are looked through.
    `connect` opens the log, and `rows` are there. Raises StorageProblem.
    """
    with plainly(), closing(connect()) as log:
        attach(log, rows, "kept")
        found: list[Any] = log.execute(_SHARES).fetchall()
        return [RoomShare._make(row) for row in found]
