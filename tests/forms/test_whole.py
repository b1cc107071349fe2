"""What a program started ends with it, also where whoever waits for it is ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.forms.whole import run_whole
from tests.running import DEADLINE, ROOT, eventually, members

WAITING = """
import signal, sys
from tests.forms.whole import run_whole
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
run_whole(["sh", "-c", "sleep 1000 & echo $$ > $0.part; mv $0.part $0; wait", sys.argv[1]])
"""


def test_what_it_said_and_how_it_ended_is_told() -> None:
    done = run_whole(["sh", "-c", "echo said; echo why >&2; exit 3"])
    assert (done.stdout, done.stderr, done.returncode) == ("said\n", "why\n", 3)
    with pytest.raises(subprocess.TimeoutExpired):
        run_whole(["sleep", "1000"], 0.01)


def test_its_own_children_end_too_where_who_waits_is_asked_to_end(tmp_path: Path) -> None:
    group = tmp_path / "group"
    with subprocess.Popen([sys.executable, "-c", WAITING, str(group)], cwd=ROOT) as waiting:
        eventually(group.exists)
        number = int(group.read_text())
        assert members(number)
        waiting.terminate()
        assert waiting.wait(DEADLINE) == 1
    eventually(lambda: members(number), lambda left: not left)
