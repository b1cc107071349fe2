"""Two machines on a network of their own: the chat runs on one, the other may come to it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final, Self

from tests.conftest import unavailable
from tests.surroundings import elsewhere

HOME: Final = "198.51.100.1"
GUEST: Final = "198.51.100.2"
SECOND: Final = "203.0.113.1"
"""For documentation (RFC 5737); they exist between the two only, and nothing leads out. The
second one is another of the machine with the chat, see `readdress`."""


class Neighbours:
    """Two network namespaces joined by a cable of their own (veth).

    Made on entering, removed on leaving. Needs root and `ip`.
    """

    def __init__(self) -> None:
        self._home = f"chat-home-{os.getpid()}"
        self._guest = f"chat-guest-{os.getpid()}"

    def __enter__(self) -> Self:
        if os.geteuid() != 0 or shutil.which("ip") is None:
            unavailable("a network namespace needs root and ip (apt-get install iproute2)")
        try:
            self._join()
        except subprocess.CalledProcessError as error:
            self.__exit__()
            unavailable(f"no two network namespaces here: {error.stderr}")
        return self

    def __exit__(self, *_: object) -> None:
        for name in (self._home, self._guest):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def home(self, *words: str) -> tuple[str, ...]:
        """`words` as a command on the machine with the chat."""
        return elsewhere(self._home, *words)

    def guest(self, *words: str) -> tuple[str, ...]:
        """`words` as a command on the other one."""
        return elsewhere(self._guest, *words)

    def readdress(self, address: str, *, there: bool) -> None:
        """Give the machine with the chat this address too, or take it away, as the network does."""
        every = subprocess.run(
            self.home("ip", "-o", "address", "show", "dev", "eth0"),
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        if (f" {address}/24 " in every) != there:
            verb = "add" if there else "delete"
            _ip("-n", self._home, "address", verb, f"{address}/24", "dev", "eth0")

    def _join(self) -> None:
        for name in (self._home, self._guest):
            _ip("netns", "add", name)
        cable = ("type", "veth", "peer", "eth0", "netns", self._guest)
        _ip("-n", self._home, "link", "add", "eth0", *cable)
        for name, address in ((self._home, HOME), (self._guest, GUEST)):
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
            # An address that is still being checked for others of its kind comes up a second
            # later; Chromium then drops what it is loading, because the network changed.
            _ip("netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.eth0.accept_dad=0")
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "link", "set", "eth0", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=20)


def as_file(command: tuple[str, ...], path: Path) -> Path:
    """`command` as one executable file, for those who can start nothing else."""
    path.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    path.chmod(0o755)
    return path
