"""What a server does from moment to moment, seen from outside: its files and its CPU time."""

from __future__ import annotations

import time
from typing import NamedTuple

from tests.bench import proc
from tests.bench.failure import Failure
from tests.bench.server import Server

STEP_S = 0.002
CHILDREN_S = 0.2  # a server that was just started may still make its workers
QUIET_NS = 50_000_000  # with all threads asleep for so long, nothing is left to do
QUIET_PART = 0.04


class Sample(NamedTuple):
    """One look: when (monotonic), CPU time used so far, files open."""

    at_ns: int
    cpu_ns: int
    files: int


class Watch:
    """Looks at a server every two milliseconds."""

    def __init__(self, server: Server, since_ns: int) -> None:
        self._server = server
        self._since_ns = since_ns
        self.samples: list[Sample] = []

    def look(self) -> Sample:
        """One look, remembered."""
        time.sleep(STEP_S)
        now = time.monotonic_ns()
        if now - self._since_ns < CHILDREN_S * 1e9 or not self._server.pids:
            self._server.pids = proc.tree(self._server.process.pid)
        pids = self._server.pids
        sample = Sample(now, proc.cpu_ns(pids), proc.files(pids))
        self.samples.append(sample)
        return sample

    def quiet_since(self, seconds: float) -> int:
        """Look on until it has nothing to do; the moment from which on that was so."""
        deadline = time.monotonic() + seconds
        begun = self.look()
        while time.monotonic() < deadline:
            last = self.look()
            span = last.at_ns - begun.at_ns
            used = last.cpu_ns - begun.cpu_ns
            if used > QUIET_PART * max(span, QUIET_NS) or not proc.asleep(self._server.pids):
                begun = last
            elif span > QUIET_NS:
                return begun.at_ns
        raise Failure(f"it is still busy after {seconds:.0f} s")

    def files_reached(self, count: int) -> int:
        """When so many were open for the first time."""
        for sample in self.samples:
            if sample.files >= count:
                return sample.at_ns
        raise Failure(f"never as many as {count} connections at once")
