"""The end of a server that something is in the way of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import ROOT, SOON, RunningServer, eventually
from tests.users import as_user

"""What is promised."""

PROGRAM = """
import sys, threading, time
import gevent
from appliance.host import logs
from appliance.host.ending import Ending

logs.set_up("text")
held = threading.Lock()
held.acquire()

def wrong():
    raise ValueError("a mistake")

steps = {
    "a mistake": wrong,
    "a greenlet that waits for ever": lambda: gevent.sleep(60),
    "a lock that nobody lets go": held.acquire,
    "a system that does not answer": lambda: time.sleep(60),
    "a terminal that is held": lambda: print("word " * 1_000_000),
}
print("ready", flush=True)
ending = Ending()
ending.step(sys.argv[1].capitalize(), steps[sys.argv[1]])
ending.step("The rest", lambda: print("the rest is done", flush=True))
ending.done()
time.sleep(2.5)
"""


def run(step: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """What became of an end with this step in it, and how long it took."""
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, step],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return ended, time.monotonic() - began


def test_a_mistake_is_told_and_the_rest_is_done() -> None:
    ended, _ = run("a mistake")
    assert "A mistake failed at the end." in ended.stderr
    assert "ValueError: a mistake" in ended.stderr
    assert "the rest is done" in ended.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such clock")
@pytest.mark.parametrize(
    "step",
    [
        "a greenlet that waits for ever",
        "a lock that nobody lets go",
        "a system that does not answer",
    ],
)
def test_what_hangs_is_left_and_told(step: str) -> None:
    ended, seconds = run(step)
    assert f"{step.capitalize()} takes too long: the chat ends without it." in ended.stderr
    assert "the rest" not in ended.stdout
    assert seconds < 15  # with the start of a loaded machine


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such clock")
def test_where_nobody_takes_its_words_it_ends_all_the_same() -> None:
    held = subprocess.PIPE
    command = [sys.executable, "-c", PROGRAM, "a terminal that is held"]
    with subprocess.Popen(command, cwd=ROOT, stdout=held, stderr=subprocess.STDOUT) as program:
        try:
            assert program.wait(15) in (0, -signal.SIGALRM)
        finally:
            program.kill()


@pytest.mark.parametrize("announce", ["on", "off"])
def test_a_server_without_a_thread_left_ends_in_time(open_folder: Path, announce: str) -> None:
    as_another = as_user(23457)  # root has as many threads as it likes
    data = open_folder / "data"
    data.mkdir()
    os.chown(data, 23457, 23457)
    command = (*as_another, sys.executable, "-m", "appliance", "serve")
    with RunningServer(data, "--announce", announce, command=command) as running:
        running.post("hello")
        limit = ("prlimit", "--pid", str(running.pid), "--nproc=1")
        subprocess.run([*as_another, *limit], check=True)
        eventually(lambda: running.get("/healthz"))
        began = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - began < SOON
    assert "Traceback" not in running.errors.read_text()


@pytest.mark.parametrize("given", ["<&-", "</dev/null", "</etc/hostname"])
def test_a_window_that_is_gone_from_the_beginning_ends_it(tmp_path: Path, given: str) -> None:
    """Whatever stands where its pipe should be."""
    serve = f"{sys.executable} -m appliance serve --attended --port 0 --announce off"
    ended = subprocess.run(
        ["sh", "-c", f"{serve} --data {tmp_path / 'data'} {given}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
