"""The WAL grows while somebody reads from far back, and comes back when they have gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gevent
import pytest

from appliance.feed.sqlite import committer
from appliance.feed.sqlite.database import WAL_BYTES
from appliance.feed.sqlite.feed import SqliteFeed
from tests.feed.feeds import draft, opened
from tests.running import DEADLINE, ROOT

_HOLD = """
import sys
from pathlib import Path
from appliance.feed.sqlite.copies.snapshot import snapshot
with snapshot(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_a_backup(path: Path) -> Iterator[None]:
    """Another process reads the log as it is now, until it is killed at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield
        process.kill()


def grow(feed: SqliteFeed, wal: Path) -> None:
    """Say so much that the WAL is larger than it should stay."""
    while wal.stat().st_size < 1.5 * WAL_BYTES:
        senders = [gevent.spawn(feed.append, draft("x" * 100_000)) for _ in range(20)]
        gevent.joinall(senders, timeout=30, raise_error=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chat.db"


def test_a_silent_chat_gets_its_disk_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committer, "IDLE_SECONDS", 0.05)
    wal = path.with_name("chat.db-wal")
    with opened(path) as feed:
        feed.append(draft())
        with held_by_a_backup(path):
            grow(feed, wal)
            gevent.sleep(0.2)
            assert wal.stat().st_size > WAL_BYTES
            assert feed.append(draft("nobody waits for the backup")).new
        with gevent.Timeout(DEADLINE):
            while wal.stat().st_size > WAL_BYTES:
                gevent.sleep(0.02)
        assert feed.append(draft("after")).new


def test_a_busy_chat_gets_its_disk_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committer, "IDLE_SECONDS", 2 * DEADLINE)
    wal = path.with_name("chat.db-wal")
    with opened(path) as feed:
        feed.append(draft())
        with held_by_a_backup(path):
            grow(feed, wal)
        with gevent.Timeout(DEADLINE):  # sooner than it would count as silent
            while wal.stat().st_size > WAL_BYTES:
                feed.append(draft("and on"))
