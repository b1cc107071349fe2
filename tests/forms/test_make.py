"""What `make` sets up before anything else, and what it says where it cannot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """One with an environment whose making was interrupted: Python is there, and no pip."""
    for name in ("Makefile", "packaging"):
        (tmp_path / name).symlink_to(ROOT / name)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/usr/bin/python3")
    return tmp_path


def make(checkout: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--directory", checkout, *words],
        env={**os.environ, "PIP_RETRIES": "0", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_interrupted_is_made_anew_and_what_cannot_be_fetched_is_said(
    checkout: Path,
) -> None:
    ended = make(checkout, ".venv/.run", PIP_INDEX_URL="http://127.0.0.1:9/")
    assert ended.returncode != 0
    assert "come from a package index" in ended.stderr
    pip = (checkout / ".venv" / "bin" / "python", "-m", "pip", "--version")
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0
    assert not (checkout / ".venv" / ".run").exists()


def test_what_is_not_whole_is_not_taken_for_it(checkout: Path) -> None:
    failing = checkout / "python"
    failing.write_text('#!/bin/sh\n[ "$2" != venv ]\n')
    failing.chmod(0o755)
    for _ in range(2):
        assert make(checkout, ".venv/.made", f"PYTHON={failing}").returncode != 0


def test_an_environment_with_packages_stays_and_no_link_is_emptied(checkout: Path) -> None:
    (checkout / ".venv" / ".run").touch()
    assert make(checkout, ".venv/.made").returncode == 0
    assert (checkout / ".venv" / "bin" / "python").is_symlink()
    (checkout / ".venv").rename(checkout / "another")
    for stamp in (".run", ".made"):
        (checkout / "another" / stamp).unlink()
    (checkout / ".venv").symlink_to("another")
    assert "is a link" in make(checkout, ".venv/.made").stderr
    assert (checkout / "another" / "bin" / "python").is_symlink()
