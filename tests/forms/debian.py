"""A bare Debian in a folder, made by debootstrap once and kept for the next session."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.conftest import unavailable

SUITE: Final = "bookworm"
KEPT: Final = Path("/var/cache/chat-appliance-tests")
TRUSTED: Final = Path("etc/ssl/certs/ca-certificates.crt")
DEBOOTSTRAP_SECONDS: Final = 600.0


def debian(packages: Sequence[str] = ()) -> Path:
    """The root of a Debian with the fewest packages there can be, and `packages`.

    It belongs to all tests: read it and copy it, but change nothing in it.
    """
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        unavailable("a Debian needs root and debootstrap (apt-get install debootstrap)")
    KEPT.mkdir(parents=True, exist_ok=True)
    names = hashlib.sha256(" ".join(sorted(packages)).encode()).hexdigest()[:8]
    root = KEPT / f"{SUITE}-{names}"
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            # What was not finished has another name, and is never taken for a Debian.
            begun = root.with_suffix(".begun")
            shutil.rmtree(begun, ignore_errors=True)
            _make(begun, packages)
            begun.rename(root)
    return root


def _make(root: Path, packages: Sequence[str]) -> None:
    include = [f"--include={','.join(packages)}"] if packages else []
    command = ["debootstrap", "--variant=minbase", *include, SUITE, str(root), *_mirror()]
    made = subprocess.run(
        command, capture_output=True, text=True, timeout=DEBOOTSTRAP_SECONDS, check=False
    )
    if made.returncode != 0:
        unavailable(f"no Debian can be made here: {made.stdout[-1_000:]}")


def _mirror() -> Sequence[str]:
    """Where this machine gets the same Debian from; elsewhere debootstrap knows a place."""
    if shutil.which("apt-get") is None:
        return ()
    asked = ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)"]
    said = subprocess.run(
        [*asked, "Created-By: Packages"], capture_output=True, text=True, check=False
    )
    lines = [line.split(" ", 1) for line in said.stdout.splitlines()]
    return [where for name, where in lines if name == SUITE][:1]


def trust_as_here(root: Path) -> None:
    """Have pip in `root` trust whom this machine trusts: it may sit behind a proxy that signs
    for others.
    """
    here = Path("/", TRUSTED)
    if not here.exists():
        return
    there = root / TRUSTED
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(here, there)
    (root / "etc/pip.conf").write_text(f"[global]\ncert = {here}\n")
