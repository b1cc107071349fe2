"""``python -m tests.bench.migration FOLDER``: an older program's long log is brought up to date.

That program makes the log (as of the commit before there was a history, from git). One copy is
brought up to date without a pause, another by a server that is killed again and again on the way.
Whether anything was lost is found out by reading all of it before and after.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from appliance.feed.sqlite.database import Error, bare
from tests.bench.before import take_out
from tests.bench.bench import say
from tests.bench.contender import ROOT
from tests.bench.failure import Failure
from tests.bench.long_log import SERVE

BEFORE_HISTORY: Final = "be4ad1c~1"
"""The last program whose logs have no history."""

LOOK_SECONDS: Final = 0.01
_ROWS: Final = "SELECT id, room, kind, nick, member, time, key, fields FROM log ORDER BY id"


def made(path: Path, messages: int, revision: str) -> None:
    """A log of the program as of ``revision``."""
    path.parent.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as name:
        folder = Path(name) / "older"
        take_out(revision, folder)
        command = [sys.executable, "-m", "tests.bench.speech", str(path), str(messages)]
        found_first = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}
        subprocess.run(command, cwd=folder, env=found_first, check=True)


def ask(path: Path, question: str) -> Any:
    with closing(bare(path, "ro")) as connection:
        return connection.execute(question).get


def words_of(path: Path) -> str:
    """All that is in it, as a number."""
    digest = hashlib.sha256()
    with closing(bare(path, "ro")) as connection:
        for row in connection.execute(_ROWS):
            digest.update(repr(row).encode())
    return digest.hexdigest()


class Way:
    """How far a log has come, from 0 to 1, for who looks from outside: it is copied first, then
    goes through two forms, of which the last has pieces.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = ask(path, "SELECT max(id) FROM log")

    @property
    def come(self) -> float:
        try:
            form = ask(self._path, "PRAGMA user_version")
            if form < 4:
                return 0.1 * self._copied
            at = int(ask(self._path, "SELECT value FROM about WHERE name = 'history'"))
        except Error:
            return 0.0  # it is opened just now
        return 0.1 + 0.9 * max(at, 0) / int(self._last)

    @property
    def _copied(self) -> float:
        sizes = [path.stat().st_size for path in self._path.parent.glob("*before*")]
        return min(max(sizes, default=0) / self._path.stat().st_size, 1.0)


def killed(path: Path, share: float) -> bool:
    """Start a server and kill it once its log has come so far; False where it was ready sooner."""
    way = Way(path)
    command = [*SERVE, "--host", "127.0.0.1", "--port", "0", "--data", str(path.parent)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        os.set_blocking(server.stdout.fileno(), False)
        ready = None
        while not ready and way.come < share:
            if server.poll() is not None:
                raise Failure(f"a server ended by itself: {server.returncode}")
            time.sleep(LOOK_SECONDS)
            ready = server.stdout.read()
        server.kill()
    return not ready


def up_to_date(path: Path) -> float:
    """Seconds until a server has brought it there, and is ready."""
    command = [*SERVE, "--host", "127.0.0.1", "--port", "0", "--data", str(path.parent)]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        if not any(line.startswith(b"ready ") for line in server.stdout):
            raise Failure(f"a server ended by itself: {server.wait()}")
        took = time.monotonic() - began
        server.terminate()
    return took


def compared(path: Path, words: str, messages: int) -> dict[str, Any]:
    """What is in it now, beside what was before."""
    wanted = "SELECT count(*) FROM history JOIN log USING (room, id)"
    return {
        "all words as before": words_of(path) == words,
        "in the history": ask(path, wanted) == messages,
        "sound": ask(path, "PRAGMA quick_check(1)") == "ok",
        "files": {one.name: one.stat().st_size for one in sorted(path.parent.glob("chat.db*"))},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("folder", type=Path)
    add("--messages", type=int, default=4_000_000)
    add("--kills", type=int, default=20)
    add("--before", metavar="COMMIT", default=BEFORE_HISTORY)
    words = parser.parse_args()
    older = words.folder / "older" / "chat.db"
    if not older.exists():
        made(older, words.messages, words.before)
    figures: dict[str, Any] = {"messages": words.messages, "bytes": older.stat().st_size}
    known = words_of(older)
    for name in ("whole", "killed"):
        shutil.rmtree(words.folder / name, ignore_errors=True)
        shutil.copytree(older.parent, words.folder / name)
    path = words.folder / "whole" / "chat.db"
    figures["seconds without a pause"] = round(up_to_date(path), 1)
    figures["seconds of the next start"] = round(up_to_date(path), 1)
    figures["without a pause"] = compared(path, known, words.messages)
    path = words.folder / "killed" / "chat.db"
    began, hit = time.monotonic(), 0
    for number in range(words.kills):
        hit += killed(path, (number + 1) / (words.kills + 1))
        say(f"killed {hit} times")
    figures["killed on the way"] = hit
    figures["seconds of the last start"] = round(up_to_date(path), 1)
    figures["seconds of all"] = round(time.monotonic() - began, 1)
    figures["killed"] = compared(path, known, words.messages)
    json.dump(figures, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
