"""Opening the file, migrating it, and the sentences for what goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.errors import StorageBusy, StorageFull, StorageProblem, StorageUnusable
from appliance.feed.database import connect, migrate, plainly, problem_of, steps


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "chat.db", create=True)
    yield connection
    connection.close()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def test_every_commit_is_synced(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with pytest.raises(sqlite3.OperationalError):
        connect(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("name", ["a b", "50%", "what?", "x#y", "ö"])
def test_any_folder_name_works(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    connect(tmp_path / name / "chat.db", create=True).close()
    assert (tmp_path / name / "chat.db").exists()


def test_steps_are_numbered_without_gaps() -> None:
    assert [number for number, _ in steps()] == list(range(1, len(steps()) + 1))


def test_a_fresh_file_is_brought_to_the_newest_form(connection: sqlite3.Connection) -> None:
    migrate(connection)
    assert version(connection) == steps()[-1][0]
    assert {"log", "room", "about"} <= tables(connection)


def test_a_migrated_file_is_left_alone(connection: sqlite3.Connection) -> None:
    migrate(connection)
    before = list(connection.iterdump())
    changes = connection.total_changes
    migrate(connection)
    assert list(connection.iterdump()) == before
    assert connection.total_changes == changes


def test_a_file_of_a_newer_version_is_refused(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StorageUnusable, match=r"newer version .* form is 999.* Start the newer"):
        migrate(connection)
    assert tables(connection) == set()


def test_a_step_that_fails_leaves_nothing_behind(connection: sqlite3.Connection) -> None:
    migrate(connection)
    known = steps()
    broken = known[-1][0] + 1, "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);"
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, [*known, broken])
    assert not connection.in_transaction
    assert version(connection) == known[-1][0]
    assert "half" not in tables(connection)


def test_only_an_older_log_is_announced_before_its_first_step(
    connection: sqlite3.Connection,
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
    connection.executescript("BEGIN IMMEDIATE;" + steps()[0][1])
    connection.close()  # as the end of the process would
    connection = connect(path, create=True)
    migrate(connection)
    assert version(connection) == steps()[-1][0]
    connection.close()


@pytest.mark.parametrize(
    ("code", "kind", "advice"),
    [
        (sqlite3.SQLITE_FULL, StorageFull, "Free some space"),
        (sqlite3.SQLITE_BUSY, StorageBusy, "Try again"),
        (sqlite3.SQLITE_READONLY, StorageUnusable, "Make it writable"),
        (sqlite3.SQLITE_CANTOPEN, StorageUnusable, "Check that"),
        (sqlite3.SQLITE_IOERR_FSYNC, StorageProblem, "Check the disk"),
        (sqlite3.SQLITE_CORRUPT, StorageUnusable, "backup"),
        (sqlite3.SQLITE_NOTADB, StorageUnusable, "backup"),
    ],
)
def test_each_report_of_sqlite_has_its_sentence(
    code: int, kind: type[StorageProblem], advice: str
) -> None:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    problem = problem_of(error)
    assert type(problem) is kind
    assert advice in problem.description
    assert "SQLite" not in problem.description


def test_an_unknown_report_keeps_its_words() -> None:
    with pytest.raises(StorageProblem, match="words of SQLite"), plainly():
        raise sqlite3.OperationalError("words of SQLite")
