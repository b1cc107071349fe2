"""What builds the releases is named by its content: a name can come to mean something else."""

from __future__ import annotations

import re
from importlib.metadata import distributions
from typing import Final

from tests.running import ROOT

COMMIT: Final = re.compile(r"[\w./-]+@[0-9a-f]{40}  # v\d+(\.\d+)+")


def test_every_action_is_named_by_its_commit_and_says_its_version() -> None:
    folder = ROOT / ".github" / "workflows"
    used = [
        line.partition("uses:")[2].strip()
        for path in sorted(folder.glob("*.y*ml"))
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) >= 4
    assert [action for action in used if not COMMIT.fullmatch(action)] == []


def test_an_image_is_built_on_what_the_command_says_if_it_says_so() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    outside = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert outside == ["${BASE}", "scratch"], "one base only, and it can be named by its digest"


def test_the_tests_have_nothing_that_a_fresh_clone_would_lack() -> None:
    """What was locked once stays installed, and would be missed elsewhere only."""
    locked = {
        _plain(name)
        for lock in ("run.lock", "test.lock")
        for name in re.findall(
            r"^([\w.-]+)==", (ROOT / "packaging" / lock).read_text(), re.MULTILINE
        )
    }
    installed = {_plain(found.name) for found in distributions()}
    assert installed - locked <= {"pip", "setuptools"}, "make clean, and make test again"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
