"""The commands as processes, as a shell starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from queue import Queue
from typing import IO, Final, Self

from tests.running import DEADLINE, ROOT

COMMAND: Final = (sys.executable, "-X", "dev", "-W", "error", "-m", "appliance")
SECONDS: Final = DEADLINE


def environment(**changes: str) -> dict[str, str]:
    """The environment of the tests without what the commands read, in UTC and UTF-8."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CHAT_") and name != "NO_COLOR"
    }
    return kept | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm"} | changes


class Ended:
    """A command that has ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err
        assert "Traceback" not in err, err
        assert "Warning" not in err, err

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def run(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run one command to its end."""
    ended = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        timeout=SECONDS,
        cwd=ROOT,
        env=environment(**(env or {})),
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


class Running:
    """A command that goes on; its lines can be waited for."""

    def __init__(
        self, *arguments: str, env: Mapping[str, str] | None = None, wrap: Sequence[str] = ()
    ) -> None:
        self.process = subprocess.Popen(
            [*wrap, *COMMAND, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environment(**(env or {})),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.stdin: IO[bytes] = self.process.stdin
        self._out = _lines_of(self.process.stdout)
        self._err = _lines_of(self.process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        self.stdin.close()

    def out(self, count: int = 1) -> list[str]:
        """The next lines of output; fails if they do not come."""
        return [self._out.get(timeout=SECONDS) for _ in range(count)]

    def err(self) -> str:
        """The next line of errors; fails if it does not come."""
        return self._err.get(timeout=SECONDS)

    def rest(self) -> list[str]:
        """All further output of a process that has ended."""
        return list(iter(self._out.get, ""))

    def errors(self) -> str:
        """All further errors of a process that has ended."""
        return "".join(f"{line}\n" for line in iter(self._err.get, ""))

    def wait(self) -> int:
        return self.process.wait(SECONDS)


def _lines_of(pipe: IO[bytes]) -> Queue[str]:
    """Lines as they come, without their ends; an empty string after the last."""
    lines: Queue[str] = Queue()

    def read() -> None:
        with pipe:
            for line in pipe:
                lines.put(line.decode().rstrip("\n"))
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    return lines
