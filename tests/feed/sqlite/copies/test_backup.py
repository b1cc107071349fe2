"""A copy of the log: consistent, one file, and the log itself untouched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appliance.errors import NotWritten, StorageUnusable
from appliance.feed.sqlite.copies.backup import STEP_PAGES, back_up
from appliance.feed.sqlite.database import bare
from tests.feed.feeds import TIME, draft, opened_log
from tests.feed.logs import (
    ask,
    identity_of,
    make_large_log,
    make_log,
    names_in,
    texts_in,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return make_log(tmp_path / "data" / "chat.db", "one", "two")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "chat.db"


def ignore(share: float) -> None:
    pass


def test_everything_is_in_the_copy(source: Path, target: Path) -> None:
    found = back_up(source, target, ignore)
    assert (found.messages, found.last) == (2, 2)
    assert found.identity == identity_of(target) == identity_of(source)
    assert texts_in(target) == ["one", "two"]


def test_the_copy_is_one_file_that_only_its_owner_reads(source: Path, target: Path) -> None:
    back_up(source, target, ignore)
    assert ask(target, "PRAGMA journal_mode") == [("delete",)]
    texts_in(target)
    assert names_in(target.parent) == {"chat.db"}
    assert target.stat().st_mode & 0o777 == 0o600


def test_the_log_is_left_as_it_is(source: Path, target: Path) -> None:
    before = source.read_bytes()
    back_up(source, target, ignore)
    assert source.read_bytes() == before


def test_what_is_only_in_the_wal_is_copied_too(source: Path, target: Path) -> None:
    with opened_log(source) as log:
        log.append([draft("three")], TIME)
        back_up(source, target, ignore)
        assert source.with_name("chat.db-wal").stat().st_size > 0
    assert texts_in(target) == ["one", "two", "three"]


def test_commits_in_the_middle_neither_restart_it_nor_get_in(tmp_path: Path, target: Path) -> None:
    source = make_large_log(tmp_path / "chat.db", 4_000)
    shares: list[float] = []
    with opened_log(source) as log:

        def commit(share: float) -> None:
            shares.append(share)
            log.append([draft("meanwhile")], TIME)

        found = back_up(source, target, commit)
        assert log.last() == 4_000 + len(shares)
    assert found.last == 4_000
    assert shares == sorted(set(shares))
    assert len(shares) > 4_000 * 2_000 / 4_096 / STEP_PAGES
    assert shares[-1] == 1
    assert "meanwhile" not in texts_in(target)


def test_a_file_that_is_there_is_replaced_only_if_that_is_said(source: Path, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(NotWritten, match=r"exists already\. .*--force"):
        back_up(source, target, ignore)
    assert target.read_text() == "mine"
    back_up(source, target, ignore, replace=True)
    assert texts_in(target) == ["one", "two"]
    assert names_in(target.parent) == {"chat.db"}


@pytest.mark.parametrize("name", ["chat.db", "chat.db-wal", "chat.db-shm", "link"])
def test_the_log_itself_is_never_overwritten(source: Path, name: str) -> None:
    (source.parent / "link").symlink_to(source)
    with opened_log(source) as log:
        log.append([draft("three")], TIME)
        with pytest.raises(NotWritten, match="log itself"):
            back_up(source, source.with_name(name), ignore, replace=True)
    assert texts_in(source) == ["one", "two", "three"]


def test_what_is_no_file_is_not_replaced(source: Path, target: Path) -> None:
    os.mkfifo(target)
    with pytest.raises(NotWritten, match="no file that can be replaced"):
        back_up(source, target, ignore, replace=True)
    assert target.is_fifo()
    with pytest.raises(NotWritten, match="is a folder"):
        back_up(source, target.parent, ignore, replace=True)


def test_a_damaged_log_makes_no_copy(tmp_path: Path, target: Path) -> None:
    source = make_large_log(tmp_path / "chat.db", 500)
    with source.open("r+b") as file:
        file.seek(20 * 4_096)
        file.write(b"\xa5" * 4_096 * 20)
    with pytest.raises(StorageUnusable, match="damaged"):
        back_up(source, target, ignore)
    assert names_in(target.parent) == set()


def test_a_log_of_a_newer_version_makes_no_copy(source: Path, target: Path) -> None:
    connection = bare(source, "rw")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StorageUnusable, match="newer version"):
        back_up(source, target, ignore)
    assert names_in(target.parent) == set()


def test_a_log_on_a_disk_that_can_only_be_read(source: Path, target: Path) -> None:
    if os.getuid() == 0:
        # Nothing is read-only for root: a folder of that name stands in the way of the WAL.
        source.with_name("chat.db-shm").mkdir()
    source.parent.chmod(0o555)
    try:
        back_up(source, target, ignore)
    finally:
        source.parent.chmod(0o755)
    assert texts_in(target) == ["one", "two"]
