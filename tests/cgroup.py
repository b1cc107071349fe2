"""A control group of a test's own: what a process and its children may have, as in a container."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Final, Self

from tests.conftest import unavailable

ROOT: Final = Path("/sys/fs/cgroup")
ENTER: Final = ("sh", "-c", 'echo $$ > "$0" && exec "$@"')
LIMITS: Final = {"memory": ("memory.limit_in_bytes", "memory.max"), "pids": ("pids.max",) * 2}
"""The file that holds the limit, by controller, in the first and in the second version."""


class Group:
    """Limits one thing: `memory` in bytes, or `pids`, processes and threads.

    Needs root, and cgroups of either version that hand the controller on.
    """

    def __init__(self, controller: str, most: int | None = None) -> None:
        self._controller = controller
        self._old = (ROOT / controller).is_dir()
        base = ROOT / controller if self._old else ROOT
        self._folder = base / f"chat-test-{controller}-{os.getpid()}"
        self._most = most

    def __enter__(self) -> Self:
        handed = ROOT / "cgroup.subtree_control"
        try:
            if not self._old and self._controller not in handed.read_text().split():
                handed.write_text(f"+{self._controller}")
            self._folder.mkdir()
            self.limit(self._most)
        except OSError as error:
            self.__exit__()
            unavailable(f"{self._controller} cannot be limited here: {error}")
        with contextlib.suppress(OSError):  # without swap there is nothing to limit
            (self._folder / "memory.swap.max").write_text("0")
        return self

    def __exit__(self, *_: object) -> None:
        deadline = time.monotonic() + 5
        while self._folder.is_dir():
            try:
                self._folder.rmdir()
            except OSError:  # its last process is just ending
                assert time.monotonic() < deadline
                time.sleep(0.01)

    def limit(self, most: int | None) -> None:
        """From now on no more than this; None for no limit."""
        name = LIMITS[self._controller][0 if self._old else 1]
        unlimited = "-1" if name == LIMITS["memory"][0] else "max"
        (self._folder / name).write_text(unlimited if most is None else str(most))

    def command(self, *words: str) -> tuple[str, ...]:
        """`words` as a command that runs under the limit."""
        return (*ENTER, str(self._folder / "cgroup.procs"), *words)

    def kills(self) -> int:
        """How many processes were killed for going over the limit of memory."""
        name = "memory.oom_control" if self._old else "memory.events"
        found = re.search(r"^oom_kill (\d+)$", (self._folder / name).read_text(), re.MULTILINE)
        return int(found[1]) if found else 0

    def tasks(self) -> int:
        """Processes and threads in it now."""
        return int((self._folder / "pids.current").read_text())
