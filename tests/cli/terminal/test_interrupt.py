from __future__ import annotations

import subprocess
import sys

from tests.running import ROOT

HALF_MADE = """
import os, signal
from appliance.cli.terminal import interrupt

class Answer:
    def __init__(self):
        os.kill(os.getpid(), signal.SIGINT)
        self.file = None
    def __del__(self):
        self.file.close()

interrupt.expect()
try:
    Answer()
except KeyboardInterrupt:
    print("interrupted")
"""


def test_what_an_interrupt_leaves_half_made_goes_without_a_word() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HALF_MADE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (ended.stdout, ended.stderr) == ("interrupted\n", "")
