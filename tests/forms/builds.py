"""Executables for the tests, each built once from what lies in the checkout now."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NoReturn

from tests.forms.whole import run_whole
from tests.running import ROOT

NAMES: Final = {
    "system": "chat-appliance",
    "qt": "chat-appliance-qt",
    "none": "chat-appliance-headless",
}
"""What packaging/build.py calls the executable for each window."""

ENVIRONMENTS: Final = {"system": ".venv-system", "qt": ".venv-qt", "none": ".venv-headless"}

SOURCES: Final = ("appliance", "ui", "packaging", "build.spec", "pyproject.toml")
"""What an executable is made from; another content is another executable."""

BUILD_SECONDS: Final = 600.0
"""PySide6 in one file takes two minutes on a busy machine with two processors."""


KEPT_SECONDS: Final = 3600.0
"""Since it was last asked for; then another build removes it."""


class Builds:
    """Builds below `folder`, and keeps there what is up to date, for the next session as well.

    `refuse` is told why where nothing can be built, and does not return.
    """

    def __init__(self, folder: Path, refuse: Callable[[str], NoReturn], root: Path = ROOT) -> None:
        self._folder = folder
        self._refuse = refuse
        self._root = root

    def get(self, window: str, *, onedir: bool = False, untrimmed: bool = False) -> Path:
        """The executable for this window. Beside it, or beside its folder, lie its bill of
        materials and the sums, unless it is an untrimmed one.
        """
        kind = "-".join([window, *["onedir"] * onedir, *["untrimmed"] * untrimmed])
        self._folder.mkdir(parents=True, exist_ok=True)
        with _alone(self._folder / f".{kind}.lock"):
            built = self._folder / f"{kind}-{self._fingerprint}"
            if not built.exists():
                self._forget()
                self._build(built, window, onedir=onedir, untrimmed=untrimmed)
            os.utime(built)
        name = NAMES[window] + ("-untrimmed" if untrimmed else "")
        return built / name / "chat-appliance" if onedir else built / name

    def python(self, window: str) -> Path:
        """The interpreter of the environment that this window's executable is built in."""
        environment = ENVIRONMENTS[window]
        self._folder.mkdir(parents=True, exist_ok=True)
        with _alone(self._folder / f"{environment}.lock"):
            command = ["make", "--no-print-directory", f"{environment}/.ready"]
            made = run_whole(command, folder=self._root)
        if made.returncode != 0:
            self._refuse(f"{environment} cannot be made: {made.stderr[-2000:]}")
        return self._root / environment / "bin" / "python"

    def _build(self, built: Path, window: str, *, onedir: bool, untrimmed: bool) -> None:
        # What was not finished has another name, and is never taken for a build.
        begun = built.with_name(f"begun-{built.name}")
        shutil.rmtree(begun, ignore_errors=True)
        python = str(self.python(window))
        if untrimmed:
            command = [python, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
            command += [f"--distpath={begun}", f"--workpath={begun / 'work'}"]
            command += [str(self._root / "build.spec"), "--", "--untrimmed"]
        else:
            command = [python, str(self._root / "packaging" / "build.py"), f"--dist={begun}"]
        command += ["--window", window, *["--onedir"] * onedir]
        print(f"Building {built.name} …", file=sys.stderr, flush=True)
        with TemporaryDirectory(prefix="chat-appliance-cache-") as cache:
            # One of its own: who builds something else at the same time would clean the common one.
            own = {**os.environ, "PYTHONPATH": "", "PYINSTALLER_CONFIG_DIR": cache}
            done = run_whole(command, BUILD_SECONDS, environment=own)
        assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stderr}"
        begun.rename(built)

    @cached_property
    def _fingerprint(self) -> str:
        """Taken once: who edits while the tests run does not build in the middle of them."""
        return fingerprint(self._root)

    def _forget(self) -> None:
        """Remove what was built long ago; a newer one may belong to another session."""
        for path in self._folder.glob("*-*"):
            if path.is_dir() and time.time() - path.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(path)


def fingerprint(root: Path) -> str:
    """Stands for the contents of everything that an executable is made from."""
    whole = hashlib.sha256()
    for name in SOURCES:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.parent.name != "__pycache__":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                whole.update(f"{path.relative_to(root)} {content}\n".encode())
    return whole.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two sessions do not build the same thing at the same time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
