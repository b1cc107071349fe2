"""A contender that runs: started, watched, settled and stopped."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench import proc
from tests.bench.contender import OPEN_FILES, Contender, Site
from tests.bench.failure import Failure

START_S = 20.0
STOP_S = 2.0  # after this it is killed: its figures are already taken
QUIET_S = 0.03  # a server that used less than QUIET_PART of this span has nothing left to do
QUIET_PART = 0.04
STEP_S = 0.005  # between two looks at a condition


def until(done: Callable[[], bool], seconds: float, what: str) -> None:
    """Look at a condition every few milliseconds; raises ``Failure`` when time is up."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise Failure(f"{what} took longer than {seconds:.0f} s")
        time.sleep(STEP_S)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A contender's processes, as a context; leaving it ends all of them."""

    def __init__(self, contender: Contender, site: Site, cores: frozenset[int]) -> None:
        self.contender = contender
        self.site = site
        self.cores = cores
        self.log = site.folder / "server.log"
        self.pids: list[int] = []

    def __enter__(self) -> Self:
        self.start()
        try:
            until(self._accepts, START_S, "starting")
            self.settle()
        except BaseException:
            self._end()
            raise
        return self

    def start(self) -> None:
        """Begin its process, again after ``kill``; nobody waits for it to accept."""
        command = self.contender.command(self.site)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.contender.folder,
                stdin=subprocess.PIPE,  # held open: a server may end with its parent's pipe
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self._prepare,  # noqa: PLW1509  the harness has one thread
            )

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as by a power cut."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Failure) and error.server_says == "":
            error.server_says = self.last_words("")
        self._end()

    def _end(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
            except ProcessLookupError:
                break
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                continue
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def _prepare(self) -> None:
        """In the child, before exec: its processors and its open files."""
        os.sched_setaffinity(0, self.cores)
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

    def _accepts(self) -> bool:
        if self.process.poll() is not None:
            raise Failure(f"ends at start: {self.last_words()}")
        if self.contender.ready_line is not None:
            lines = self.log.read_text(errors="replace").splitlines()
            return any(line.startswith(self.contender.ready_line) for line in lines)
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.site.port)) == 0

    def last_words(self, nothing: str = "without a word") -> str:
        """The last line that is not blank of what it wrote, for a reason in a sentence."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines()]
        return next((line for line in reversed(lines) if line), nothing)[:160]

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until the server's processes have nothing left to do."""
        self.pids = proc.tree(self.process.pid)
        then, used = time.monotonic(), proc.cpu_ns(self.pids)

        def quiet() -> bool:
            nonlocal then, used
            span = time.monotonic() - then
            if not proc.asleep(self.pids):
                then = time.monotonic()  # the quiet span starts anew
                return False
            if span < QUIET_S:
                return False
            last, then, used = used, time.monotonic(), proc.cpu_ns(self.pids)
            return used - last < QUIET_PART * span * 1e9

        until(quiet, seconds, "settling")
        if self.process.poll() is not None:
            raise Failure(f"ended: {self.last_words()}")

    def parked(self, clients: int, seconds: float = 30.0) -> None:
        """Settle, and where the server counts its parked polls, wait for that number."""
        self.settle()
        if self.contender.gauge is not None:
            until(lambda: self.gauge() == clients, seconds, f"parking {clients} polls")
            self.settle()

    def gauge(self) -> int:
        """How many polls it says that it holds."""
        url = f"http://127.0.0.1:{self.site.port}/metrics"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = answer.read().decode()
        except (urllib.error.URLError, OSError) as error:
            raise Failure(f"/metrics: {error}") from error
        rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
        return int(
            sum(float(r[-1]) for r in rows if r and r[0].split("{")[0] == self.contender.gauge)
        )

    def cpu_ns(self) -> int:
        """CPU time of its processes up to now."""
        return proc.cpu_ns(self.pids)


def empty(folder: Path) -> Path:
    """A new folder, for one server."""
    folder.mkdir(parents=True)
    return folder
