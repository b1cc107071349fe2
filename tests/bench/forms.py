"""``python -m tests.bench.forms``: size, time to ready, to the first page and to the first words of
each build.

The table goes to stdout as Markdown, progress to stderr. Builds what is not up to date.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from tests.bench.proc import busy_ns
from tests.bench.start import Start
from tests.forms.builds import Builds
from tests.running import ROOT
from tests.window.screen import Screen

MEGABYTE: Final = 1_000_000
STATES: Final = ("cold", "warm")


@dataclass(frozen=True, slots=True)
class Build:
    """One row of the table. `target` is what was promised: megabytes and seconds."""

    name: str
    window: str
    onedir: bool = False
    target: str = ""

    @property
    def shows_a_page(self) -> bool:
        return self.window != "none"


BUILDS: Final = (
    Build("headless, one file", "none", target="≤ 14 MB, ready ≤ 0.4 s"),
    Build("headless, folder", "none", onedir=True),
    Build("system, one file", "system", target="≤ 15 MB, page ≤ 1.2 s"),
    Build("qt, one file", "qt", target="≤ 160 MB, page ≤ 3 s"),
    Build("qt, folder", "qt", onedir=True),
)

HEAD: Final = (
    *("build", "size", "untrimmed", "ready, cold", "ready, warm"),
    *("first page, cold", "first page, warm", "first words, cold", "first words, warm", "target"),
)

NOTE: Final = """\
Medians of {rounds} starts, in parentheses the slowest. MB are 10⁶ bytes. Cold: the kernel's caches
were dropped before. Ready: from the start of the process until a server without a window says so.
First page: from the start of the process until the page in the window has its poll parked and the
window shows more than a blank; the data folder and the web view's profile are new each time.
First words (target: 10 s): until a newcomer who typed a name and a word at that moment is heard.
Just before the starts other work kept {busy:.2f} of {cores} processors busy (median)."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.forms", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="starts for each figure (5)")
    parser.add_argument("--only", help="the builds whose name has this in it")
    parser.add_argument("--no-untrimmed", action="store_true", help="do not build those")
    options = parser.parse_args()
    builds = Builds(ROOT / "build" / "forms", refuse)
    chosen = [build for build in BUILDS if (options.only or "") in build.name]
    made = {build: builds.get(build.window, onedir=build.onedir) for build in chosen}
    sizes = {build: f"{size(path, build.onedir):.1f} MB" for build, path in made.items()}
    whole = {build: "" if options.no_untrimmed else untrimmed(builds, build) for build in chosen}
    load = Load()
    with Screen() as screen, tempfile.TemporaryDirectory(prefix="chat-bench-") as folder:
        start = Start(screen, Path(folder))
        rows = [
            (
                *(build.name, sizes[build], whole[build]),
                *figures(start, build, path, options.rounds, load),
                build.target,
            )
            for build, path in made.items()
        ]
    print(markdown([HEAD, *rows]))
    note = NOTE.format(rounds=options.rounds, busy=load.median, cores=os.cpu_count())
    print(f"\n{note}")
    return 0


def figures(start: Start, build: Build, path: Path, rounds: int, load: Load) -> Iterator[str]:
    """Ready, first page and first words, each cold and warm."""
    for what, measure in (
        ("ready", start.ready),
        ("first page", start.page),
        ("first words", start.words),
    ):
        for state in STATES:
            if what != "ready" and not build.shows_a_page:
                yield ""
                continue
            say(f"{build.name}: {what}, {state} …")
            if state == "warm":
                measure(path)
            yield times(measure, path, rounds, cold=state == "cold", load=load)


def times(
    measure: Callable[[Path], float], path: Path, rounds: int, *, cold: bool, load: Load
) -> str:
    """The median of so many starts, and the slowest."""
    found = []
    for _ in range(rounds):
        if cold:
            forget()
        found.append(load.beside(lambda: measure(path)))
    return f"{statistics.median(found):.2f} s ({max(found):.2f})"


class Load:
    """How many processors others kept busy while we waited before each start."""

    def __init__(self) -> None:
        self._seen: list[float] = []

    def beside(self, measure: Callable[[], float]) -> float:
        """Look for a tenth of a second how busy the machine is, then measure."""
        before, begun = _busy(), time.monotonic()
        time.sleep(0.1)
        self._seen.append((_busy() - before) / (time.monotonic() - begun))
        return measure()

    @property
    def median(self) -> float:
        return statistics.median(self._seen or [0.0])


def _busy() -> float:
    """Seconds that all processors together have spent on anything."""
    return busy_ns() / 1e9


def forget() -> None:
    """Drop what the kernel has cached of all files."""
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3\n")


def untrimmed(builds: Builds, build: Build) -> str:
    """What the same build weighs when nothing is left out or stripped."""
    path = builds.get(build.window, onedir=build.onedir, untrimmed=True)
    return f"{size(path, build.onedir):.1f} MB"


def size(executable: Path, onedir: bool) -> float:
    """In megabytes: of the file, or of all files in its folder."""
    paths = executable.parent.rglob("*") if onedir else [executable]
    return sum(path.lstat().st_size for path in paths if not path.is_dir()) / MEGABYTE


def markdown(rows: list[tuple[str, ...]]) -> str:
    """A table; the first of `rows` is its head."""
    lines = [rows[0], tuple("---" for _ in rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def refuse(reason: str) -> NoReturn:
    """Nothing can be built, so nothing can be measured."""
    sys.exit(f"cannot measure: {reason}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("cannot measure: only root can drop the kernel's caches")
    sys.exit(main())
