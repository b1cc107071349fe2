"""The roots of other systems, which take an hour to make: kept, but not for ever. Debian is a
stand-in here; how long it takes is why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import unavailable
from tests.running import ROOT

DAY: Final = 86_400
PROGRAMS: Final = {
    "unshare": 'shift 3; exec "$@"',
    "debootstrap": """
        echo made >>"$NOTED"
        for last; do root=$mirror; mirror=$last; done
        mkdir -p "$root/etc/apt/sources.list.d" "$root/etc/apt/trusted.gpg.d" "$root/usr/src"
        mkdir -p "$root/etc/ssl/certs"
    """,
    "podman": ":",
    "tar": ":",
}


class Maker:
    """Makes a root with the script of this name, from a copy of ours that may be changed."""

    def __init__(self, folder: Path, script: str) -> None:
        self.script: Final = folder / "packaging" / script
        self.root: Final = folder / "root"
        self.said: dict[str, str] = {}
        self._noted = folder / "noted"
        self._programs = folder / "programs"
        shutil.copytree(ROOT / "packaging", folder / "packaging")
        self._programs.mkdir()
        for name, lines in PROGRAMS.items():
            _write(self._programs / name, lines)
        for name in ("inside", "build-inside", "image"):
            _write(folder / "packaging" / name, ":")

    def make(self) -> subprocess.CompletedProcess[str]:
        roots = {f"{name}_ROOT": str(self.root) for name in ("OLDER", "ARM64")}
        path = f"{self._programs}:{os.environ['PATH']}"
        return subprocess.run(
            [self.script],
            env={**os.environ, **roots, **self.said, "NOTED": str(self._noted), "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @property
    def times(self) -> int:
        """How often the root was made."""
        assert self.make().returncode == 0
        return len(self._noted.read_text().splitlines())


def _write(program: Path, lines: str) -> None:
    program.write_text(f"#!/bin/sh\nset -eu\nmirror=\n{lines}\n")
    program.chmod(0o755)


@pytest.fixture(params=["older", "arm64"])
def maker(tmp_path: Path, request: pytest.FixtureRequest) -> Maker:
    if not Path("/usr/share/keyrings/debian-archive-keyring.gpg").exists():
        unavailable("Debian's keys are not here")
    return Maker(tmp_path, request.param)


def test_a_root_is_kept_until_it_would_be_another(maker: Maker) -> None:
    assert [maker.times, maker.times] == [1, 1]
    with maker.script.open("a") as script:
        script.write("# another\n")
    assert [maker.times, maker.times] == [2, 2]


def test_a_root_that_came_from_elsewhere_is_another(maker: Maker) -> None:
    assert maker.times == 1
    elsewhere = {f"{name}_MIRROR": "http://debian.example/debian" for name in ("OLDER", "ARM64")}
    told = [elsewhere, {}]
    if maker.script.name == "older":
        told += [{"OLDER_SECURITY": ""}, {"OLDER_SECURITY": "http://debian.example/fixes"}]
    for times, maker.said in enumerate(told, start=2):
        assert [maker.times, maker.times] == [times, times]


def test_a_root_is_kept_for_a_month(maker: Maker) -> None:
    assert maker.times == 1
    for days, times in ((29, 1), (31, 2)):
        then = time.time() - days * DAY
        os.utime(maker.root / "recipe", (then, then))
        assert maker.times == times


def test_a_root_from_before_there_were_recipes_is_made_anew(maker: Maker) -> None:
    (maker.root / "src" / "appliance").mkdir(parents=True)
    assert [maker.times, maker.times] == [1, 1]


def test_what_is_no_root_is_not_removed(maker: Maker) -> None:
    (maker.root / "letters").mkdir(parents=True)
    done = maker.make()
    assert done.returncode == 1
    assert done.stderr.endswith(" is no root for building. Remove it, or name another folder.\n")
    assert (maker.root / "letters").exists()


class Patched:
    """A source with patches of Debian's, each of which adds its name to `text`."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        (folder / "debian" / "patches").mkdir(parents=True)
        (folder / "text").write_text("")

    def patch(self, name: str, *, fits: bool = True) -> None:
        size, kept = ("-0,0 +1,1", "") if fits else ("-1,1 +1,2", " elsewhere\n")
        text = f"--- a/text\n+++ b/text\n@@ {size} @@\n{kept}+{name}\n"
        (self.folder / "debian" / "patches" / name).write_text(text)
        with (self.folder / "debian" / "patches" / "series").open("a") as series:
            series.write(f"{name}\n")

    def patched(self, wanted: str, unwanted: str) -> subprocess.CompletedProcess[str]:
        """As packaging/older-python does it."""
        script = (ROOT / "packaging" / "older-python").read_text()
        function = re.search(r"^patched\(\) \{\n.*?^\}\n", script, re.DOTALL | re.MULTILINE)
        assert function
        return subprocess.run(
            ["sh", "-euc", f'{function[0]}patched "$@"\necho went on', "sh", wanted, unwanted],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def source(tmp_path: Path) -> Patched:
    if not shutil.which("patch"):
        unavailable("no patch")
    return Patched(tmp_path)


def test_the_patches_that_are_meant_are_applied_and_no_others(source: Patched) -> None:
    for name in ("local-path.diff", "skip-CVE-test.diff", "Test-CVE.diff"):
        source.patch(name, fits=False)
    source.patch("CVE-2026-1.diff")
    assert source.patched("CVE", "^skip|test").returncode == 0
    assert (source.folder / "text").read_text() == "CVE-2026-1.diff\n"


def test_patches_that_have_other_names_by_now_are_missed(source: Patched) -> None:
    source.patch("local-path.diff")
    done = source.patched("CVE", "^skip")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(" has a name with CVE.\n")


def test_a_patch_that_does_not_fit_ends_it(source: Patched) -> None:
    source.patch("CVE-2026-1.diff", fits=False)
    source.patch("CVE-2026-2.diff")
    done = source.patched("CVE", "^skip")
    assert done.returncode == 1
    assert "went on" not in done.stdout
