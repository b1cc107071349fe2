"""The view as tests see it: a process on a screen that takes orders and tells what happened."""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from tests.running import DEADLINE, ROOT, eventually
from tests.window.screen import Screen

SECONDS: Final = DEADLINE
CLOSE: Final = "alt+F4"


class Window:
    """Use as a context; `folder` keeps what it remembers."""

    def __init__(
        self,
        screen: Screen,
        python: str,
        kind: str,
        folder: Path,
        *,
        hidden: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = screen
        self._command = [python, "tests/window/driver.py", kind, str(folder)]
        self._command += [str(ROOT / "ui" / "icon.png"), "hidden" if hidden else "shown"]
        self._environment = {"PYTHONPATH": str(ROOT), **(environment or {})}
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.errors: list[str] = []

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self.process = self.screen.start(
            self._command,
            self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._listener = threading.Thread(target=self._complain, daemon=True)
        self._listener.start()
        self.wait("started")
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(BrokenPipeError, ValueError):
                self.process.stdin.close()  # type: ignore[union-attr]
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._listener.join(5)

    def do(self, name: str, *words: Any) -> None:
        """Call this method of the view; `allow` lets the close button close."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": name, "with": words}) + "\n")
        self.process.stdin.flush()

    def wait(self, event: str) -> dict[str, Any]:
        """The next thing it tells, which must be this."""
        try:
            told = self._told.get(timeout=SECONDS)
        except queue.Empty:
            raise AssertionError(f"no {event!r}; errors: {self.errors}") from None
        assert told["event"] == event, (told, self.errors)
        return told

    def open(self, url: str) -> str:
        """Show this page; returns its window once it is there, with something to see."""
        self.do("open", url)
        try:
            self.id = eventually(lambda: self.screen.windows("lobby"))[0]
        except AssertionError:
            there = [self.screen.title(window) for window in self.screen.windows("")]
            self.screen.picture("no-window")
            raise AssertionError(f"no window, but {there}; errors: {self.errors}") from None
        eventually(self.colours, lambda colours: colours > 50)
        return self.id

    def colours(self) -> int:
        return self.screen.colours(self.id)

    def title(self, expect: Callable[[str], bool] = bool) -> str:
        return eventually(lambda: self.screen.title(self.id), expect)

    def end(self) -> int:
        """Close it as the user's own end would; the exit code."""
        self.do("close")
        self.wait("ended")
        return self.process.wait(SECONDS)

    @property
    def age(self) -> float:
        """Seconds since its process was started."""
        return time.monotonic() - self._started

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._told.put(json.loads(line))

    def _complain(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(map(str.rstrip, self.process.stderr))
        self.process.stderr.close()
