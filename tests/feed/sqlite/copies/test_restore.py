"""A backup in the log's place: whole or not at all, and the former log kept."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import BadInput, StorageBusy
from appliance.feed.sqlite.copies.backup import back_up
from appliance.feed.sqlite.copies.restore import check_copy, restore
from appliance.feed.sqlite.database import bare
from tests.feed.feeds import TIME, draft, opened_log
from tests.feed.logs import identity_of, make_large_log, make_log, names_in, texts_in

MOMENT = "20240506T070809Z"
KEPT = f"chat.db.before-restore-{MOMENT}"


def ignore(share: float) -> None:
    pass


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A backup with one message."""
    make_log(tmp_path / "source.db", "from the backup")
    back_up(tmp_path / "source.db", tmp_path / "backup.db", ignore)
    return tmp_path / "backup.db"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the log belongs."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "chat.db"


def test_into_an_empty_folder(copied: Path, database: Path) -> None:
    done = restore(copied, database, MOMENT, ignore)
    assert (done.summary.messages, done.summary.last, done.kept) == (1, 1, None)
    assert texts_in(database) == ["from the backup"]
    assert names_in(database.parent) == {"chat.db"}
    with opened_log(database) as log:
        assert log.append([draft("next")], TIME).entries[0].id == 2


def test_the_former_log_is_kept_with_all_that_is_in_it(copied: Path, database: Path) -> None:
    make_log(database, "former")
    done = restore(copied, database, MOMENT, ignore)
    assert done.kept == database.with_name(KEPT)
    assert texts_in(database) == ["from the backup"]
    assert texts_in(done.kept) == ["former"]
    assert not database.samefile(done.kept)


def test_what_a_crash_left_in_the_wal_is_kept_too(copied: Path, database: Path) -> None:
    crashed = database.parent / "crashed"
    crashed.mkdir()
    with opened_log(crashed / "chat.db") as log:
        log.append([draft("only in the WAL")], TIME)
        for name in ("chat.db", "chat.db-wal"):
            (database.parent / name).write_bytes((crashed / name).read_bytes())
    done = restore(copied, database, MOMENT, ignore)
    assert done.kept is not None
    assert texts_in(done.kept) == ["only in the WAL"]
    assert texts_in(database) == ["from the backup"]


def test_a_damaged_log_is_kept_byte_for_byte(copied: Path, database: Path) -> None:
    database.write_bytes(b"\xa5" * 9_000)
    wal = database.with_name("chat.db-wal")
    wal.write_bytes(b"\x5a" * 5_000)
    restore(copied, database, MOMENT, ignore)
    assert database.with_name(KEPT).read_bytes() == b"\xa5" * 9_000
    assert database.with_name(f"{KEPT}-wal").read_bytes() == b"\x5a" * 5_000
    assert not wal.exists()
    assert texts_in(database) == ["from the backup"]


def test_two_restores_in_one_second_keep_both(copied: Path, database: Path) -> None:
    make_log(database, "first")
    restore(copied, database, MOMENT, ignore)
    second = restore(copied, database, MOMENT, ignore).kept
    assert texts_in(database.with_name(KEPT)) == ["first"]
    assert second == database.with_name(f"{KEPT}-2")
    assert texts_in(second) == ["from the backup"]


def test_the_restored_log_is_another_one_for_its_readers(copied: Path, database: Path) -> None:
    before = copied.read_bytes()
    restore(copied, database, MOMENT, ignore)
    assert identity_of(database) != identity_of(copied)
    assert copied.read_bytes() == before


def test_a_log_that_another_program_reads_is_left_alone(copied: Path, database: Path) -> None:
    with opened_log(make_log(database, "former")) as log:
        log.append([draft("in the WAL")], TIME)
        with closing(bare(database, "ro")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM log").fetchone()
            log.append([draft("after the reader began")], TIME)
            with pytest.raises(StorageBusy, match=r"Another program has chat\.db open"):
                restore(copied, database, MOMENT, ignore)
        assert log.last() == 3
    assert names_in(database.parent) == {"chat.db"}


@pytest.mark.parametrize("content", [b"", b"no database at all\n" * 1_000, b"SQLite format 3\0"])
def test_a_file_that_is_no_log_changes_nothing(
    tmp_path: Path, database: Path, content: bytes
) -> None:
    make_log(database, "former")
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadInput, match=r"file .*no(t a)? chat's log"):
        restore(tmp_path / "file", database, MOMENT, ignore)
    assert texts_in(database) == ["former"]
    assert names_in(database.parent) <= {"chat.db", "chat.db-wal", "chat.db-shm"}


def test_a_database_of_another_program_changes_nothing(tmp_path: Path, database: Path) -> None:
    other = tmp_path / "other.db"
    with closing(bare(other, "rwc")) as connection:
        connection.execute("CREATE TABLE recipes (name); PRAGMA user_version = 1;")
    with pytest.raises(BadInput, match=r"other\.db is not a chat's log"):
        restore(other, database, MOMENT, ignore)
    assert names_in(database.parent) == set()


def test_a_backup_of_a_newer_version_changes_nothing(copied: Path, database: Path) -> None:
    with closing(bare(copied, "rw")) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(BadInput, match=r"backup\.db was written by a newer version .*form is 999"):
        restore(copied, database, MOMENT, ignore)
    assert names_in(database.parent) == set()


@pytest.mark.parametrize("whole", [True, False])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, database: Path, whole: bool) -> None:
    make_log(database, "former")
    damaged = make_large_log(tmp_path / "damaged.db", 500)
    if whole:
        with damaged.open("r+b") as file:
            file.seek(20 * 4_096)
            file.write(b"\xa5" * 4_096 * 20)
    else:
        os.truncate(damaged, damaged.stat().st_size // 2)
    with pytest.raises(BadInput, match=r"damaged\.db is (?:damaged|not whole)"):
        restore(damaged, database, MOMENT, ignore)
    assert texts_in(database) == ["former"]


def test_the_restored_log_has_the_rights_of_the_former(copied: Path, database: Path) -> None:
    make_log(database, "former").chmod(0o664)
    restore(copied, database, MOMENT, ignore)
    assert database.stat().st_mode & 0o777 == 0o664


def test_a_restored_log_belongs_to_whom_the_folder_belongs(copied: Path, database: Path) -> None:
    if os.getuid() == 0:
        os.chown(database.parent, 12_345, 0)
    restore(copied, database, MOMENT, ignore)
    folder, file = database.parent.stat(), database.stat()
    assert (file.st_uid, file.st_gid) == (folder.st_uid, folder.st_gid)


def test_what_cannot_be_a_backup_is_told(copied: Path, database: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        check_copy(copied.with_name("missing"), database)
    with pytest.raises(BadInput, match="There is no file"):
        check_copy(database.parent, database)
    make_log(database)
    with pytest.raises(BadInput, match="is the chat's log itself"):
        check_copy(database, database)
    check_copy(copied, database)
