"""A build ends where the system lacks a library that what is built links to."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import ROOT

CHECK: Final = """
import sys
sys.path.insert(0, sys.argv[1])
from bundle import lacking
lacking.check([("lib/libuser.so", sys.argv[2], "BINARY")], "Install it.")
"""


def test_what_is_lacking_is_named(builds: Builds, tmp_path: Path) -> None:
    python = builds.python("system")  # with which a compiler comes
    if shutil.which("gcc") is None:
        unavailable("there is no compiler here")
    compiled(tmp_path, "used", "int used(void) { return 1; }")
    user = compiled(tmp_path, "user", "int used(void); int user(void) { return used(); }", "-lused")
    command = [str(python), "-c", CHECK, str(ROOT / "packaging"), str(user)]
    here = {"LD_LIBRARY_PATH": str(tmp_path)}
    complete = subprocess.run(command, env=here, capture_output=True, text=True, check=False)
    assert (complete.returncode, complete.stderr) == (0, "")
    (tmp_path / "libused.so").unlink()
    lacking = subprocess.run(command, env=here, capture_output=True, text=True, check=False)
    assert lacking.returncode == 1
    assert lacking.stderr == (
        "Not on this system, but needed in what is built: libused.so (for libuser.so). "
        "Install it.\n"
    )


def compiled(folder: Path, name: str, source: str, *options: str) -> Path:
    """A shared library from this C."""
    (folder / f"{name}.c").write_text(source)
    library = folder / f"lib{name}.so"
    command = [
        "gcc",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        f"{folder}/{name}.c",
        "-L",
        str(folder),
    ]
    subprocess.run([*command, *options], check=True)
    return library
