from __future__ import annotations

import os
import subprocess
import sys

from tests import order
from tests.conftest import WORKER
from tests.running import ROOT


def test_every_file_that_comes_first_is_there_and_has_one_place() -> None:
    assert [path for path in order.LONG if not (ROOT / path).exists()] == []
    assert len(set(order.LONG)) == len(order.LONG)


def test_the_long_files_begin_first_and_the_others_keep_their_order() -> None:
    short = ("tests/test_values.py", "tests/chat/test_room.py", "tests/test_visible.py")
    files = ("tests/test_visible.py", "tests/soak/test_soak.py", "tests/chat/test_makers.py")
    assert sorted(short, key=order.place) == list(short)
    assert collected(*files) == [files[1], files[0], files[2]]


def collected(*files: str) -> list[str]:
    """Whose tests come one after the other in one of several processes."""
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only", *files],
        env={**os.environ, WORKER: "gw1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = [line.partition("::")[0] for line in said.splitlines() if "::" in line]
    return list(dict.fromkeys(found))
