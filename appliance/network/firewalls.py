"""Which firewalls may be in the way on this machine, and the command that opens a port."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from appliance.network.hint import Hint

CAUSE: Final = "firewall"


def firewall_hints(port: int, root: Path = Path("/")) -> Iterator[Hint]:
    """One for each firewall that is there and not known to be off. Files are below `root`."""
    if sys.platform == "win32":
        rule = f'name="Chat" dir=in action=allow protocol=TCP localport={port}'
        yield Hint(CAUSE, "hint-windows", f"netsh advfirewall firewall add rule {rule}")
    elif sys.platform == "darwin":
        yield Hint(CAUSE, "hint-macos")
    else:
        yield from _of_linux(port, root)


def _of_linux(port: int, root: Path) -> Iterator[Hint]:
    if ufw_may_run(root):
        yield Hint(CAUSE, "hint-ufw", f"sudo ufw allow {port}/tcp")
    if firewalld_runs(root):
        add = f"sudo firewall-cmd --permanent --add-port={port}/tcp"
        yield Hint(CAUSE, "hint-firewalld", f"{add} && sudo firewall-cmd --reload")


def ufw_may_run(root: Path) -> bool:
    """Whether ufw is installed and its configuration, if we may read it, does not say no."""
    if not _installed("ufw", root):
        return False
    try:
        said = (root / "etc/ufw/ufw.conf").read_text("utf-8", "replace")
    except OSError:
        return True
    return re.search(r"^\s*ENABLED\s*=\s*[\"']?no\b", said, re.MULTILINE | re.IGNORECASE) is None


def firewalld_runs(root: Path) -> bool:
    """Whether its process is among those we may see."""
    return _installed("firewalld", root) and any(
        _text(path).strip() == "firewalld" for path in (root / "proc").glob("[0-9]*/comm")
    )


def _installed(program: str, root: Path) -> bool:
    folders = [str(root / folder) for folder in ("usr/sbin", "sbin", "usr/bin")]
    return any(shutil.which(program, path=folder) for folder in folders)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""  # the process ended while we looked
