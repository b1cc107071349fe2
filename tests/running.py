"""A real server process for a test, and plain HTTP to talk to it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")

PATIENCE: Final = float(os.environ.get("CHAT_TEST_PATIENCE", "1"))
"""How many times as long as on any machine the tests wait: for processors that are emulated."""

DEADLINE: Final = 30.0 * PATIENCE
"""Seconds after which something hangs. On a machine that does much else everything takes long, so
nothing is to fail sooner but what is late by the chat's own word (`SOON`)."""

SOON: Final = 8.0 * PATIENCE
"""For what the chat does within a second or two: by then it is there on such a machine too, and
what went wrong takes longer (a poll 25 seconds, a head 10)."""

START_SECONDS: Final = 2 * DEADLINE
ROOT: Final = Path(__file__).parent.parent
SERVE: Final = (sys.executable, "-W", "default", "-X", "faulthandler", "-m", "appliance", "serve")
"""With Python's warnings, but not in its development mode: that one's allocator costs each start a
tenth."""


class RunningServer:
    """`chat-appliance serve` as a process of its own, on loopback, in its own data folder."""

    def __init__(
        self, data: Path, *options: str, command: tuple[str, ...] = (), cwd: Path = ROOT
    ) -> None:
        self.data = data
        self.port = 0
        self.errors = data.with_name(data.name + ".stderr")
        self._unpacked = data.with_name(data.name + ".tmp")
        self._options = options
        self._cwd = cwd
        self._command = command or SERVE
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self.kill()
        elif self._process.stdout is not None:
            self._process.stdout.close()  # it was killed by somebody else

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, again on the same port if it ran before; returns once it is ready."""
        self._unpacked.mkdir(exist_ok=True)
        with self.errors.open("a") as errors:
            self._process = subprocess.Popen(
                self._start_command(),
                cwd=self._cwd,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self._environment(),
                # An executable may be two processes: what unpacks it, and what it is.
                process_group=0,
            )
        assert self._process.stdout is not None
        said = []
        given_up = threading.Timer(START_SECONDS, self._give_up)
        given_up.start()
        try:
            for line in self._process.stdout:
                said.append(line)
                ready = re.match(r"ready http://127\.0\.0\.1:(\d+)/", line)
                if ready:
                    self.port = self._port_outside(int(ready[1]))
                    return
        finally:
            given_up.cancel()
        code = self._process.wait(START_SECONDS)
        self._process.stdout.close()
        raise AssertionError(f"ended with {code}: {''.join(said)}{self.errors.read_text()}")

    def _start_command(self) -> tuple[str, ...]:
        place = ("--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data))
        return (*self._command, *place, *self._options)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(self._unpacked)}

    def _port_outside(self, port: int) -> int:
        """Where the port that the server says it has is for the tests."""
        return port

    def kill(self) -> None:
        """SIGKILL: nothing gets a chance to be tidy. Returns when no process of it is left."""
        self._give_up()
        self._end(signal.SIGKILL)
        eventually(lambda: members(self.pid), lambda left: not left)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        return self._end(signal.SIGTERM)

    def _give_up(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int:
        assert self._process is not None
        return self._process.wait(seconds)

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(START_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON at `path`."""
        request = urllib.request.Request(self.url + path, headers=dict(headers or {}))
        with urllib.request.urlopen(request, timeout=2.5 * DEADLINE) as answer:
            return json.load(answer)

    def post(
        self, message: str, nick: str = "Ada", room: str = "lobby", key: str | None = None
    ) -> dict[str, Any]:
        """Say something, as the seed's page does: with a form."""
        fields = {"nick": nick, "message": message, "room": room}
        if key is not None:
            fields["key"] = key
        data = urlencode(fields).encode()
        with urllib.request.urlopen(self.url + "/pub", data=data, timeout=DEADLINE) as answer:
            said: dict[str, Any] = json.load(answer)
            return said

    def make(self, room: str, nick: str = "Ada") -> None:
        """Make a room in which nothing is said."""
        data = urlencode({"nick": nick, "name": room}).encode()
        urllib.request.urlopen(f"{self.url}/rooms", data=data, timeout=DEADLINE).close()

    def log(self, room: str = "lobby") -> list[dict[str, Any]]:
        """The whole history of `room`, oldest first."""
        entries: list[dict[str, Any]] = []
        before = ""
        while True:
            page = self.get(f"/rooms/{quote(room)}/messages?limit=500{before}")
            entries[:0] = page["messages"]
            if not page["more"]:
                return entries
            before = f"&before={entries[0]['id']}"

    def metric(self, name: str) -> float:
        """The value of one metric, with its labels if it has some: `chat_polls_parked`."""
        return metric(self.url, name)


def metric(url: str, name: str) -> float:
    """What the server at `url` says of one metric."""
    with urllib.request.urlopen(url.rstrip("/") + "/metrics", timeout=DEADLINE) as answer:
        text = answer.read().decode()
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, f"no metric {name}"
    return float(found[1])


def members(group: int) -> list[int]:
    """The living processes of a process group."""
    return [number for number, state, its in _processes() if its == group and state not in "ZX"]


def _processes() -> Iterator[tuple[int, str, int]]:
    """Number, state and process group of every process, by Linux's /proc."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
            yield int(path.parent.name), state, int(group)


def eventually(
    look: Callable[[], T], expect: Callable[[T], bool] = bool, seconds: float = DEADLINE / PATIENCE
) -> T:
    """What `look` gives once `expect` holds for it; fails after `seconds`, times `PATIENCE`."""
    seconds *= PATIENCE
    deadline = time.monotonic() + seconds
    while True:
        begun = time.monotonic()
        seen = look()
        if expect(seen):
            return seen
        now = time.monotonic()
        assert now < deadline, f"still {seen!r} after {seconds} s"
        # To look at a screen is work: what is waited for gets at least as much of the processors.
        time.sleep(max(0.01, now - begun))


def at_rest(look: Callable[[], T]) -> T:
    """What it gives once it gives the same twice: what changed is still drawn otherwise."""
    seen = [look()]

    def same() -> bool:
        seen.append(look())
        return seen[-1] == seen[-2]

    eventually(same)
    return seen[-1]
