"""One run: a server, a healthy client, and requests that nobody meant to send."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.corpus.case import HOST
from tests.fuzz.assault import Assault
from tests.running import ROOT, RunningServer, eventually

STREAMING: Final = "tests.corpus.streaming"
"""The chat that reads every body as a stream."""

WARM_UP: Final = 0.2
"""Part of the requests after which the server is taken for warm: what the first of each kind cost
once is there, and the log's part in memory is full."""

MAX_DELAY: Final = 5.0
"""Seconds that a post and the poll that hears it may take for the healthy client."""

MAX_GROWTH: Final = 24 * 1024
"""KiB by which the server's memory may grow after that: more than an allocator's chance, and thirty
bytes for each of a million requests."""

MORE_FILES: Final = 4
"""Files that may be open at one moment and not at the other: a connection that just ends."""


@dataclass(frozen=True)
class Vitals:
    """Of a process: resident memory in KiB, open files, threads."""

    memory: int
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> Vitals:
        status = dict(
            line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(int(status["VmRSS"].split()[0]), files, int(status["Threads"]))


@dataclass
class Figures:
    """What a run saw."""

    tried: int
    connections: int
    megabytes: float
    seconds: float
    statuses: dict[int, int]
    warm: Vitals
    end: Vitals
    healthy: dict[str, Any]
    code: int
    wrong: list[tuple[bytes, bytes]] = field(repr=False)
    log: str = field(repr=False)

    @property
    def troubles(self) -> list[str]:
        """Everything that should not have been, in sentences; none if all is well."""
        said = [f"answered wrongly: {sent!r} -> {heard!r}" for sent, heard in self.wrong[:5]]
        said += [f"the healthy client: {what}" for what in self.healthy["trouble"]]
        if self.healthy["worst"] > MAX_DELAY:
            said.append(f"the healthy client waited {self.healthy['worst']:.1f} s")
        if self.end.memory - self.warm.memory > MAX_GROWTH:
            said.append(f"memory grew: {self.warm} -> {self.end}")
        if self.end.files > self.warm.files + MORE_FILES or self.end.threads > self.warm.threads:
            said.append(f"files or threads are left: {self.warm} -> {self.end}")
        if self.code != 0:
            said.append(f"the server ended with {self.code}")
        if "Traceback" in self.log:
            said.append(f"the server's log has a stack trace: {self.log[-2_000:]}")
        return said


def run(folder: Path, count: int, seed: int, *, program: str = "appliance") -> Figures:
    """So many requests; the same for the same seed, but for the order in which they arrive."""
    command = (sys.executable, "-m", program, "serve")
    began = time.monotonic()
    with RunningServer(folder / "data", "--allow-host", HOST, command=command) as server:
        assault = Assault(server.port, seed)
        with healthy(server.port) as heard:
            assault.go_on(int(count * WARM_UP))
            warm = settled(server)
            assault.go_on(count)
            end = settled(server)
        assault.close()
        code = server.stop()
    return Figures(
        assault.tried,
        assault.connections,
        assault.sent / 1e6,
        time.monotonic() - began,
        dict(sorted(assault.statuses.items())),
        warm,
        end,
        heard,
        code,
        assault.wrong,
        server.errors.read_text(),
    )


def settled(server: RunningServer) -> Vitals:
    """The server's vitals, once nobody but the healthy client (two connections) is connected."""
    eventually(lambda: server.metric("chat_connections"), lambda now: now <= 3, seconds=60)
    seen: list[Vitals] = []

    def the_same_ten_times() -> bool:  # the last sockets are let go of a moment after
        seen.append(Vitals.of(server.pid))
        return len(seen) >= 10 and len({vitals.files for vitals in seen[-10:]}) == 1

    eventually(the_same_ten_times, seconds=60)
    return seen[-1]


@contextmanager
def healthy(port: int) -> Iterator[dict[str, Any]]:
    """The healthy client; what it saw is there after it."""
    heard: dict[str, Any] = {}
    command = (sys.executable, "-m", "tests.fuzz.healthy", str(port))
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        try:
            yield heard
        finally:
            said, _ = client.communicate("")
            heard.update(json.loads(said))
