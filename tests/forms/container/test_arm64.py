"""The other kind of processor: what the image is built from is there for it as well."""

from __future__ import annotations

import re
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
