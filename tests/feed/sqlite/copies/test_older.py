"""A log of an older form is brought up to date, after a copy of it was made."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import StorageFull, StorageProblem, StorageUnusable
from appliance.feed.sqlite.copies.refusal import refused
from appliance.feed.sqlite.database import bare
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.schema import Step
from tests.feed.feeds import clock, draft
from tests.feed.logs import NEWER, ask, make_log, names_in, texts_in

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
    with pytest.raises(StorageFull, match=r"older version .*There is no space left .*before-"):
        start(older, NEWER)
    assert form_of(older) == NEWER[-1][0] - 1
    assert len(texts_in(older)) == 60
    assert not older.with_name(KEPT).exists()


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with closing(bare(path, "rwc")) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(StorageUnusable, match="not a chat's log"):
        start(path, NEWER)
    assert ask(path, "SELECT name FROM sqlite_master") == [("recipes",)]


def test_each_refusal_of_the_system_has_its_sentence(tmp_path: Path) -> None:
    full = refused(tmp_path, errno.EDQUOT, "")
    assert "There is no space left" in full.description
    other = refused(tmp_path, errno.EROFS, os.strerror(errno.EROFS))
    assert "cannot be written: Read-only file system" in other.description
