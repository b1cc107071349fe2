"""The other kind of processor: what the image is built from is there for it as well, and `make
arm64` asks for the tests as pytest wants to be asked.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.running import ROOT

GLIBC: Final = 36
"""Debian 12 has glibc 2.36; wheels for any older one run there."""


def test_the_lock_has_a_wheel_of_everything_for_arm64(tmp_path: Path) -> None:
    lock = ROOT / "packaging" / "headless.lock"
    wanted = re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE)
    platforms = [f"manylinux_2_{minor}_aarch64" for minor in range(GLIBC, 16, -1)]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"),
            *("--only-binary", ":all:", "--implementation", "cp", "--python-version", "3.11"),
            *(f"--platform={name}" for name in [*platforms, "manylinux2014_aarch64"]),
            *("--dest", str(tmp_path), "--requirement", str(lock)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wheels = [path.name for path in tmp_path.iterdir()]
    assert len(wheels) == len(wanted) > 10
    assert any("gevent" in name and "aarch64" in name for name in wheels)
    assert not [name for name in wheels if "x86_64" in name]


def test_make_says_the_form_so_that_pytest_takes_it_for_no_folder_of_tests(tmp_path: Path) -> None:
    built = tmp_path / "chat-appliance-headless"
    built.touch()
    steps = subprocess.run(
        ["make", "--dry-run", "arm64"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    asked = re.findall(r" -m pytest (.*)", steps.replace(f"dist/arm64/{built.name}", str(built)))
    assert [str(built) in words for words in asked] == [False, True]
    for words in asked:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *shlex.split(words), "--markers"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
