"""What builds the releases is named by its content: a name can come to mean something else."""

from __future__ import annotations

import re
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
