"""One run of the server as a child of the window's process."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final

from appliance.visible import visible

LAST_LINES: Final = 20
"""Lines of its errors that are kept to say why it ended; older ones are forgotten."""

_READY: Final = "ready "
_SENTENCE: Final = "chat-appliance: "
_NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console beside our window."""


class Child:
    """Started at once; it ends when `stop` is called or this process is gone, however that was.

    `ready` is called with its URL once it answers requests, `ended` once it is gone; both from
    other threads. Its errors are passed on to ours. Raises OSError when it cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        ready: Callable[[str], None],
        ended: Callable[[Child], None],
    ) -> None:
        self.was_ready = False
        self._ready = ready
        self._ended = ended
        self._lines: deque[str] = deque(maxlen=LAST_LINES)
        # The environment goes on as it is: a onefile child then shares the unpacked folder.
        self._process = subprocess.Popen(  # noqa: S603  our own program, with our own options
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            creationflags=_NO_CONSOLE,
        )
        self._readers = [
            _thread("server output", self._read_output),
            _thread("server errors", self._read_errors),
        ]
        _thread("server end", self._watch)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs."""
        return self._process.poll()

    @property
    def reason(self) -> str:
        """Why it ended, as a sentence for people."""
        for line in reversed(self._lines):
            if line.startswith(_SENTENCE):
                return line.removeprefix(_SENTENCE)
        code = self.code or 0
        if code < 0:
            return f"It was ended from outside ({_signal_name(-code)})."
        return f"It ended with exit code {code}." if code else "It was stopped from outside."

    def stop(self, seconds: float) -> None:
        """Let it drain and end; after `seconds` it is killed."""
        self._close_input()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _close_input(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def _read_output(self) -> None:
        for line in _lines_of(self._process.stdout):
            if line.startswith(_READY) and not self.was_ready:
                self.was_ready = True
                self._ready(line.removeprefix(_READY))

    def _read_errors(self) -> None:
        for line in _lines_of(self._process.stderr):
            self._lines.append(line)
            if sys.stderr is not None:
                with contextlib.suppress(OSError, ValueError):
                    sys.stderr.write(f"{visible(line)}\n")
                    sys.stderr.flush()

    def _watch(self) -> None:
        self._process.wait()
        for reader in self._readers:
            reader.join(1.0)  # what it said last may be why it ended
        self._close_input()
        self._ended(self)


def _lines_of(pipe: IO[str] | None) -> Iterator[str]:
    assert pipe is not None
    with pipe:
        yield from map(str.rstrip, pipe)


def _thread(name: str, work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
