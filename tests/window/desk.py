"""Somebody's desk: a data folder, a temporary folder, and whatever a double-click starts there."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, Self

from tests.running import DEADLINE, ROOT, RunningServer, eventually

SECONDS: Final = DEADLINE

EMULATOR: Final = "QEMU_LD_PREFIX"
"""Where an emulator of another processor finds the system's libraries: see `make arm64`."""

NO_VIEW: Final = (sys.executable, "-X", "dev", str(Path(__file__).with_name("no_view.py")))
"""What is started where there is no web view."""


class Desk:
    """Use as a context: nothing that was started here outlives it.

    `command` is what a double-click runs; `environment` what it runs in, apart from what every
    desk adds. Programs it calls to open pages or show messages are replaced by recorders.
    """

    def __init__(
        self,
        folder: Path,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        user: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.temporary = folder / "tmp"
        self._command = command
        self._user = user
        self._mark = f"desk-{secrets.token_hex(8)}"
        self._started: list[subprocess.Popen[str]] = []
        self._programs = folder / "programs"
        for made in (self.temporary, self._programs):
            made.mkdir(exist_ok=True)
        self.environment = {
            **(environment or {"DISPLAY": ":nowhere", "HOME": str(folder), "LANG": "C.UTF-8"}),
            "PATH": f"{self._programs}:{os.environ['PATH']}",
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "CHAT_DATA": str(self.data),
            "CHAT_HOST": "127.0.0.1",
            "CHAT_PORT": "0",
            "CHAT_ANNOUNCE": "off",
            "DESK": self._mark,
            **({EMULATOR: os.environ[EMULATOR]} if EMULATOR in os.environ else {}),
        }
        for name in ("xdg-open", "zenity"):
            self._record(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        for process in self._started:
            process.wait(SECONDS)
            if process.stdout is not None:
                process.stdout.close()

    def start(self, *arguments: str, **changes: Any) -> subprocess.Popen[str]:
        """A double-click."""
        with self.errors.open("a") as errors:
            options: dict[str, Any] = {
                "env": self.environment,
                "cwd": ROOT,
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": errors,
                "text": True,
                "process_group": 0,
            }
            command = [*self._user, *self._command, *arguments]
            process: subprocess.Popen[str] = subprocess.Popen(command, **(options | changes))
        self._started.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        """A double-click that is to end by itself: exit code and output."""
        process = self.start(*arguments)
        out, _ = process.communicate(timeout=SECONDS)
        return process.returncode, out

    @property
    def errors(self) -> Path:
        return self.folder / "stderr"

    def said(self) -> str:
        """What was written to standard error until now."""
        return self.errors.read_text()

    def recorded(self, name: str) -> list[str]:
        """How the program of this name was called, one line each time."""
        path = self._programs / f"{name}.calls"
        return path.read_text().splitlines() if path.exists() else []

    def server(self, differs: Callable[[dict[str, Any]], bool] = bool) -> dict[str, Any]:
        """What the running server says of itself, once it is as wanted."""
        return eventually(self._server, differs)

    def _server(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.data / "server.json").read_text())
        except (OSError, ValueError):
            return {}
        return found if is_alive(found["pid"]) else {}

    def kill_server(self, number: int) -> dict[str, Any]:
        """Send the server this signal; what the next one says of itself."""
        before = self.server()["pid"]
        os.kill(before, number)
        return self.server(lambda now: bool(now) and now["pid"] != before)

    def unpacked(self) -> list[Path]:
        """The folders that a onefile executable unpacked itself into."""
        return list(self.temporary.glob("_MEI*"))

    def processes(self) -> list[int]:
        """All living processes that were started here, however far down the line."""
        return [number for number in _numbers() if self._mark in _environment(number)]

    def nothing_is_left(self) -> None:
        """Fail unless every process ends."""
        eventually(self.processes, lambda left: not left)

    def log(self) -> list[dict[str, Any]]:
        """Everything that is kept, all rooms, read by a server of the test's own."""
        with RunningServer(self.data) as reader:
            rooms = [room["name"] for room in reader.get("/rooms")["rooms"]]
            entries = [entry for room in rooms for entry in reader.log(room)]
            assert reader.stop() == 0
        return sorted(entries, key=lambda entry: int(entry["id"]))

    def _record(self, name: str) -> None:
        path = self._programs / name
        # The call last: who sees it finds the rest.
        path.write_text(f'#!/bin/sh\nenv > {path}.environment\necho "$@" >> {path}.calls\n')
        path.chmod(0o755)


def is_alive(number: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def command_line(number: int) -> bytes:
    """The words a process was started with, each with a zero behind it; none if it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b""


def line_of(output: IO[str] | None) -> str:
    assert output is not None
    return output.readline().rstrip("\n")


def _numbers() -> list[int]:
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [number for number in found if is_alive(number)]


def _environment(number: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/environ").read_bytes().decode(errors="replace")
    return ""
