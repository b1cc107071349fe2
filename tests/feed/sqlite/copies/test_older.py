"""A log of an older form is brought up to date, after a copy of it was made."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import gevent
import pytest

from appliance.errors import NotWritten, StorageFull, StorageProblem, StorageUnusable
from appliance.feed.contract import Receipt
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.copies.older import keep_older
from appliance.feed.sqlite.copies.refusal import telling
from appliance.feed.sqlite.database import bare, connect
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.log_file import LogFile
from appliance.feed.sqlite.schema import READABLE, Step, migrate, steps
from tests.disk import BLOCK, fill
from tests.feed.feeds import TIME, clock, draft, ids, soon
from tests.feed.logs import NEWER, ask, make_large_log, make_log, names_in, texts_in

BROKEN: list[Step] = [*NEWER[:-1], (NEWER[-1][0], "INSERT INTO nowhere VALUES (1);")]
KEPT = f"chat.db.before-{NEWER[-1][0]}"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A log of the form before the newest, as a chat that was stopped leaves it."""
    return make_log(tmp_path / "chat.db", "old")


def start(path: Path, known: list[Step]) -> None:
    SqliteFeed(path, clock, known=known).close()


def form_of(path: Path) -> int:
    ((form,),) = ask(path, "PRAGMA user_version")
    return int(form)


def test_it_is_copied_and_brought_up_to_date(older: Path) -> None:
    feed = SqliteFeed(older, clock, known=NEWER)
    assert feed.append(draft("new")).id == 2
    feed.close()
    kept = older.with_name(KEPT)
    assert (form_of(older), form_of(kept)) == (NEWER[-1][0], NEWER[-1][0] - 1)
    assert ask(older, "SELECT topic FROM room") == [("none",)]
    assert (texts_in(older), texts_in(kept)) == (["old", "new"], ["old"])
    assert kept.stat().st_mode & 0o777 == 0o600


def test_it_happens_once(older: Path) -> None:
    start(older, NEWER)
    start(older, NEWER)
    assert names_in(older.parent) == {"chat.db", KEPT}


def test_a_log_that_is_up_to_date_or_new_is_not_copied(tmp_path: Path) -> None:
    start(tmp_path / "chat.db", NEWER)
    start(tmp_path / "chat.db", NEWER)
    assert names_in(tmp_path) == {"chat.db"}


def test_the_older_program_refuses_it_and_can_go_on_with_the_copy(older: Path) -> None:
    start(older, NEWER)
    with pytest.raises(StorageUnusable, match=r"newer version .*Start the newer version"):
        start(older, NEWER[:-1])
    older.with_name(KEPT).replace(older)
    start(older, NEWER[:-1])
    assert texts_in(older) == ["old"]


def test_starting_again_and_again_does_not_fill_the_disk(older: Path) -> None:
    for _ in range(3):
        with pytest.raises(StorageProblem, match="nowhere"):
            start(older, BROKEN)
    assert names_in(older.parent) - {"chat.db-wal", "chat.db-shm"} == {"chat.db", KEPT}
    assert form_of(older) == BROKEN[-2][0]


def test_a_log_that_is_between_two_forms_is_not_copied_again(tmp_path: Path) -> None:
    """As one is that was killed there: what it was before is kept already."""
    older = make_large_log(tmp_path / "chat.db", 3, form=len(steps()) - 2)
    broken: list[Step] = [*steps()[:-1], (len(steps()), "INSERT INTO nowhere VALUES (1);")]
    kept = older.with_name(f"chat.db.before-{len(steps())}")
    for _ in range(3):
        with pytest.raises(StorageProblem, match="nowhere"):
            start(older, broken)
    assert (form_of(older), form_of(kept)) == (len(steps()) - 1, len(steps()) - 2)
    assert names_in(tmp_path) - {"chat.db-wal", "chat.db-shm"} == {"chat.db", kept.name}


def test_an_earlier_copy_with_other_content_stays(older: Path) -> None:
    with pytest.raises(StorageProblem):
        start(older, BROKEN)
    make_log(older, "said with the older version meanwhile")
    start(older, NEWER)
    assert texts_in(older.with_name(KEPT)) == ["old"]
    assert texts_in(older.with_name(f"{KEPT}-2")) == texts_in(older)


