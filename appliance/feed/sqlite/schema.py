"""The forms a log's database had: the steps from one to the next, and bringing it up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import resources
from typing import Any, Final

from appliance.errors import StorageUnusable
from appliance.feed.sqlite.database import Connection, Error

Step = tuple[int, str]
"""The number of a form of the database, and the SQL that makes it from the one before."""


PIECES: Final = "-- In pieces:"
"""How a step begins that goes through a whole log: it is done again and again, each time in a
transaction of its own, until its last row says that nothing is left. Killed between two of them it
goes on from there; what it has to remember for that is in the database."""

READABLE: Final = 1
"""The oldest form in which all is found that is asked of a log to read it (`rows`, `log`)."""


def steps() -> list[Step]:
    """The migrations this program knows, in order."""
    folder = resources.files("appliance.feed.sqlite.migrations")
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return [(int(name.partition("-")[0]), folder.joinpath(name).read_text()) for name in files]


def form_of(connection: Connection) -> int:
    """The form of this database; 0 for one that is empty, or not ours."""
    return int(connection.execute("PRAGMA user_version").get)


def check_known(form: int, known: Sequence[Step], name: str = "chat.db") -> None:
    """Raise StorageUnusable for a database that a newer program wrote: its rules are not known
    here, so touching it could lose what they protect.
    """
    newest = known[-1][0]
    if form > newest:
        raise StorageUnusable("log-newer", name=name, form=form, newest=newest)


def migrate(
    connection: Connection,
    known: Sequence[Step] | None = None,
    before: Callable[[int], object] = lambda newest: None,
    told: Callable[[float], object] = lambda share: None,
) -> None:
    """Apply the steps the database has not seen, each in a transaction of its own, or in several
    (see `PIECES`).

    `known` are all steps (None: this program's). `before` is called with the number of the
    newest one while an older log is still as it was; if it raises, the log stays so. `told` is
    called as a step goes on that is made in pieces, with the share of it that is done. Raises
    StorageUnusable for a database of a newer program, and for one that is no log.
    """
    known = known or steps()
    form = form_of(connection)
    check_known(form, known)
    if form == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StorageUnusable("not-a-log-here")
    if 0 < form < known[-1][0]:
        before(known[-1][0])
    for number, statements in known:
        if number > form:
            _apply(connection, number, statements, told)


def _apply(
    connection: Connection, number: int, statements: str, told: Callable[[float], object]
) -> None:
    whole, left = 0, 1
    while left:
        try:
            connection.execute("BEGIN IMMEDIATE")
            # Fetched, which runs them to the end, whatever rows they have.
            rows: list[Any] = connection.execute(statements).fetchall()
            left = int(rows[-1][0]) if statements.startswith(PIECES) else 0
            if not left:
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        whole = whole or left
        if whole:
            told(1 - left / whole)
