"""Where a chat was before, as the window remembers it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from appliance.window.places import Places

HERE = "http://192.0.2.7:8080/"


def test_a_chat_that_moved_is_told_where_it_was(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert not places.go("1f", HERE)
    places.arrive()
    assert not places.go("1f", f"{HERE}admin?code=1")
    assert not places.go("2e", "http://192.0.2.8/")
    assert Places(tmp_path).go("1f", "http://192.0.2.8/") == HERE


@pytest.mark.parametrize("noted", ["http://[", "file:///etc/passwd", "", 8080, None])
def test_a_note_without_sense_leads_nowhere(tmp_path: Path, noted: object) -> None:
    (tmp_path / "places.json").write_text(json.dumps({"1f": noted}))
    assert not Places(tmp_path).go("1f", HERE)
