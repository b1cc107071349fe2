"""Where a part of the system's web view is missing, that part is named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.window.lacking import VIEW, packages
from tests.running import eventually
from tests.window.desk import Desk
from tests.window.doubleclick import SYSTEM, python_with


@pytest.mark.parametrize(
    ("said", "package"),
    [
        (
            "libgirepository-1.0.so.1: cannot open shared object file: No such file or directory",
            "libgirepository-1.0-1",
        ),
        ("libcairo-gobject.so.2: cannot open shared object file: No such", "libcairo-gobject2"),
        ("/usr/lib/libgirepository-1.0.so.1: file too short", "libgirepository-1.0-1"),
    ],
)
def test_a_library_is_named_by_its_package(tmp_path: Path, said: str, package: str) -> None:
    assert packages(said, [tmp_path]) == [package, VIEW]
    described = tmp_path / "girepository-1.0" / "WebKit2-4.1.typelib"
    described.parent.mkdir()
    described.touch()
    assert packages(said, [tmp_path]) == [package]


@pytest.mark.parametrize("said", ["", "No module named 'gi'"])
def test_without_a_library_to_name_it_is_the_view(tmp_path: Path, said: str) -> None:
    assert packages(said, [tmp_path]) == [VIEW]


def test_a_system_with_the_view_and_without_the_library_is_told_of_the_library(
    tmp_path: Path, display: str
) -> None:
    broken = tmp_path / "libraries"
    broken.mkdir()
    (broken / "libgirepository-1.0.so.1").touch()
    with Desk(tmp_path, [str(python_with(SYSTEM)), "-m", "appliance"]) as desk:
        desk.environment |= {"DISPLAY": display, "LD_LIBRARY_PATH": str(broken)}
        desk.start()
        eventually(lambda: desk.recorded("xdg-open"))
        assert "'apt install libgirepository-1.0-1';" in desk.said()