def test_without_space_for_the_copy_nothing_is_changed(tmp_path: Path, small_disk: Path) -> None:
    make_log(tmp_path / "chat.db", *(["x" * 10_000] * 60))
    older = small_disk / "chat.db"
    shutil.copy(tmp_path / "chat.db", older)
    wanted = r"older version .*There is no space left .*before-"
    with (
        closing(SqliteFeed(older, clock, known=NEWER)) as feed,
        pytest.raises(StorageFull, match=wanted),
    ):
        feed.append(draft())
    assert form_of(older) == NEWER[-1][0] - 1
    assert len(texts_in(older)) == 60
    assert not older.with_name(KEPT).exists()


@pytest.mark.parametrize("form", range(READABLE, len(steps()) + 1))
@pytest.mark.parametrize("blocks", [0, 30], ids=["full", "not enough"])
def test_on_a_full_disk_an_older_log_is_read_and_brought_up_to_date_when_there_is_room(
    small_disk: Path, form: int, blocks: int, caplog: pytest.LogCaptureFixture
) -> None:
    older, filler = small_disk / "chat.db", small_disk / "filler"
    with closing(connect(older, create=True)) as connection:
        migrate(connection, NEWER[:form])
        Log(connection).append([draft("x" * 10_000, key=str(each)) for each in range(20)], TIME)
    fill(filler)
    os.truncate(filler, filler.stat().st_size - blocks * BLOCK)
    with closing(SqliteFeed(older, clock, known=NEWER)) as feed, gevent.Timeout(60):
        assert "older version" in caplog.text
        assert ids(feed.since(0, EVERYTHING, 100).entries) == ids(
            feed.before("lobby", None, 99, EVERYTHING).entries
        )
        assert feed.find(draft("x" * 10_000, key="7")) == Receipt(8, "lobby", new=False)
        assert (feed.last, [room.messages for room in feed.rooms(EVERYTHING)]) == (20, [20])
        for act in (lambda: feed.append(draft()), feed.check):
            with pytest.raises(StorageFull):
                act()
        filler.unlink()
        soon(lambda: works(feed.check))
        assert feed.append(draft("new")).id == 21
        soon(lambda: feed.last == 21)
        assert ids(feed.since(19, EVERYTHING, 100).entries) == [20, 21]
        assert "messages are taken again" in caplog.text
    assert (form_of(older), form_of(older.with_name(KEPT))) == (NEWER[-1][0], form)
    assert ask(older, "SELECT topic FROM room") == [("none",)]


def works(act: Callable[[], object]) -> bool:
    """Whether there was room for it."""
    try:
        act()
    except StorageFull:
        return False
    return True


def test_in_a_folder_for_a_group_the_copy_is_for_the_group_as_well(older: Path) -> None:
    older.chmod(0o660)
    start(older, NEWER)
    assert older.with_name(KEPT).stat().st_mode & 0o777 == 0o660


def test_what_is_in_the_wal_only_is_counted_as_well(tmp_path: Path, small_disk: Path) -> None:
    make_log(tmp_path / "chat.db", "old")
    older = small_disk / "chat.db"
    shutil.copy(tmp_path / "chat.db", older)
    with closing(connect(older, create=False)) as connection:
        Log(connection).append([draft("x" * 10_000, key=str(each)) for each in range(48)], TIME)
        before = small_disk.stat().st_mtime_ns
        with pytest.raises(StorageFull, match="There is no space left"):
            keep_older(older, NEWER[-1][0])
        assert small_disk.stat().st_mtime_ns == before, "nothing was begun"


def test_a_try_that_took_long_is_not_made_again_with_each_message(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, filler = small_disk / "chat.db", small_disk / "filler"
    with closing(connect(older, create=True)) as connection:
        migrate(connection, NEWER[:-1])
        Log(connection).append([draft("x" * 10_000, key=str(each)) for each in range(20)], TIME)
    fill(filler)
    monkeypatch.setattr("appliance.feed.sqlite.log_file.PAUSE", 1_000_000)
    file = LogFile(older, NEWER)
    with pytest.raises(StorageFull):
        file.open_to_write()
    filler.unlink()
    with pytest.raises(StorageFull):
        file.open_to_write()
    assert form_of(older) == NEWER[-1][0] - 1


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with closing(bare(path, "rwc")) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(StorageUnusable, match="not a chat's log"):
        start(path, NEWER)
    assert ask(path, "SELECT name FROM sqlite_master") == [("recipes",)]


def test_each_refusal_of_the_system_has_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="There is no space left"), telling(tmp_path):
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
    why = "cannot be written: Read-only file system"
    with pytest.raises(NotWritten, match=why), telling(tmp_path):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
