"""The executables themselves: that they run, what they weigh, what is and is not inside."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from appliance import __version__
from appliance.feed.sqlite.database import engine
from tests.conftest import unavailable
from tests.forms.builds import Builds
from tests.running import ROOT, START_SECONDS

MEGABYTE: Final = 1_000_000
LIMITS: Final = {"none": 15.5, "system": 15.5, "qt": 160}
"""The most that one file may weigh, in megabytes of 10⁶ bytes."""

PYTHON_PARTS: Final = {"none": set[str](), "system": {"webview", "gi"}, "qt": {"webview", "qtpy"}}
"""What each has inside of that which only some windows need."""

EACH: Final = pytest.mark.parametrize("window", list(LIMITS))


@pytest.mark.parametrize(
    ("window", "onedir"),
    # As a folder for the container; the others are made of the same parts.
    [(window, False) for window in LIMITS] + [("none", True)],
)
def test_it_starts_takes_a_message_answers_a_poll_and_stops(
    builds: Builds, window: str, onedir: bool
) -> None:
    executable = builds.get(window, onedir=onedir)
    smoke = [sys.executable, str(ROOT / "packaging" / "smoke.py"), str(executable)]
    done = subprocess.run(smoke, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, f"{executable.name} works.\n"), done.stderr


@EACH
def test_it_says_its_version(builds: Builds, window: str) -> None:
    said = subprocess.run(
        [builds.get(window), "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stderr == ""
    # The same in every form, not the system's: see tests/cli/test_version.py.
    assert said.stdout == f"chat-appliance {__version__} (SQLite {engine()})\n"


@EACH
def test_a_double_click_without_a_display_serves_and_says_so(
    builds: Builds, window: str, tmp_path: Path
) -> None:
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    settings = {"CHAT_HOST": "127.0.0.1", "CHAT_PORT": "0", "CHAT_DATA": str(tmp_path / "data")}
    started = subprocess.Popen(
        [builds.get(window)],
        env=environment | settings | {"CHAT_ANNOUNCE": "off", "TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    with started, started.stdout as said:
        try:
            first = said.readline()
            assert first == "There is no display here, so the chat is served without a window.\n"
            assert any(re.match(r"ready http://127\.0\.0\.1:\d+/", line) for line in said)
        finally:
            started.send_signal(signal.SIGTERM)
            code = started.wait(START_SECONDS)
    assert code == 0
    assert not list(tmp_path.glob("_MEI*"))


@EACH
def test_one_file_weighs_no_more_than_promised(builds: Builds, window: str) -> None:
    assert builds.get(window).stat().st_size <= LIMITS[window] * MEGABYTE


@EACH
def test_nothing_inside_tells_where_it_was_built(builds: Builds, window: str) -> None:
    contents = inside(builds, window, str(ROOT))
    assert "appliance.cli.main" in contents["modules"]
    assert "appliance/cli/main.py" in contents["code"]
    assert [path for path in contents["code"] if Path(path).is_absolute()] == []
    assert contents["found"] == []
    assert str(ROOT).encode() not in builds.get(window).read_bytes()


@EACH
def test_it_brings_the_web_view_that_it_is_for_and_no_other(builds: Builds, window: str) -> None:
    contents = inside(builds, window, "-")
    modules = {name.split(".", 1)[0] for name in contents["modules"]}
    assert modules & {"webview", "gi", "qtpy"} == PYTHON_PARTS[window]
    chromium = {name for name in contents["files"] if "QtWebEngine" in name}
    assert bool(chromium) == (window == "qt")


@EACH
def test_the_sums_are_those_of_all_that_was_built(builds: Builds, window: str) -> None:
    folder = builds.get(window).parent
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    assert checked.stdout == "".join(f"{name}: OK\n" for name in names)
    assert (len(names), checked.returncode) == (2, 0)


def test_the_same_sources_at_another_place_give_the_same_file(
    builds: Builds, tmp_path: Path
) -> None:
    copy = tmp_path / "another place" / "of the same sources"
    copy_sources(copy)
    again = Builds(tmp_path / "builds", unavailable, root=copy).get("none")
    first = builds.get("none")
    assert again.parent.name == first.parent.name, "the sources changed since the first was built"
    assert sums_beside(again) == sums_beside(first)


def inside(builds: Builds, window: str, text: str) -> dict[str, list[str]]:
    """What the executable for `window` holds; see inside.py."""
    script = Path(__file__).with_name("inside.py")
    said = subprocess.run(
        [builds.python(window), script, builds.get(window), text],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    contents: dict[str, Any] = json.loads(said.stdout)
    return contents


def copy_sources(folder: Path) -> None:
    """Put there what git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def sums_beside(executable: Path) -> dict[str, str]:
    """The SHA-256 of the executable and of what lies beside it, by name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in executable.parent.iterdir()
    }
