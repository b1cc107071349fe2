from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import GIF_LOOP, GIF_SECRETS, SECRET, gif


def test_one_without_anything_stays_bit_by_bit(tmp_path: Path) -> None:
    left, done = cut_out(tmp_path, gif())
    assert left == gif()
    assert not done.changed
    assert done.kind == FileKind("image/gif", "picture", True, 32, 20)


@pytest.mark.parametrize("name", GIF_SECRETS)
def test_what_is_told_beside_the_picture_goes_and_it_goes_on_moving(
    tmp_path: Path, name: str
) -> None:
    left, done = cut_out(tmp_path, gif(GIF_SECRETS[name]))
    assert done.changed
    assert left == gif()
    assert GIF_LOOP in left


def test_what_lies_behind_its_end_goes(tmp_path: Path) -> None:
    assert cut_out(tmp_path, gif(behind=SECRET))[0] == gif()
    assert cut_out(tmp_path, gif()[:-1] + b"\x99" + SECRET)[0] == gif()[:-1]


def test_one_that_ends_in_the_middle_tells_nothing_either(tmp_path: Path) -> None:
    for length in range(6, len(gif(GIF_SECRETS["a comment"])), 2):
        left, _ = cut_out(tmp_path, gif(GIF_SECRETS["a comment"])[:length])
        assert SECRET[:4] not in left


def test_one_without_a_size_is_none(tmp_path: Path) -> None:
    assert kind_of(tmp_path, b"GIF89a\0\0\5\0" + gif()[10:]) == OTHER
