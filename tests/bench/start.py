"""One start of an executable, timed with a clock outside of it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from tests.running import members, metric
from tests.window.screen import Screen, _as_user

SECONDS: Final = 60.0
"""For one start; what takes longer is a failure."""

LOOK_SECONDS: Final = 0.01
"""Between two looks: each figure may be too high by this."""

MIDDLE: Final = (320, 225, 640, 450)
"""The part of the screen of 1280x900 that no window of ours leaves out, and no frame is in."""

ASIDE: Final = (1, 1)
"""Where the mouse pointer is not in the way."""

NAME: Final = "Ada"
WORDS: Final = "hello"
"""What a newcomer types, a key in 15 ms: how long a person takes for that is not measured."""

COLOURS: Final = 20
"""What the page shows there at least; a blank one has one or two."""


class Start:
    """Starts executables on `screen`, as its user, each with new folders below `folder`."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen = screen
        self._folder = folder
        self._numbers = itertools.count()
        folder.chmod(0o755)
        screen.do("mousemove", "--sync", *map(str, ASIDE))

    def ready(self, executable: Path) -> float:
        """Seconds until a server without a window says that it is ready."""
        command = [str(executable), "serve"]
        with self._running(command, free_port(), subprocess.PIPE) as (started, begun):
            assert started.stdout is not None
            for line in started.stdout:
                if re.match("ready http://", line):
                    return time.monotonic() - begun
        raise AssertionError(f"{executable} ended before it was ready")

    def page(self, executable: Path) -> float:
        """Seconds until the page in the window polls, and is to be seen."""
        port = free_port()
        with self._running([str(executable)], port, subprocess.DEVNULL) as (_, begun):
            self._page_is_there(port)
            return time.monotonic() - begun

    def words(self, executable: Path) -> float:
        """Seconds until somebody who only types, a name and what they say, is heard: they are asked
        nothing else, and need no mouse.
        """
        port = free_port()
        with self._running([str(executable)], port, subprocess.DEVNULL) as (_, begun):
            self._page_is_there(port)
            for typed in (NAME, WORDS):
                self._screen.type(typed)
                self._screen.key("Return")
            look_until(lambda: said(port) == [(NAME, WORDS)])
            return time.monotonic() - begun

    def _page_is_there(self, port: int) -> None:
        # In this order: to count polls is work for the server, which has enough to do now.
        look_until(lambda: self._screen.framebuffer.colours(*MIDDLE) >= COLOURS)
        look_until(lambda: polls_parked(port) >= 1)

    @contextmanager
    def _running(
        self, command: Sequence[str], port: int, stdout: int
    ) -> Iterator[tuple[subprocess.Popen[str], float]]:
        """The process, and when it was started."""
        home = self._folder / str(next(self._numbers))
        (home / "tmp").mkdir(parents=True)
        for path in (home, home / "tmp"):
            self._screen.own(path)
        begun = time.monotonic()
        started = subprocess.Popen(
            [*_as_user(), *command],
            env=self._screen.environment | environment(home, port),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            text=True,
            process_group=0,
        )
        try:
            yield started, begun
        finally:
            end(started)
            shutil.rmtree(home, ignore_errors=True)


def environment(home: Path, port: int) -> dict[str, str]:
    """New folders for everything, and no traffic but on loopback."""
    return {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "CHAT_DATA": str(home / "data"),
        "CHAT_HOST": "127.0.0.1",
        "CHAT_PORT": str(port),
        "CHAT_ANNOUNCE": "off",
    }


def end(started: subprocess.Popen[str]) -> None:
    """End it and all that it started."""
    started.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    look_until(lambda: not members(started.pid))
    if started.stdout is not None:
        started.stdout.close()


def polls_parked(port: int) -> float:
    """How many polls the server there holds; none while there is no server."""
    with contextlib.suppress(OSError):
        return metric(f"http://127.0.0.1:{port}", "chat_polls_parked")
    return 0.0


def said(port: int) -> list[tuple[str, str]]:
    """All that was said there, and by whom."""
    with urlopen(f"http://127.0.0.1:{port}/sub?room=lobby&since=0&wait=0", timeout=10) as answer:
        messages = json.loads(answer.read())["messages"]
    return [(each["nick"], each["message"]) for each in messages if each["kind"] == "message"]


def look_until(seen: Callable[[], bool]) -> None:
    """Return as soon as it is seen."""
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline, "the start took too long"
        time.sleep(LOOK_SECONDS)


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
