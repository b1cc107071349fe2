"""Builds an executable, tries it, and writes its sums and its bill of materials beside it.

Usage: build.py [--window system|qt|none] [--onedir] [--dist FOLDER]. `make dist` calls it, in an
environment made from the lock file of that window.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sbom
import smoke
import sums

ROOT = Path(__file__).resolve().parent.parent
NAMES = {"system": "chat-appliance", "qt": "chat-appliance-qt", "none": "chat-appliance-headless"}

SOURCES = "sources.tsv"
"""Where each binary came from: for the bill of materials."""

REPRODUCIBLE = {
    # Sets of strings are compiled in an order that hangs on the hashes.
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "1767225600",
    # What an editor or an earlier run left behind must not be what is bundled.
    "PYTHONDONTWRITEBYTECODE": "1",
}


def build(
    window: str, dist: Path, work: Path, *, onedir: bool = False, untrimmed: bool = False
) -> Path:
    """Build into `dist`, with `work` for what is on the way; returns the executable.

    Raises CalledProcessError, PyInstaller having said why.
    """
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"]
    command += [f"--distpath={dist}", f"--workpath={work}", str(ROOT / "build.spec"), "--"]
    command += ["--window", window, "--sources", str(work / SOURCES)]
    command += [*(["--onedir"] if onedir else []), *(["--untrimmed"] if untrimmed else [])]
    # A cache of its own: `--clean` empties it, also under another build.
    environment = {**os.environ, **REPRODUCIBLE, "PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    name = NAMES[window] + ("-untrimmed" if untrimmed else "")
    suffix = ".exe" if os.name == "nt" else ""
    # In a folder of its own it needs no further name; a container starts it by that.
    return dist / name / f"chat-appliance{suffix}" if onedir else dist / f"{name}{suffix}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--window", choices=sorted(NAMES), default="system")
    parser.add_argument("--onedir", action="store_true")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    options.dist = options.dist.absolute()
    begun = time.monotonic()
    say(f"Building for the window “{options.window}” …")
    with tempfile.TemporaryDirectory(prefix="chat-appliance-build-") as folder:
        work = Path(folder)
        try:
            executable = build(options.window, options.dist, work, onedir=options.onedir)
        except subprocess.CalledProcessError:
            raise SystemExit("It could not be built: PyInstaller says above why.") from None
        say(f"Built {executable} in {time.monotonic() - begun:.0f} s. Trying it …")
        smoke.smoke(executable)
        say("It starts, takes a message, answers a poll and stops. Writing what is in it …")
        sbom.write(executable, work / SOURCES)
    sums.write(options.dist)
    size = executable.stat().st_size / 1e6
    say(f"Done: {executable} ({size:.1f} MB), with its .cdx.json and SHA256SUMS beside it.")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
