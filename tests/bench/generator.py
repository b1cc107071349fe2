"""The load generator as an object: built from C, started, told what to do, read."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.bench.contender import HERE
from tests.bench.failure import Failure, Missing

ENDED_S = 5.0

Event = dict[str, Any]
SOURCES = {
    "load": ("load.c", "load_fanout.c", "load_storm.c", "load_publish.c", "load_wire.c"),
    "kernel": ("kernel.c",),
}


def build(folder: Path) -> dict[str, Path]:
    """Compile the C programs into ``folder``; raises ``Missing`` without a compiler."""
    made = {}
    for name, sources in SOURCES.items():
        made[name] = folder / name
        paths = [str(HERE / source) for source in sources]
        command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", str(made[name]), *paths]
        try:
            subprocess.run(command, check=True)
        except FileNotFoundError as error:
            raise Missing("apt-get install gcc libc6-dev") from error
        except subprocess.CalledProcessError as error:
            raise Missing(f"gcc does not compile {name}.c, see above") from error
    return made


class Generator:
    """One run of the generator, as a context; leaving it ends the process."""

    def __init__(self, program: Path, mode: str, core: frozenset[int], **arguments: object) -> None:
        words = [(f"--{key.replace('_', '-')}", str(value)) for key, value in arguments.items()]
        self.command = [str(program), mode, *(word for pair in words for word in pair)]
        self.core = core

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # a line that was read along with another would not be seen to be there
            start_new_session=True,  # Ctrl-C reaches the harness alone, which then ends this
            preexec_fn=lambda: os.sched_setaffinity(0, self.core),  # noqa: PLW1509  the harness has one thread
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def event(self, seconds: float) -> Event:
        """The next line it prints; raises ``Failure`` with its reason, or when time is up."""
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise Failure(f"no answer within {seconds:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise Failure("the load generator ended without a word")
        event: Event = json.loads(line)
        if event["event"] == "failed":
            raise Failure(event["reason"])
        return event

    def has_event(self) -> bool:
        """Whether the next line is there."""
        assert self.process.stdout
        return bool(select.select([self.process.stdout], [], [], 0)[0])

    def tell(self, words: Iterable[str]) -> None:
        """Send one command line; raises ``Failure`` with its reason where it has ended."""
        assert self.process.stdin
        try:
            self.process.stdin.write((" ".join(words) + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError as error:
            self.event(ENDED_S)  # it said why it ended
            raise Failure("the load generator ended") from error
