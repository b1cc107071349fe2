"""Every command for a user who has no home and no name, as in some containers and services."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT
from tests.users import as_user

NUMBER = 23_459
"""Nobody's; the system has no entry for it."""

NO_HOME = "This user has no home folder"
UNSAID = "This user has no home folder to keep the chat in. Name one: --data or CHAT_DATA."


@pytest.fixture
def folder(open_folder: Path) -> Path:
    """One that this user may write to."""
    open_folder.chmod(0o777)
    (open_folder / "x.db").touch()
    return open_folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*as_user(NUMBER), sys.executable, "-m", "appliance", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CHAT_PORT": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("serve", 78, UNSAID),
        ("window", 78, UNSAID),
        ("admin", 78, UNSAID),
        ("backup y.db", 78, UNSAID),
        ("restore x.db", 78, UNSAID),
        ("health --timeout 1", 69, "Nothing answers at http://127.0.0.1:1/"),
        ("tail --no-follow", 69, "Nothing answers at http://127.0.0.1:1/"),
        ("send hello", 69, "Nothing answers at http://127.0.0.1:1/"),
        ("install-desktop", 78, NO_HOME),
        ("uninstall-desktop", 78, NO_HOME),
    ],
)
def test_it_is_told_in_a_sentence(folder: Path, words: str, code: int, said: str) -> None:
    ended = run(folder, *words.split())
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.returncode == code


def test_a_folder_that_is_named_is_enough(folder: Path) -> None:
    ended = run(folder, "serve", "--attended", "--port", "0", "--data", str(folder / "data"))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"Everything is kept in {folder / 'data'}" in ended.stdout
