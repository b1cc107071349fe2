"""Tries a built executable: start, wait for ready, post, poll, stop. Only the standard library.

Usage: smoke.py EXECUTABLE. Ends with 0 when it works; else it says what did not.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlencode

SECONDS = 60.0
"""For each step; the first start on a fresh machine may be slow."""


class Failed(Exception):
    """The executable does not do what it should."""


def smoke(executable: Path) -> None:
    """Try `executable` in a folder that is removed afterwards. Raises Failed."""
    # Windows lets go of a process's files a moment after the process.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        errors = Path(folder, "errors.txt")
        with errors.open("w") as stderr:
            command = [str(executable.absolute()), "serve", "--attended"]
            command += ["--host", "127.0.0.1", "--port", "0", "--data", str(Path(folder, "data"))]
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
            )
        watch = threading.Timer(SECONDS, process.kill)
        watch.start()
        try:
            _talk(_ready(process))
            assert process.stdin
            process.stdin.close()  # the way its window ends it
            if (code := process.wait(SECONDS)) != 0:
                raise Failed(f"It stopped with {code} instead of 0.")
        except (OSError, Failed) as error:
            process.kill()
            process.wait()
            raise Failed(f"{executable}: {error}\n{errors.read_text()}") from error
        finally:
            watch.cancel()
            assert process.stdout
            process.stdout.close()


def _ready(process: subprocess.Popen[str]) -> str:
    """The address it says it is at."""
    assert process.stdout
    for line in process.stdout:
        found = re.match(r"ready (http://\S+)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[1]
    raise Failed("It ended before it was ready.")


def _talk(url: str) -> None:
    """Say something, hear it, and see the page."""
    data = urlencode({"nick": "smoke", "message": "Is this on?"}).encode()
    said = json.loads(_answer(f"{url}pub", data))
    heard = json.loads(_answer(f"{url}sub?since=0"))
    if [(entry["id"], entry["message"]) for entry in heard["messages"]] != [
        (said["id"], "Is this on?")
    ]:
        raise Failed(f"What was said was not heard: {heard}")
    if not _answer(f"{url}invite/qr.svg?url={quote(_first_address(url))}").startswith(b"<?xml"):
        raise Failed("Its QR code is none.")
    page = _answer(url).decode()
    for path in sorted(set(re.findall(r'(?:src|href)="(static/[^"]+)"', page))):
        _answer(url + path)


def _first_address(url: str) -> str:
    """Where it invites others to."""
    address: str = json.loads(_answer(f"{url}invite"))["addresses"][0]["url"]
    return address


def _answer(url: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(url, data, SECONDS) as answer:
        body: bytes = answer.read()
        return body


if __name__ == "__main__":
    try:
        smoke(Path(sys.argv[1]))
    except Failed as failed:
        sys.exit(f"{failed}")
    print(f"{Path(sys.argv[1]).name} works.")
