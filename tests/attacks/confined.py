"""A limit on memory for a process and its children, as a container has it."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Final, Self

from tests.conftest import unavailable

OLD: Final = Path("/sys/fs/cgroup/memory")
NEW: Final = Path("/sys/fs/cgroup")
ENTER: Final = ("sh", "-c", 'echo $$ > "$0" && exec "$@"')


class Confined:
    """A control group of this test's own; the kernel kills who needs more than `size` bytes.

    Needs root, and cgroups of either version that hand on the memory's controller.
    """

    def __init__(self, size: int) -> None:
        self._old = OLD.is_dir()
        base = OLD if self._old else NEW
        self.folder = base / f"chat-test-{os.getpid()}"
        self._size = size

    def __enter__(self) -> Self:
        limit = "memory.limit_in_bytes" if self._old else "memory.max"
        try:
            if not self._old and "memory" not in (NEW / "cgroup.subtree_control").read_text():
                (NEW / "cgroup.subtree_control").write_text("+memory")
            self.folder.mkdir()
            (self.folder / limit).write_text(str(self._size))
        except OSError as error:
            self.__exit__()
            unavailable(f"memory cannot be limited here: {error}")
        with contextlib.suppress(OSError):  # without swap there is nothing to limit
            (self.folder / "memory.swap.max").write_text("0")
        return self

    def __exit__(self, *_: object) -> None:
        deadline = time.monotonic() + 5
        while self.folder.is_dir():
            try:
                self.folder.rmdir()
            except OSError:  # its last process is just ending
                assert time.monotonic() < deadline
                time.sleep(0.01)

    def command(self, *words: str) -> tuple[str, ...]:
        """`words` as a command that runs under the limit."""
        return (*ENTER, str(self.folder / "cgroup.procs"), *words)

    def kills(self) -> int:
        """How many processes were killed for going over it."""
        name = "memory.oom_control" if self._old else "memory.events"
        found = re.search(r"^oom_kill (\d+)$", (self.folder / name).read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
