"""What a server leaves in its data folder, for others of its user to find it."""

from __future__ import annotations

import json
from pathlib import Path

from appliance.host.data import DataFolder
from appliance.host.whereabouts import Word, find
from tests.disk import fill

URL = "http://127.0.0.1:8080/"


def test_it_is_found_as_long_as_it_has_the_folder(tmp_path: Path) -> None:
    assert find(tmp_path) is None
    folder = DataFolder(tmp_path)
    word = Word(tmp_path, URL, 8080, attended=True, since=7)
    word.leave()
    assert find(tmp_path) == (URL, True, 7)
    folder.close()
    assert find(tmp_path) is None
    word.take_back()
    assert not (tmp_path / "server.json").exists()


def test_on_a_full_disk_a_chat_starts_and_no_former_one_s_word_misleads(small_disk: Path) -> None:
    folder = DataFolder(small_disk)
    (small_disk / "server.json").write_text(json.dumps({"url": "http://127.0.0.1:1/"}))
    fill(small_disk / "filler")
    word = Word(small_disk, URL, 8080, attended=False, since=7)
    word.leave()
    assert find(small_disk) is None
    word.take_back()
    folder.close()
