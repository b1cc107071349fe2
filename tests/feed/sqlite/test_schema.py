"""The forms of the database: made, brought up to date, and refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import StorageUnusable
from appliance.feed.sqlite.database import Connection, Error, connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate, steps
from tests.feed.feeds import TIME, draft, ids


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = connect(tmp_path / "chat.db", create=True)
    yield connection
    connection.close()


def version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").get)


def tables(connection: Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def everything(connection: Connection) -> list[Any]:
    return [
        connection.execute("SELECT * FROM sqlite_master").fetchall(),
        *(connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables(connection)),
    ]


def test_steps_are_numbered_without_gaps() -> None:
    assert [number for number, _ in steps()] == list(range(1, len(steps()) + 1))


def test_a_fresh_file_is_brought_to_the_newest_form(connection: Connection) -> None:
    migrate(connection)
    assert version(connection) == steps()[-1][0]
    assert {"log", "room", "about"} <= tables(connection)


def test_a_migrated_file_is_left_alone(connection: Connection) -> None:
    migrate(connection)
    before = everything(connection)
    changes = connection.total_changes()
    migrate(connection)
    assert everything(connection) == before
    assert connection.total_changes() == changes


def test_a_file_of_a_newer_version_is_refused(connection: Connection) -> None:
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StorageUnusable, match=r"newer version .* form is 999.* Start the newer"):
        migrate(connection)
    assert tables(connection) == set()


def test_a_step_that_fails_leaves_nothing_behind(connection: Connection) -> None:
    migrate(connection)
    known = steps()
    broken = known[-1][0] + 1, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"
    with pytest.raises(Error, match="nowhere"):
        migrate(connection, [*known, broken])
    assert not connection.in_transaction
    assert version(connection) == known[-1][0]
    assert "half" not in tables(connection)


def test_only_an_older_log_is_announced_before_its_first_step(
    connection: Connection,
) -> None:
    seen: list[tuple[int, int]] = []

    def note(newest: int) -> None:
        seen.append((newest, version(connection)))

    known = [*steps(), (len(steps()) + 1, "SELECT 1;"), (len(steps()) + 2, "SELECT 1;")]
    migrate(connection, steps(), note)
    assert seen == []
    migrate(connection, known, note)
    assert seen == [(len(known), len(steps()))]
    migrate(connection, known, note)
    assert len(seen) == 1


def test_a_step_that_was_cut_off_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    connection = connect(path, create=True)
    connection.execute("BEGIN IMMEDIATE;" + steps()[0][1])
    connection.close()  # as the end of the process would
    connection = connect(path, create=True)
    migrate(connection)
    assert version(connection) == steps()[-1][0]
    connection.close()


@pytest.mark.parametrize("gone", ["id > 9", "id = 3", "id > 0"])
def test_a_log_of_the_first_form_goes_on_after_its_last_number(
    connection: Connection, gone: str
) -> None:
    migrate(connection, steps()[:1])
    log = Log(connection)
    log.append([draft("one"), draft("two", "tea"), draft("three")], TIME)
    connection.execute(f"DELETE FROM log WHERE {gone}")  # by hand, as it was then
    migrate(connection)
    assert log.last() == 3
    assert ids(log.append([draft("four")], TIME).entries) == [4]
