from __future__ import annotations

import pytest

from tests.forms.ahead import FIRST, NEEDS_ALL, building
from tests.running import eventually, members
from tests.window.desk import command_line

WANTED = ["tests/test_visible.py::test_one", f"{NEEDS_ALL}test_it_says_its_version[none]"]


def test_one_process_builds_what_is_wanted_and_leaves_nothing_running() -> None:
    with building(FIRST, WANTED) as number:
        eventually(lambda: command_line(number), lambda line: b"tests.forms.ahead" in line)
    eventually(lambda: members(number), lambda left: not left)


@pytest.mark.parametrize(("worker", "tests"), [("gw1", WANTED), ("", WANTED), (FIRST, WANTED[:1])])
def test_nothing_is_built_by_others_or_for_nothing(worker: str, tests: list[str]) -> None:
    with building(worker, tests) as number:
        assert number == 0
