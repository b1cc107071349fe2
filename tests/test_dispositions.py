from __future__ import annotations

import signal
import subprocess
import sys
from typing import Final

import pytest

from tests.cli.commands import test_tail
from tests.running import ROOT
from tests.window import test_fallbacks

# What a shell does for a job in the background (INT, QUIT), nohup (HUP), and some supervisors.
IGNORING: Final = 'trap "" INT QUIT HUP TERM CHLD; exec "$@"'

SHOWS: Final = """\
import os, signal, subprocess
from tests.dispositions import heed
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
heed()
for number in (signal.SIGINT, signal.SIGHUP):
    os.kill(os.getpid(), number)
print("still here", flush=True)
subprocess.run(["grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"], check=True)
"""

INTERRUPTED: Final = test_tail.test_an_interrupt_ends_it_without_a_trace.__name__
HUNG_UP: Final = f"{test_fallbacks.test_every_end_of_a_session_is_orderly.__name__}[1]"
TESTS: Final = (f"{test_tail.__file__}::{INTERRUPTED}", f"{test_fallbacks.__file__}::{HUNG_UP}")


def ignoring(*arguments: str) -> str:
    """What Python prints that was started where signals are ignored."""
    ended = subprocess.run(
        ["sh", "-c", IGNORING, "sh", sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_children_heed_every_signal_and_this_process_goes_on_ignoring_them() -> None:
    said, *masks = ignoring("-c", SHOWS).splitlines()
    assert said == "still here"
    # But for those that the C library keeps to itself.
    ours = sum(1 << (number - 1) for number in signal.valid_signals())
    assert [int(mask.split()[1], 16) & ours for mask in masks] == [0, 0]


@pytest.mark.parametrize(
    "arguments", [TESTS[:1], ("--numprocesses", "2", *TESTS)], ids=["alone", "side by side"]
)
def test_what_waits_for_a_signal_passes_in_the_background_too(arguments: tuple[str, ...]) -> None:
    assert " passed" in ignoring("-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)
