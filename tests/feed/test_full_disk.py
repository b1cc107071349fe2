"""A disk that is full when the chat starts: it reads, and takes messages when there is room."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import gevent
import pytest

from appliance.errors import StorageFull
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.log import TRIAL_BYTES
from tests.disk import BLOCK, fill
from tests.feed.feeds import draft, ids, opened
from tests.running import ROOT

OPENERS = """
import sys, threading
from contextlib import suppress
from pathlib import Path
from appliance.feed.sqlite.database import Error, connect

def work():
    for _ in range(400):
        with suppress(Error):
            connect(Path(sys.argv[1]), create=False).close()

threads = [threading.Thread(target=work) for _ in range(5)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@pytest.mark.parametrize("crashed", [False, True], ids=["stopped", "crashed"])
def test_a_log_on_a_full_disk_is_read_and_written_when_there_is_room(
    small_disk: Path, crashed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    path = small_disk / "before" / "chat.db"
    path.parent.mkdir()
    with opened(path) as feed:
        for text in ("one", "two"):
            feed.append(draft(text))
        if crashed:
            shutil.copytree(
                path.parent, small_disk / "after", ignore=shutil.ignore_patterns("*-shm")
            )
            path = small_disk / "after" / "chat.db"
    fill(small_disk / "filler")
    with opened(path) as feed, gevent.Timeout(20):
        assert "There is no space left" in caplog.text
        assert ids(feed.since(0, EVERYTHING, 10).entries) == [1, 2]
        assert ids(feed.before("lobby", None, 10, EVERYTHING).entries) == [1, 2]
        with pytest.raises(StorageFull, match="Free some space"):
            feed.append(draft("three", key="k"))
        with pytest.raises(StorageFull):
            feed.check()
        (small_disk / "filler").unlink()
        assert feed.append(draft("three", key="k")).id == 3
        feed.check()
        assert ids(feed.before("lobby", None, 10, EVERYTHING).entries) == [1, 2, 3]
    with opened(path) as feed:
        assert ids(feed.since(0, EVERYTHING, 10).entries) == [1, 2, 3]


def works(act: Callable[[], object]) -> bool:
    """Whether there was room for it."""
    try:
        act()
    except StorageFull:
        return False
    return True


def rounds(feed: SqliteFeed, filler: Path) -> Iterator[tuple[bool, bool]]:
    """What a look and then a message found, with each block that the disk gets back."""
    for number in range(3 * TRIAL_BYTES // BLOCK):
        with filler.open("r+b") as file:
            file.truncate(filler.stat().st_size - BLOCK)
        said = draft("x" * (5, 400, 4_000)[number % 3], key=str(number))
        yield works(feed.check), works(partial(feed.append, said))


def test_a_look_and_a_message_find_the_same_however_full_the_disk_is(small_disk: Path) -> None:
    filler = small_disk / "filler"
    with opened(small_disk / "chat.db") as feed, gevent.Timeout(60):
        feed.append(draft())
        fill(filler)
        found = list(rounds(feed, filler))
    assert set(found) == {(True, True), (False, False)}


def test_looking_makes_no_log_grow(small_disk: Path) -> None:
    database, wal = small_disk / "chat.db", small_disk / "chat.db-wal"
    with opened(database) as feed:
        feed.append(draft())
        feed.check()
        before = wal.stat().st_size
        for _ in range(30):
            feed.check()
        assert wal.stat().st_size - before <= 31 * BLOCK
    assert database.stat().st_size < TRIAL_BYTES


def test_a_new_log_needs_room(small_disk: Path) -> None:
    fill(small_disk / "filler")
    with pytest.raises(StorageFull), opened(small_disk / "chat.db"):
        pass


def test_threads_that_open_it_at_once_do_not_wait_for_each_other_for_ever(small_disk: Path) -> None:
    path = small_disk / "chat.db"
    with opened(path) as feed:
        feed.append(draft("one"))
    fill(small_disk / "filler")
    subprocess.run([sys.executable, "-c", OPENERS, path], cwd=ROOT, check=True, timeout=60)
