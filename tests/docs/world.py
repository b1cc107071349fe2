"""A machine, as far as the commands on a page can tell: folders below one of the test's own, and
programs on the path.

The chat, curl, podman and all small tools are real. Stand-ins are those whose work would change
this machine, or that are not there without systemd: each notes what it was asked for.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.running import ROOT, eventually, members

SECONDS: Final = 60.0

MOVED: Final = ("/etc/", "/usr/local/", "/var/lib/", "/var/backups/")
"""Folders of the machine that commands write to; in the world they lie below its own."""

FOLDERS: Final = (
    "bin",
    "dist",
    "etc/systemd/system",
    "etc/nginx/conf.d",
    "etc/caddy",
    "etc/apache2/sites-available",
    "usr/local/bin",
    "var/lib",
    "var/backups",
)

STOOD_IN: Final = ("useradd", "chown", "nginx", "a2enmod", "a2ensite", "ufw", "firewall-cmd")
"""These do nothing but note it."""

_NOTED: Final = """#!/bin/sh
echo "$(basename "$0") $*" >> {world}/noted
"""

_SUDO: Final = """#!/bin/sh
# The test is root; users of the machine's are not made.
[ "$1" = -u ] && shift 2
exec "$@"
"""

_INSTALL: Final = """#!/bin/sh
# Without owners: the user of the unit was not made.
[ "$3" = -o ] && {{ mode="$1 $2"; shift 4; set -- $mode "$@"; }}
exec /usr/bin/install "$@"
"""

_SYSTEMCTL: Final = """#!/bin/sh
# For the chat, what its unit says; it does not wait until the chat is ready, nor does systemd.
echo "systemctl $*" >> {world}/noted
unit={world}/etc/systemd/system/chat.service
of() {{ sed -n "s/^$1=//p" $unit | sed 's#/usr/local/#{world}&#; s#/var/lib/#{world}&#'; }}
stop() {{
    pid=$(cat {world}/pid 2>/dev/null) || return 0
    kill "$pid"
    while grep -q '^State:[^ZX]*$' "/proc/$pid/status" 2>/dev/null; do sleep 0.05; done
    rm {world}/pid
}}
start() {{
    mkdir -p {world}/var/lib/"$(of StateDirectory)"
    env $(of Environment) setsid $(of ExecStart) >> {world}/journal 2>&1 < /dev/null &
    echo $! > {world}/pid
}}
case "$*" in
    "enable --now chat" | "start chat") start ;;
    "stop chat") stop ;;
esac
"""

_JOURNALCTL: Final = """#!/bin/sh
exec cat {world}/journal
"""

_CHAT: Final = """#!/bin/sh
export PYTHONPATH={root}
exec {python} -m appliance "$@"
"""

_DOCKER: Final = """#!/bin/sh
[ "$1" = compose ] || exec podman "$@"
shift
exec podman-compose "$@"
"""

_PODMAN: Final = """#!/bin/sh
exec {podman} --root {world}/storage --runroot {world}/run "$@"
"""


class World:
    """Runs commands; `wrap` makes a command one for the network that they are to be run in."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        wrap: Callable[..., tuple[str, ...]] = lambda *words: words,
    ) -> None:
        self.folder = folder
        self._wrap = wrap
        for name in FOLDERS:
            (folder / name).mkdir(parents=True)
        shutil.copytree(ROOT / "docs", folder / "docs")
        shutil.copy(ROOT / "compose.yaml", folder)
        for name in STOOD_IN:
            self._program(f"bin/{name}", _NOTED)
        self._program("bin/sudo", _SUDO)
        self._program("bin/install", _INSTALL)
        self._program("bin/systemctl", _SYSTEMCTL)
        self._program("bin/journalctl", _JOURNALCTL)
        self._program("dist/chat-appliance-headless", _CHAT)
        self._program("bin/docker", _DOCKER)
        self._program("bin/podman", _PODMAN)
        paths = (folder / "bin", folder / "usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        self.environment = {
            **(environment or {}),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PATH": ":".join(map(str, paths)),
        }

    def _program(self, name: str, text: str) -> None:
        path = self.folder / name
        podman = shutil.which("podman")
        path.write_text(
            text.format(world=self.folder, root=ROOT, python=sys.executable, podman=podman)
        )
        path.chmod(0o755)

    def run(self, command: str) -> str:
        """What it prints; fails unless it ends with 0."""
        for folder in MOVED:
            command = command.replace(f" {folder}", f" {self.folder}{folder}")
        # Files and no pipes: what a command leaves running would hold a pipe open.
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            done = subprocess.run(
                self._wrap("sh", "-c", command),
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                check=False,
                timeout=SECONDS,
            )
        said = (self.folder / "out").read_text("utf-8", "replace")
        complained = (self.folder / "err").read_text("utf-8", "replace")
        assert done.returncode == 0, (
            f"{command!r} ended with {done.returncode}: {said}{complained}{self._journal()}"
        )
        return said

    @property
    def noted(self) -> list[str]:
        """What the stand-ins were asked for."""
        path = self.folder / "noted"
        return path.read_text().splitlines() if path.exists() else []

    def _journal(self) -> str:
        path = self.folder / "journal"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def end(self) -> None:
        """Stop the chat, if it runs."""
        path = self.folder / "pid"
        if path.exists():
            number = int(path.read_text())
            os.kill(number, signal.SIGKILL)
            eventually(lambda: members(number), lambda left: not left)
