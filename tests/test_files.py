"""A file is there whole or not at all, and nothing else is left beside it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from appliance.desktop.piece import Piece
from appliance.files import DEAD_SECONDS, Part, link
from appliance.host import private_file
from tests.disk import full, mounted
from tests.feed.logs import names_in


def test_it_appears_under_its_name_when_it_is_settled(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    with Part(target) as part:
        part.file.write(b"whole")
        assert not target.exists()
        part.settle(replace=False)
    assert target.read_text() == "whole"
    assert names_in(tmp_path) == {"copy"}
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_is_not_settled_leaves_nothing(tmp_path: Path) -> None:
    with Part(tmp_path / "copy") as part:
        part.path.write_text("half")
    assert names_in(tmp_path) == set()


def test_a_file_that_came_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    with Part(target) as part:
        target.write_text("another's")
        with pytest.raises(FileExistsError):
            part.settle(replace=False)
    assert target.read_text() == "another's"
    assert names_in(tmp_path) == {"copy"}


def test_it_replaces_where_that_is_wanted(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_text("old")
    with Part(target) as part:
        part.file.write(b"new")
        part.settle()
    assert target.read_text() == "new"


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    long_ago = (0, 0)
    left = [".copy-a.part", ".copy-a.part-wal"]
    kept = ["copy-a.part", ".copy-a", ".other-a.part"]
    for name in [*left, *kept, ".copy-live.part"]:
        (tmp_path / name).touch()
    for name in left + kept:
        os.utime(tmp_path / name, long_ago)
    young = (tmp_path / ".copy-live.part").stat().st_mtime - DEAD_SECONDS / 2
    os.utime(tmp_path / ".copy-live.part", (young, young))
    with Part(tmp_path / "copy"):
        pass
    assert names_in(tmp_path) == {*kept, ".copy-live.part"}


def test_what_cannot_be_swept_keeps_nothing_from_being_written(tmp_path: Path) -> None:
    """Another user's part in a folder like /tmp fails as a folder of such a name does."""
    names = [".copy-a.part", ".copy-b.part"]
    for name in names:
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (0, 0))
    with Part(tmp_path / "copy") as part:
        part.settle()
    assert names_in(tmp_path) == {"copy", *names}


def test_whatever_ends_the_writing_what_was_there_stays_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "note"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        private_file.write(target, "no text: \udc80")
    assert target.read_text() == "old"
    assert names_in(tmp_path) == {"note"}


def test_a_full_disk_is_left_as_it_was(tmp_path: Path) -> None:
    """By whatever writes: a note, an application's file, a file that is written bit by bit."""
    with mounted(tmp_path, "size=1m"):
        (tmp_path / "note").write_text("old")
        with full(tmp_path):
            before = names_in(tmp_path)
            writers: tuple[Callable[[], None], ...] = (
                lambda: private_file.write(tmp_path / "note", "x" * 9_000),
                lambda: Piece(tmp_path / "note", content=b"x" * 9_000).put(),
                lambda: Piece(tmp_path / "note", source=Path(__file__)).put(),
            )
            for write in writers:
                with pytest.raises(OSError, match="No space left") as failed:
                    write()
                assert failed.value.errno == errno.ENOSPC
                assert names_in(tmp_path) == before
        assert (tmp_path / "note").read_text() == "old"


def test_a_link_takes_the_place_of_whatever_was_there(tmp_path: Path) -> None:
    (tmp_path / "to").write_text("new")
    (tmp_path / "name").write_text("old")
    link(tmp_path / "name", "to")
    assert (tmp_path / "name").read_text() == "new"
    assert names_in(tmp_path) == {"name", "to"}
