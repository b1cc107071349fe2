"""In a temporary folder that does not suit it an executable says what the docs explain."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.disk import mounted
from tests.forms.builds import Builds
from tests.running import ROOT


@pytest.mark.parametrize(
    ("options", "code", "symptom"),
    [
        ("noexec,size=100m", 127, "failed to map segment from shared object"),
        ("size=10m", 255, "Failed to extract"),
    ],
)
def test_what_it_says_is_in_the_docs_and_another_folder_helps(
    builds: Builds, tmp_path: Path, options: str, code: int, symptom: str
) -> None:
    program = builds.get("none")
    folder, other = tmp_path / "tmp", tmp_path / "other"
    for made in (folder, other):
        made.mkdir()
    with mounted(folder, options):
        ended = version(program, folder)
        assert ended.returncode == code
        assert symptom in ended.stderr
        docs = (ROOT / "docs" / "running.md").read_text("utf-8")
        assert f"*\u201c{symptom}\u201d* (code {code})" in docs
    helped = version(program, other)
    assert helped.stdout.startswith("chat-appliance ")


def version(program: Path, temporary: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, "--version"],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
