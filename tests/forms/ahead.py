"""Executables, a bare Debian and the image are made while other tests run: who needs one finds it,
or waits for its rest only.

Usage: python -m tests.forms.ahead. What cannot be built is left to the test that needs it, which
says why.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from tests import dispositions, surroundings
from tests.forms.builds import Builds
from tests.running import ROOT

NEEDS_ALL: Final = "tests/forms/test_executable.py::"
"""Where these are among the tests, each build is needed."""

END_SECONDS: Final = 20.0
"""For letting go; then it is ended."""

FIRST: Final = "gw0"
"""One of the processes that run tests side by side."""

ALL: Final = (("none", False), ("system", False), ("none", True), ("qt", False))
"""Windows, and whether as a folder: the quick ones first."""


class NotHere(Exception):
    """It cannot be built on this machine."""


@contextmanager
def building(worker: str, tests: Sequence[str]) -> Iterator[int]:
    """Build until the block's end, if this worker is to and it is worth it; the number of the
    process that does, or 0.
    """
    if worker != FIRST or not any(test.startswith(NEEDS_ALL) for test in tests):
        yield 0
        return
    command = (sys.executable, "-m", "tests.forms.ahead")
    with subprocess.Popen(
        command,
        cwd=ROOT,
        process_group=0,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process.pid
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asked first: it lets go of what it made and started. What is half built has another name, and
    is never taken for a build.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def main() -> None:
    dispositions.heed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    surroundings.settle()
    builds = Builds(ROOT / "build" / "forms", _refuse)
    for window, onedir in ALL:
        with contextlib.suppress(NotHere, AssertionError, subprocess.SubprocessError):
            builds.get(window, onedir=onedir)
    _make_image()


def _make_image() -> None:
    """With the Debian that it is made on; its layers stay for the one of the tests."""
    from tests.forms.container.engine import Engine
    from tests.forms.container.image import build, copy_clean
    from tests.forms.debian import debian

    debian()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_clean(folder / "clone")
        build(Engine(folder), folder / "clone", folder)


def _refuse(reason: str) -> NoReturn:
    raise NotHere(reason)


if __name__ == "__main__":
    main()
