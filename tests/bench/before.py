"""The program as it was at another commit, to be compared in alternating rounds."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.bench.contender import CONTENDERS, ROOT, Contender
from tests.bench.failure import Missing

BEFORE: Final = "before"


def before(revision: str, folder: Path) -> Contender:
    """Its files are put into ``folder``; raises ``Missing`` where there is no such commit."""
    take_out(revision, folder)
    what = f"python -m appliance serve as of {revision}"
    return replace(CONTENDERS["ours"], name=BEFORE, what=what, folder=folder)


def take_out(revision: str, folder: Path) -> None:
    """Put the program's files as of ``revision`` into ``folder``, which is made."""
    folder.mkdir()
    take = f"git archive {shlex.quote(revision)} appliance ui"
    command = f"{take} | tar -x -C {shlex.quote(str(folder))}"
    taken = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, check=False)
    if taken.returncode:
        raise Missing(f"git has no {revision} here, see above")
