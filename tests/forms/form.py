"""In which form the chat is under test: from source, as an executable, or in a container."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.running import START_SECONDS, RunningServer

SOURCE: Final = "source"
EXECUTABLE: Final = "executable"
CONTAINER: Final = "container"

WITH_A_SCREEN: Final = ("tests/desktop/", "tests/window/")
"""Where the tests are that all forms must pass but the container, which has no windows."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is started: `command` is what a user types instead of `chat-appliance`."""

    name: str
    command: tuple[str, ...]

    @classmethod
    def source(cls) -> Form:
        """What lies in the checkout, with all checks that the interpreter has."""
        return cls(SOURCE, (sys.executable, "-X", "dev", "-m", "appliance"))

    @classmethod
    def executable(cls, path: Path) -> Form:
        """One that was built."""
        return cls(EXECUTABLE, (str(path.absolute()),))

    def says(self, *arguments: str) -> str:
        """What the command prints."""
        ended = subprocess.run(
            [*self.command, *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=START_SECONDS,
        )
        return ended.stdout

    def server(self, data: Path, *options: str) -> RunningServer:
        """A server of this form that is not started yet."""
        return RunningServer(data, *options, command=(*self.command, "serve"))
