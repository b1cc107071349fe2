"""What waits beside a window, for a web view that ends the whole process: see test_fallbacks.py."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from tests.running import ROOT

GIVEN_UP: Final = """
import os
from appliance.window import rescue

try:
    with rescue.at_hand(lambda: ["false"], os.environ):
        raise ValueError("there is no view")
except ValueError as error:
    print(error)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nobody is left")
"""


def test_nobody_waits_any_more_when_the_view_was_given_up() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-c", GIVEN_UP],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ended.stdout, ended.stderr) == ("there is no view\nnobody is left\n", "")
