"""Opens the chat in the browser where a web view ends the whole process.

Qt aborts where it lacks a plugin, drivers for graphics crash: no `except` sees that. A shell
waits at the other end of a pipe. A process that ends well closes it; one that dies of its own fault
has Python write a line into it first, and then the shell starts the program again, without a view.
Who is killed from outside writes nothing, and stays dead.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

_SCRIPT: Final = 'read -r fault && cat >/dev/null && exec "$@" </dev/null'
"""What follows the line ends with the process: until then it is the one that has the window."""


@contextlib.contextmanager
def at_hand(command: Callable[[], Sequence[str]], environment: Mapping[str, str]) -> Iterator[None]:
    """Start what `command` says, in `environment`, if this process dies of a fault of its own
    meanwhile. Not on Windows; and nothing comes after a fault where there is no shell, or no file
    of the program any more.
    """
    if os.name == "nt":
        yield
        return
    reading, writing = os.pipe()
    shell = _wait(command, environment, reading)
    os.close(reading)
    faulthandler.enable(writing, all_threads=False)
    try:
        yield
    finally:
        faulthandler.disable()
        os.close(writing)
        if shell is not None:
            shell.wait()


def _wait(
    command: Callable[[], Sequence[str]], environment: Mapping[str, str], reading: int
) -> subprocess.Popen[bytes] | None:
    with contextlib.suppress(OSError):
        return subprocess.Popen(  # noqa: S603  our own program, with our own options
            ["/bin/sh", "-c", _SCRIPT, "rescue", *command()], stdin=reading, env=environment
        )
    return None
