"""What the peers need, installed where that is possible; what is missing is a result."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.bench.bench import say
from tests.bench.contender import HERE, NCHAN_MODULES

LOCK = HERE / "requirements.txt"
APT_S = 600
PIP_S = 600


def system(*, nchan: bool) -> None:
    """Install the compiler and nginx with nchan, as root on Debian or Ubuntu; else nothing."""
    wanted = [] if shutil.which("gcc") else ["gcc", "libc6-dev"]
    if nchan and not any(path.exists() for path in NCHAN_MODULES):
        wanted += ["nginx-light", "libnginx-mod-nchan"]
    if not wanted or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"apt-get install {' '.join(wanted)}")
    # policy-rc.d is not touched: should the package start an nginx of its own, it is on port 80.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
        done = subprocess.run(
            ["apt-get", "--quiet", *words], env=quiet, timeout=APT_S, stdout=2, check=False
        )
        if done.returncode:
            say(f"apt-get {words[0]} failed; going on with what is there")
            return


def peers(venv: Path) -> Path | None:
    """The Python of a virtual environment with the locked packages; None where that fails."""
    python = venv / "bin" / "python"
    stamp = venv / "lock.sha256"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == digest:
        return python
    say(f"installing the peers' packages into {venv}")
    base = shutil.which("python3") or "python3"
    commands = [
        [base, "-m", "venv", str(venv)],
        [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(LOCK)],
    ]
    try:
        for command in commands:
            subprocess.run(command, check=True, timeout=PIP_S, stdout=2)
    except (OSError, subprocess.SubprocessError) as error:
        say(f"the peers' packages cannot be installed: {error}")
        return None
    (venv / ".gitignore").write_text("*\n")
    stamp.write_text(digest)
    return python
