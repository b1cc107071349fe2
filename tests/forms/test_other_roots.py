"""What runs programs in another root, or of another processor, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import unavailable
from tests.running import ROOT, eventually

IN_A_SYSTEM_WITHOUT: Final = """
mount -t tmpfs tmpfs /proc/sys/fs/binfmt_misc
PATH=$1:$PATH
shift
exec "$@"
"""
"""As a machine on which the kernel was never told of another processor."""


@pytest.fixture(autouse=True)
def _root() -> None:
    if os.geteuid() != 0:
        unavailable("another root, and mounting, take root")


def test_a_temporary_folder_of_here_is_none_of_there(tmp_path: Path) -> None:
    said = subprocess.run(
        [ROOT / "packaging" / "inside", "/", "sh", "-c", "echo ${TMPDIR-its own}; mktemp"],
        env=os.environ | {"TMPDIR": str(tmp_path / "not there")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    first, made = said.splitlines()
    Path(made).unlink()
    assert (first, Path(made).parent) == ("its own", Path("/tmp"))


@pytest.mark.parametrize("ended_by", [None, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_the_kernel_was_told_is_taken_back(
    tmp_path: Path, ended_by: signal.Signals | None
) -> None:
    noted = tmp_path / "noted"
    for name in ("mount", "update-binfmts", "umount"):
        stand_in = tmp_path / name
        stand_in.write_text(f"#!/bin/sh\necho {name} $1 >>{noted}\n")
        stand_in.chmod(0o755)
    command = f"echo command >>{noted}; exec sleep {60 if ended_by else 0}"
    emulated = [str(ROOT / "packaging" / "emulated"), "sh", "-c", command]
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-euc", IN_A_SYSTEM_WITHOUT]
    with subprocess.Popen([*words, "sh", str(tmp_path), *emulated], process_group=0) as started:
        if ended_by:
            eventually(noted.exists, bool)
            eventually(noted.read_text, lambda lines: lines.endswith("command\n"))
            os.killpg(started.pid, ended_by)
        assert started.wait(60) == (143 if ended_by else 0)
    assert noted.read_text().splitlines() == [
        "mount -t",
        "update-binfmts --enable",
        "command",
        "update-binfmts --disable",
        "umount /proc/sys/fs/binfmt_misc",
    ]
