"""Where the window may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.window import geometry
from appliance.window.geometry import Box, Geometry

SCREEN = Box(0, 0, 1280, 900)
SECOND = Box(1280, 0, 1920, 1080)


def test_a_place_that_fits_stays() -> None:
    here = Geometry(Box(1400, 50, 800, 600), maximised=True)
    assert here.on([SCREEN, SECOND]) == here


def test_a_place_on_a_screen_that_is_gone_moves_to_the_middle_of_the_first() -> None:
    moved = Geometry(Box(1400, 50, 800, 600)).on([SCREEN])
    assert moved == Geometry(Box(240, 130, 800, 600))


def test_a_window_is_never_larger_than_its_screen() -> None:
    for box in (Box(-50, -50, 5_000, 5_000), Box(9_000, 9_000, 5_000, 5_000)):
        x, y, width, height = Geometry(box).on([SCREEN]).box
        assert (x, y) >= (0, 0)
        assert x + width <= SCREEN.width
        assert y + height <= SCREEN.height


def test_the_first_place_is_in_the_middle() -> None:
    x, _, width, _ = geometry.first([SCREEN]).box
    assert x + width / 2 == SCREEN.width / 2


def test_what_was_remembered_is_found_again(tmp_path: Path) -> None:
    here = Geometry(Box(1, 2, 700, 500), maximised=True)
    geometry.remember(tmp_path, here)
    assert geometry.remembered(tmp_path) == here
    assert [path.name for path in tmp_path.iterdir()] == [geometry.FILE_NAME]


@pytest.mark.parametrize(
    "noted", ["", "[]", "{}", '{"box": 3}', '{"box": {"x": "here"}, "maximised": 1}']
)
def test_what_makes_no_sense_is_as_good_as_nothing(tmp_path: Path, noted: str) -> None:
    (tmp_path / geometry.FILE_NAME).write_text(noted)
    assert geometry.remembered(tmp_path) is None
