"""What `serve` says to the person who started it, and whether it is true."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import Running
from tests.conftest import unavailable

OPTIONS = ("--port", "0", "--announce", "off", "--data")
KEPT = "Everything that was said is kept."


def until_ready(serve: Running) -> list[str]:
    said = serve.out()
    while not said[-1].startswith("ready "):
        said += serve.out()
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("files", [24, 40])
def test_too_few_files_for_the_chat_alone_are_told_before_it_is_ready(
    tmp_path: Path, files: int
) -> None:
    # It said "ready", and could accept nobody.
    limited = f'ulimit -n {files}; exec "$0" "$@"'
    command = ("sh", "-c", limited, sys.executable, "-m", "appliance", "serve", *OPTIONS)
    ended = subprocess.run(
        (*command, str(tmp_path / "data")), capture_output=True, text=True, timeout=20, check=False
    )
    assert (ended.returncode, ended.stdout) == (78, "")
    assert ended.stderr == (
        f"chat-appliance: The system lets the chat have {files} files open, and it needs 64 for "
        "itself. Raise the limit (ulimit -n, LimitNOFILE, --ulimit nofile).\n"
    )


@pytest.mark.parametrize("removed", ["nothing", "the folder", "the log", "the folder, made anew"])
def test_it_does_not_say_that_what_is_gone_is_kept(tmp_path: Path, removed: str) -> None:
    data = tmp_path / "data"
    with Running("serve", *OPTIONS, str(data)) as serve:
        until_ready(serve)
        if removed == "the log":
            (data / "chat.db").unlink()
        elif removed != "nothing":
            shutil.rmtree(data)
        if removed == "the folder, made anew":
            data.mkdir()
            for name in ("chat.db", "chat.lock"):
                (data / name).touch()
        serve.process.send_signal(signal.SIGTERM)
        assert serve.wait() == 0
        said = serve.rest()[-1]
    assert (KEPT in said) is (removed == "nothing")
    assert (f"{data} was removed" in said) is (removed != "nothing")


def test_without_a_network_it_invites_nobody(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        unavailable("a network namespace needs root and unshare (apt-get install util-linux)")
    with Running("serve", *OPTIONS, str(tmp_path / "data"), wrap=("unshare", "--net")) as serve:
        said = until_ready(serve)
    assert "on no network yet; only it can join, at:" in said[0]
    assert said[1].startswith("    http://127.0.0.1:")
    assert "any device" not in "".join(said)
