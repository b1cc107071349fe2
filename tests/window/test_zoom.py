"""How large the page is: in steps, remembered, and never lost to what somebody wrote there."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.window.zoom import FILE_NAME, STEPS, Zoom


def test_it_goes_by_steps_to_the_ends_and_is_remembered(tmp_path: Path) -> None:
    zoom = Zoom(tmp_path)
    assert zoom.factor == 1
    for _ in STEPS:
        zoom.larger()
    assert zoom.factor == Zoom(tmp_path).factor == STEPS[-1] / 100
    for _ in STEPS:
        zoom.smaller()
    assert zoom.factor == Zoom(tmp_path).factor == STEPS[0] / 100
    zoom.reset()
    assert Zoom(tmp_path).factor == 1


def test_parts_of_a_notch_add_up(tmp_path: Path) -> None:
    zoom = Zoom(tmp_path)
    zoom.turn(0.5)
    assert zoom.factor == 1
    zoom.turn(0.5)
    assert zoom.factor == 1.1
    zoom.turn(-2)
    assert zoom.factor == 0.9


@pytest.mark.parametrize("noted", ["", "{}", '{"percent": 0}', '{"percent": "all"}', "[1]"])
def test_a_note_without_sense_is_the_actual_size(tmp_path: Path, noted: str) -> None:
    (tmp_path / FILE_NAME).write_text(noted)
    assert Zoom(tmp_path).factor == 1


def test_what_a_toolkit_chose_is_kept_as_the_nearest_step(tmp_path: Path) -> None:
    Zoom(tmp_path).keep(1.2)
    assert Zoom(tmp_path).factor == 1.25


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path) -> None:
    zoom = Zoom(tmp_path / "gone")
    zoom.larger()
    assert zoom.factor == 1.1
