"""What was freed says nothing any more, be it large or small, and whoever freed it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from appliance.freed import at_hand
from tests.conftest import unavailable
from tests.running import ROOT
from tests.server.remains import in_memory, unheard_of

FREEING = """
import os, sys, threading
from appliance import freed

def use(words):
    held = [words * times + bytes([at]) for at in range(20) for times in (1, 2, 4, 9, 40, 9000)]
    texts = [one.decode() for one in held]

def turn(sweep):
    use(os.read(0, 100).strip())
    os.write(1, b"freed\\n")
    os.read(0, 1)
    sweep()
    os.write(1, b"swept\\n")
    os.read(0, 1)

freed.begin()
if sys.argv[1] == "loop":
    turn(lambda: freed.sweep(lambda: None))
else:
    thread = threading.Thread(target=turn, args=(freed.sweep_thread,))
    thread.start()
    thread.join()
    freed.sweep(lambda: None)
    os.write(1, b"swept\\n")
    os.read(0, 1)
"""


def test_a_version_is_read_whatever_it_is_called() -> None:
    few = at_hand(b"2.36")
    for version, more in (
        (b"2.41-rc1", False),
        (b"2.42", True),
        (b"2.42.9000-x", True),
        (b"3", True),
        (b"new", True),
    ):
        assert (at_hand(version) > few) is more


@pytest.mark.parametrize("where", ["loop", "thread"])
def test_it_is_overwritten(where: str) -> None:
    if sys.platform != "linux":
        unavailable("the memory of a process is read from Linux's /proc")
    words = unheard_of(32)
    with subprocess.Popen(
        [sys.executable, "-c", FREEING, where],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{words}\n".encode())
        process.stdin.flush()
        assert process.stdout.readline() == b"freed\n"
        assert in_memory(process.pid, [words])
        for _ in range(1 if where == "loop" else 2):
            process.stdin.write(b".")
            process.stdin.flush()
            assert process.stdout.readline() == b"swept\n"
        assert not in_memory(process.pid, [words])
        process.kill()
