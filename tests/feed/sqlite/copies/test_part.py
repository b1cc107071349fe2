"""A file is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appliance.errors import NotWritten
from appliance.feed.sqlite.copies.part import DEAD_SECONDS, Part
from tests.feed.logs import names_in


def test_it_appears_under_its_name_when_it_is_settled(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    with Part(target) as part:
        part.path.write_text("whole")
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
        with pytest.raises(NotWritten, match="exists already"):
            part.settle(replace=False)
    assert target.read_text() == "another's"
    assert names_in(tmp_path) == {"copy"}


def test_it_replaces_where_that_is_wanted(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_text("old")
    with Part(target) as part:
        part.path.write_text("new")
        part.settle(replace=True)
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


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"deep/copy cannot be written: No such file"):
        Part(tmp_path / "deep" / "copy")
