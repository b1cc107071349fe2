"""Which chat the window shows, when that was chosen before."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from appliance.window.choice import Choice, Neighbour

KITCHEN = Neighbour("Kitchen", "http://192.0.2.7:8080/", "1f")


def test_what_was_chosen_is_remembered(tmp_path: Path) -> None:
    Choice(tmp_path).join(KITCHEN)
    assert Choice(tmp_path).joined == KITCHEN
    assert Choice(tmp_path).seen > 0
    Choice(tmp_path).own()
    assert Choice(tmp_path).is_own
    assert not Choice(tmp_path).joined.id


def test_what_an_older_version_remembered_is_waited_for_by_its_identity(tmp_path: Path) -> None:
    (tmp_path / "choice.json").write_text('{"chat": "join", "id": "1f", "name": "Kitchen"}')
    assert Choice(tmp_path).joined == KITCHEN._replace(url="")
    assert Choice(tmp_path).seen == 0


def test_on_a_full_disk_it_is_chosen_and_only_not_remembered(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (small_disk / "full").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    Choice(small_disk).own()
    Choice(small_disk).join(KITCHEN)
    assert not Choice(small_disk).is_own
    assert not Choice(small_disk).is_other
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert f"{small_disk / 'choice.json'}: No space left on device." in said[0]
    assert [path.name for path in small_disk.iterdir()] == ["full"]
