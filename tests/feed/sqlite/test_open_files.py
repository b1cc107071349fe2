"""Noticing that a file is not the one that was opened any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.errors import StorageUnusable
from appliance.feed.sqlite.open_files import OpenFiles


def test_a_file_that_was_moved_is_missed_until_it_is_back(tmp_path: Path) -> None:
    path, aside = tmp_path / "chat.db", tmp_path / "aside"
    path.write_text("log")
    files = OpenFiles(path)
    files.check()
    path.rename(aside)
    with pytest.raises(StorageUnusable, match="Put it back"):
        files.check()
    path.write_text("log")
    with pytest.raises(StorageUnusable):
        files.check()
    aside.replace(path)
    files.check()
