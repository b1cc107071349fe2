"""In a temporary folder that does not suit it an executable says what the docs explain."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.disk import mounted
from tests.forms.builds import Builds
from tests.running import ROOT

CANNOT_RUN: Final = 127
"""Then the desktop's entry has the program unpacked elsewhere."""


@pytest.mark.parametrize(
    ("options", "code", "symptom"),
    [
        ("noexec,size=100m", CANNOT_RUN, "failed to map segment from shared object"),
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
        entry = installed(program, other)
        started = version(entry, folder, HOME=str(other))
        assert (started.stdout != "") == (code == CANNOT_RUN), started.stderr
        docs = (ROOT / "docs" / "running.md").read_text("utf-8")
        assert f"*\u201c{symptom}\u201d* (code {code})" in docs
    helped = version(program, other)
    assert helped.stdout.startswith("chat-appliance ")


def installed(program: Path, home: Path) -> Path:
    """What the desktop's entry starts once the program is installed in this home."""
    where = {"HOME": str(home), "TMPDIR": str(home)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    subprocess.run([program, "install-desktop"], env=kept | where, check=True, capture_output=True)
    entry = (home / ".local/share/applications/chat-appliance.desktop").read_text("utf-8")
    (start,) = re.findall(r"^Exec=(\S+) window$", entry, re.MULTILINE)
    return Path(start)


def version(program: Path, temporary: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, "--version"],
        env={**os.environ, "TMPDIR": str(temporary), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
