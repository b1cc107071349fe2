"""``python -m tests.bench.erasing``: how long until what was taken back is nowhere any more.

Each round says something that all ways of reading have read, takes it back, and looks again and
again through the files and the server's memory. A look takes some tenths of a second: what is told
is when the first that found nothing had begun.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import monotonic

from tests.bench import proc
from tests.running import DEADLINE, RunningServer
from tests.server.remains import in_files, in_memory
from tests.server.talker import Talker
from tests.server.test_erasing import COMMAND, Story


def gone_after(began: float, look: Callable[[], list[str]]) -> float:
    """Seconds from `began` until the look that finds nothing."""
    while True:
        at = monotonic()
        if not look():
            return at - began
        assert at - began < DEADLINE, "it stays"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--talk", action="store_true", help="others go on talking meanwhile")
    words = parser.parse_args()
    files: list[float] = []
    memory: list[float] = []
    spent: list[float] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = stack.enter_context(RunningServer(Path(folder) / "data", command=COMMAND))
        for _ in range(words.rounds):
            with ExitStack() as round_:
                story = Story(server, round_)
                if words.talk:
                    round_.enter_context(Talker(server.port, pause=0.01))
                story.tell()
                before = proc.cpu_ns([server.pid])
                began = story.take_back()
                files.append(gone_after(began, partial(in_files, server.data, story.words)))
                memory.append(gone_after(began, partial(in_memory, server.pid, story.words)))
                spent.append((proc.cpu_ns([server.pid]) - before) / 1e6)
        server.stop()
    for name, each in (("files, s", files), ("memory, s", memory), ("processor, ms", spent)):
        middle, most = statistics.median(each), max(each)
        sys.stdout.write(f"{name:<14} median {middle:8.2f}  most {most:8.2f}\n")


if __name__ == "__main__":
    main()
