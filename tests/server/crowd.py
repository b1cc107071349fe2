"""Processes that send and threads that read, all at one server that comes and goes."""

from __future__ import annotations

import contextlib
import http.client
import json
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Self

from tests.running import DEADLINE, ROOT, RunningServer

SENDER: Final = ("-m", "tests.server.sender")


class Senders:
    """Some processes of `sender.py`, and what each was told."""

    def __init__(self, port: int, count: int, folder: Path) -> None:
        self._files = [folder / f"sender-{number}" for number in range(count)]
        self._processes = [_started(file, port) for file in self._files]

    def acknowledged(self) -> dict[str, int]:
        """The id that each message was acknowledged under."""
        return {
            f"{file.name}-{number}": int(found)
            for file in self._files
            for number, found in _pairs(file)
            if number != "begun"
        }

    def begun(self) -> set[str]:
        """Keys of all messages that somebody tried to send."""
        return {
            f"{file.name}-{number}"
            for file in self._files
            for word, number in _pairs(file)
            if word == "begun"
        }

    def check(self) -> None:
        """Fail if one of them gave up."""
        for process, file in zip(self._processes, self._files, strict=True):
            assert process.poll() is None, file.with_suffix(".stderr").read_text()

    def stop(self) -> None:
        """End them in the middle of whatever they do."""
        for process in self._processes:
            process.kill()
            process.wait(DEADLINE)


def _started(file: Path, port: int) -> subprocess.Popen[bytes]:
    with file.open("w") as said, file.with_suffix(".stderr").open("w") as errors:
        return subprocess.Popen(
            [sys.executable, *SENDER, str(port), file.name, secrets.token_hex(16)],
            stdout=said,
            stderr=errors,
            cwd=ROOT,
        )


def _pairs(file: Path) -> Iterable[tuple[str, str]]:
    """Whole lines only: the last one may have been cut off by the end of its process."""
    for line in file.read_text().rpartition("\n")[0].splitlines():
        first, second = line.split()
        yield first, second


class Reader(threading.Thread):
    """Polls from its cursor, through crashes, until it is stopped; keeps what it was told."""

    def __init__(self, port: int, room: str = "*") -> None:
        super().__init__(daemon=True)
        self.seen: list[dict[str, Any]] = []
        self.cursor = 0
        self.trouble: str | None = None
        self._path = f"/sub?room={room}&wait=2&since="
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        line = self._connection.sock
        if line is not None:
            with contextlib.suppress(OSError):  # or the poll that is held lasts two seconds more
                line.shutdown(socket.SHUT_RDWR)
        self.join(DEADLINE + 5)
        assert not self.is_alive()
        assert self.trouble is None, self.trouble

    def count(self) -> int:
        return len(self.seen)

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._poll()
            except (OSError, http.client.HTTPException):
                self._connection.close()
                self._stopped.wait(0.01)
        self._connection.close()

    def _poll(self) -> None:
        self._connection.request("GET", f"{self._path}{self.cursor}")
        answer = self._connection.getresponse()
        said = json.loads(answer.read())
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE:
            return
        if answer.status != http.HTTPStatus.OK or said.get("truncated"):
            self.trouble = f"{answer.status} at {self.cursor}: {said}"
            self._stopped.set()
            return
        self.seen += said["messages"]
        self.cursor = int(said["cursor"])


def whole_log(server: RunningServer) -> list[dict[str, Any]]:
    """The entries of all rooms in the order of their ids, read from the histories."""
    rooms = [room["name"] for room in server.get("/rooms")["rooms"]]
    return sorted(
        (entry for room in rooms for entry in server.log(room)), key=lambda entry: entry["id"]
    )
