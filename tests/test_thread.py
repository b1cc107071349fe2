"""The system's threads: one that it has not is told in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import gevent

from appliance.thread import Thread
from tests.conftest import unavailable
from tests.running import ROOT


def test_it_is_another_thread_and_can_be_waited_for() -> None:
    seen: list[int] = []
    go = threading.Event()

    def run() -> None:
        assert go.wait(30)
        seen.append(threading.get_ident())

    thread = Thread(run)
    gevent.spawn_later(0.01, go.set)
    with gevent.Timeout(30):
        thread.join()
    assert seen
    assert seen[0] != threading.get_ident()


_WITHOUT_THREADS = """
import os, resource
from appliance.thread import Thread
from appliance.errors import StorageProblem
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
os.setgid(65534)
os.setuid(65534)
try:
    Thread(print)
except StorageProblem as problem:
    print(problem.description)
"""


def test_a_system_without_a_thread_to_spare_is_told() -> None:
    if not hasattr(os, "getuid") or os.getuid() != 0:
        unavailable("becoming a user without threads needs root")
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT_THREADS],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert "no more threads" in ended.stdout
    assert "ulimit -u" in ended.stdout
    assert ended.stderr == ""
