"""A network of its own on this machine, where clients have an address that is not loopback."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from tests.conftest import unavailable
from tests.surroundings import elsewhere

ADDRESS = "198.51.100.1"
"""For documentation (RFC 5737); it exists on the island only, and nothing leads there."""

CLONE_NEWNET = 0x4000_0000


class Island:
    """A network namespace with no link to any other: this machine's own network is not touched.

    Made on entering, removed on leaving. Needs root and `ip`.
    """

    def __init__(self) -> None:
        self.name = f"chat-test-{os.getpid()}"

    def __enter__(self) -> Self:
        if os.geteuid() != 0 or shutil.which("ip") is None:
            unavailable("a network namespace needs root and ip (apt-get install iproute2)")
        try:
            _ip("netns", "add", self.name)
        except subprocess.CalledProcessError as error:
            unavailable(f"no network namespaces here: {error.stderr}")
        try:
            self.ip("address", "add", f"{ADDRESS}/32", "dev", "lo")
            self.ip("link", "set", "lo", "up")
        except subprocess.CalledProcessError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        _ip("netns", "delete", self.name)

    def command(self, *words: str) -> tuple[str, ...]:
        """`words` as a command that runs on the island."""
        return elsewhere(self.name, *words)

    def open_socket(self) -> socket.socket:
        """A socket of the island: one belongs for ever to the network it was made in."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._made_there).result()

    def _made_there(self) -> socket.socket:
        libc = ctypes.CDLL(None, use_errno=True)
        with Path("/run/netns", self.name).open("rb") as namespace:
            if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        return socket.socket()

    def ip(self, *words: str) -> None:
        """Change the network there, as `ip` does."""
        _ip("-n", self.name, *words)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=20)
