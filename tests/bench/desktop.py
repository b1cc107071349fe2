"""``python -m tests.bench.desktop``: what a window uses, from the source, with each toolkit: memory
after many messages, then with nothing to do, in front, behind another window, and minimised.

The table goes to stdout as Markdown, progress to stderr. Memory is PSS, the sum of all processes.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench import proc
from tests.bench.bench import say
from tests.bench.forms import markdown, refuse
from tests.forms.builds import Builds
from tests.running import ROOT, eventually
from tests.window.screen import Screen

TOOLKITS: Final = ("system", "qt")
HEAD: Final = ("window", "state", "PSS", "CPU of a core", "wake-ups a second", "others' CPU")
SETTLING: Final = 10.0
"""Seconds after which nothing is under way any more: what is measured is silence."""

Spent = dict[Path, tuple[int, int]]

WORDS: Final = {"nick": "Ada", "message": "A message of about as many words as people write."}


class Desktop:
    """A window in which a chat is open, and its processes."""

    def __init__(self, screen: Screen, python: Path, folder: Path) -> None:
        self.screen = screen
        command = [str(python), "-m", "appliance", "window", "--port", "0"]
        self._started = screen.start([*command, "--data", str(folder), "--announce", "off"])
        told = folder / "server.json"
        eventually(told.exists, seconds=60)
        self.port: int = json.loads(told.read_text())["port"]
        self.window = eventually(lambda: screen.windows("Chat"), seconds=60)[0]

    @property
    def processes(self) -> list[int]:
        return proc.tree(self._started.pid)

    def say(self, count: int, pause: float) -> None:
        """Post so many messages; who looks at the window sees each."""
        line = http.client.HTTPConnection("127.0.0.1", self.port)
        for _ in range(count):
            line.request("POST", "/pub", json.dumps(WORDS), {"Content-Type": "application/json"})
            answer = line.getresponse()
            answer.read()
            if answer.status >= 400:
                raise AssertionError(f"not taken: {answer.status}")
            time.sleep(pause)  # as fast as a window draws; else it takes many at once
        line.close()

    def in_front(self) -> None:
        self.screen.run("wmctrl", "-i", "-a", self.window)

    def behind(self) -> None:
        """Another window is in front, and covers it."""
        self.screen.start(["xmessage", "-geometry", "1280x900+0+0", "behind"])
        other = eventually(lambda: self.screen.windows("xmessage"))[0]
        self.screen.run("wmctrl", "-i", "-a", other)

    def hidden(self) -> None:
        self.screen.do("windowminimize", "--sync", self.window)


@contextmanager
def desktop(python: Path) -> Iterator[Desktop]:
    with Screen() as screen:
        yield Desktop(screen, python, screen.folder("data"))


def row(name: str, state: str, of: Desktop, seconds: float) -> tuple[str, ...]:
    """What it uses from now on, for so long."""
    time.sleep(SETTLING)
    before, busy = proc.spent(of.processes), proc.busy_ns()
    begun = time.monotonic()
    time.sleep(seconds)  # the measured span itself
    elapsed = time.monotonic() - begun
    found = of.processes
    cpu, woken = grown(before, proc.spent(found))
    others = (proc.busy_ns() - busy - cpu) / 1e9 / elapsed
    cells = (
        *(name, state, f"{proc.memory(found).pss / 1e6:.0f} MB"),
        *(f"{cpu / 1e7 / elapsed:.2f} %", f"{woken / elapsed:.0f}", f"{others:.2f}"),
    )
    say(" | ".join(cells))
    return cells


def grown(before: Spent, after: Spent) -> tuple[int, int]:
    """CPU time and wake-ups of all threads that are there at the end."""
    pairs = [(now, before.get(thread, (0, 0))) for thread, now in after.items()]
    return sum(now[0] - then[0] for now, then in pairs), sum(
        now[1] - then[1] for now, then in pairs
    )


def rows(name: str, options: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """All of one toolkit's window."""
    span, said = options.span, 0
    python = Builds(ROOT / "build" / "forms", refuse).python(name)
    with desktop(python) as shown:
        yield row(name, "at the start, in front", shown, span)
        for count in options.messages:
            shown.say(count - said, options.pause)
            said = count
            yield row(name, f"after {count:,} messages", shown, span)
        yield row(name, f"idle for {options.idle:.0f} s", shown, options.idle)
        shown.behind()
        yield row(name, "behind", shown, span)
        shown.in_front()
        shown.hidden()
        yield row(name, "minimised", shown, span)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.desktop", description=__doc__)
    add = parser.add_argument
    add("--only", choices=list(TOOLKITS), help="this toolkit's window (both)")
    add("--messages", type=_numbers, default=[10_000, 50_000], help="up to these (10000,50000)")
    add("--pause", type=float, default=0.005, help="seconds between two messages (0.005)")
    add("--idle", type=float, default=3600.0, help="seconds of silence after them (3600)")
    add("--span", type=float, default=60.0, help="seconds for each other figure (60)")
    return parser.parse_args(words)


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def main() -> int:
    """Measure and print."""
    options = parse(sys.argv[1:])
    chosen = [options.only] if options.only else list(TOOLKITS)
    print(markdown([HEAD, *(one for name in chosen for one in rows(name, options))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
