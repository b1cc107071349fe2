"""A container that runs the chat, as a server like any other to the tests."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import subprocess
from pathlib import Path
from typing import Final

from tests.forms.container.engine import HARDENED, Engine
from tests.running import START_SECONDS, RunningServer, eventually

INSIDE: Final = 8080
"""The port the image says it has."""

CROWDED: Final = ("--max-connections", "100000", "--max-requests", "100000")
"""All tests come from one address to a container, which to it is another device's."""


class RunningContainer(RunningServer):
    """The image with `data` as its volume (a folder, or the name of a volume of podman's), its
    port published on `address`; `run` are further words for podman.

    Killed and started again it is the same container.
    """

    def __init__(
        self,
        engine: Engine,
        image: str,
        data: Path,
        *options: str,
        volume: str = "",
        address: str = "127.0.0.1",
        run: tuple[str, ...] = HARDENED,
    ) -> None:
        super().__init__(data, *options)
        self.engine = engine
        self.name = f"chat-test-{os.getpid()}-{secrets.token_hex(4)}"
        self._image = image
        self._volume = volume
        self._address = address
        self._run = run
        self._made = False

    def __exit__(self, *_: object) -> None:
        # Also what did not start has a container.
        self.engine.tried("rm", "--force", "--time", "0", "--volumes", self.name)
        if self._process is not None:
            self._process.wait(START_SECONDS)
            assert self._process.stdout is not None
            self._process.stdout.close()

    def kill(self) -> None:
        self.engine.podman("kill", "--signal", "KILL", self.name)
        self._ended()

    def stop(self) -> int:
        self.engine.podman("stop", self.name)
        return self._ended()

    @property
    def url(self) -> str:
        return f"http://{self._address}:{self.port}"

    @property
    def inner_pid(self) -> int:
        """The number that the container's first process has outside of it."""
        return int(self.engine.inspect(self.name)["State"]["Pid"])

    def do(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`chat-appliance` with these words, inside of it."""
        return self.engine.tried("exec", self.name, "chat-appliance", *words)

    def _start_command(self) -> tuple[str, ...]:
        if self._made:
            return ("podman", "start", "--attach", self.name)
        self._made = True
        if not self._volume:
            _make_group_writable(self.data)
        published = f"{self._address}::{INSIDE}"
        options = ("--name", self.name, "--publish", published, *self._run)
        mounted = ("--volume", f"{self._volume or self.data}:/data")
        return ("podman", "run", *options, *mounted, self._image, "serve", *CROWDED, *self._options)

    def start(self) -> None:
        if self._made and not self._volume:
            _make_group_writable(self.data)
        super().start()

    def _environment(self) -> dict[str, str]:
        return self.engine.environment

    def _port_outside(self, port: int) -> int:
        assert port == INSIDE
        said = self.engine.podman("port", self.name, f"{INSIDE}/tcp")
        found = re.search(r":(\d+)$", said)
        assert found, said
        return int(found[1])

    def _ended(self) -> int:
        """Returns once it can be started again."""
        assert self._process is not None
        code = int(self.engine.podman("wait", self.name))
        self._process.wait(START_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


def _make_group_writable(folder: Path) -> None:
    """As the image's own /data is."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o2770)


def is_healthy(container: RunningContainer) -> bool:
    """Asks as the engine does by itself, every now and then, on a machine with systemd."""
    return container.engine.tried("healthcheck", "run", container.name).returncode == 0


def becomes(container: RunningContainer, *, healthy: bool) -> None:
    eventually(lambda: is_healthy(container), lambda now: now is healthy, seconds=30)
