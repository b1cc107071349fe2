"""Opening the file, and the sentences for what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from appliance.errors import StorageBusy, StorageFull, StorageProblem, StorageUnusable
from appliance.feed.sqlite.database import Connection, Error, connect, plainly, problem_of


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = connect(tmp_path / "chat.db", create=True)
    yield connection
    connection.close()


def test_every_commit_is_synced(connection: Connection) -> None:
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with pytest.raises(Error):
        connect(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("name", ["a b", "50%", "what?", "x#y", "ö"])
def test_any_folder_name_works(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    connect(tmp_path / name / "chat.db", create=True).close()
    assert (tmp_path / name / "chat.db").exists()


@pytest.mark.parametrize(
    ("code", "kind", "advice"),
    [
        (apsw.SQLITE_FULL, StorageFull, "Free some space"),
        (apsw.SQLITE_BUSY, StorageBusy, "Try again"),
        (apsw.SQLITE_READONLY, StorageUnusable, "Make it writable"),
        (apsw.SQLITE_CANTOPEN, StorageUnusable, "Check that"),
        (apsw.SQLITE_IOERR_FSYNC, StorageProblem, "Check the disk"),
        (apsw.SQLITE_CORRUPT, StorageUnusable, "backup"),
        (apsw.SQLITE_IOERR_SHMSIZE, StorageFull, "Free some space"),
        (apsw.SQLITE_IOERR_SHMMAP, StorageUnusable, "on a disk of this machine"),
        (apsw.SQLITE_PROTOCOL, StorageUnusable, "on a disk of this machine"),
        (apsw.SQLITE_IOERR_LOCK, StorageUnusable, "on a disk of this machine"),
        (apsw.SQLITE_NOTADB, StorageUnusable, "backup"),
    ],
)
def test_each_report_of_sqlite_has_its_sentence(
    code: int, kind: type[StorageProblem], advice: str
) -> None:
    error = apsw.exception_for(code)
    assert isinstance(error, Error)
    problem = problem_of(error)
    assert type(problem) is kind
    assert advice in problem.description
    assert "SQL" not in problem.description


def test_an_unknown_report_keeps_its_words() -> None:
    with pytest.raises(StorageProblem, match="words of SQLite"), plainly():
        raise apsw.SQLError("words of SQLite")
