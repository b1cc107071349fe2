"""What comes is hashed and synced by whoever has time, and is the same whoever had."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from appliance.errors import StorageProblem
from appliance.feed.depot import writing as writing_module
from appliance.feed.depot.arrivals import Arrivals
from appliance.feed.depot.aside import Leave, alone
from appliance.feed.depot.digest import Digest
from appliance.feed.depot.quota import DepotLimits
from appliance.feed.depot.stock import Stock
from appliance.feed.depot.writing import Checked, Overtaken
from tests.feed.depot.stocked import Depots, begun, seen, write

LARGE = DepotLimits(1 << 30, 1 << 30, 1 << 30)
DATA = os.urandom(20 * 1024 * 1024 + 7)


class Helper:
    """Other threads, which do what they are given at once, in their own time, or far too late."""

    def __init__(self) -> None:
        self._late: list[Callable[[], object]] = []
        self._threads: list[threading.Thread] = []

    def at_once(self, work: Callable[[], object]) -> None:
        work()

    def late(self, work: Callable[[], object]) -> None:
        self._late.append(work)

    def in_threads(self, work: Callable[[], object]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def end(self) -> None:
        for work in self._late:
            work()
        for thread in self._threads:
            thread.join()


@contextmanager
def depot(folder: Path, leave: Leave = alone) -> Iterator[tuple[Stock, Arrivals]]:
    stock, _ = Depots(folder, LARGE, free=1 << 40).open()
    with closing(stock):
        yield stock, Arrivals(stock, leave)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are asked after each four bytes, and the disk is waited for after each eight."""
    monkeypatch.setattr(writing_module, "STRETCH", 4)
    monkeypatch.setattr(writing_module, "MOST_UNSYNCED", 8)


@pytest.mark.parametrize("how", ["alone", "at_once", "late", "in_threads"])
def test_the_digest_is_the_same_whoever_helps(tmp_path: Path, how: str) -> None:
    helper = Helper()
    leave = alone if how == "alone" else getattr(helper, how)
    with depot(tmp_path, leave) as (stock, arrivals), ExitStack() as stack:
        stack.callback(helper.end)
        id_ = begun(arrivals, len(DATA))
        for begin, end in ((0, 9_000_000), (9_000_000, len(DATA))):  # two requests
            writing = arrivals.open(id_)
            for at in range(begin, end, 300_000):
                writing.write(DATA[at : min(at + 300_000, end)])
            arrivals.close(id_, writing)
        kept = arrivals.finish(id_, seen)
        assert stock.rows.contents()[0].sha256 == hashlib.sha256(DATA).hexdigest()
        with stock.read(kept.id)[1] as file:
            assert file.read() == DATA


def test_no_more_is_taken_than_the_disk_is_to_keep_up_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_steps: None
) -> None:
    on_disk = 0

    def sync(opened: int) -> None:
        nonlocal on_disk
        on_disk = os.fstat(opened).st_size

    monkeypatch.setattr(writing_module, "sync", sync)
    with depot(tmp_path) as (_, arrivals):
        id_ = begun(arrivals, 100)
        writing = arrivals.open(id_)
        for at in range(1, 100):
            writing.write(b"x")
            assert at - on_disk <= 8 + 4
        arrivals.close(id_, writing)
        assert on_disk == 99


@pytest.mark.parametrize("then", ["written", "closed", "checked"])
def test_where_the_disk_fails_that_is_said_and_what_it_has_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_steps: None, then: str
) -> None:
    broken = False

    def sync(opened: int) -> None:
        if broken:
            raise OSError(errno.EIO, "broken")

    with depot(tmp_path, Helper().at_once) as (stock, arrivals):
        id_ = begun(arrivals, 16)
        write(arrivals, id_, b"good")
        writing = arrivals.open(id_)
        checked = Checked(writing, "sha1", b"") if then == "checked" else None
        writing.write(b"evil")  # hashed by now, unless it may have to go again
        monkeypatch.setattr(writing_module, "sync", sync)
        broken = True
        with pytest.raises(StorageProblem):
            arrivals.close(id_, writing) if then == "closed" else writing.write(b"more")
        broken = False
        if checked is not None:
            checked.settle(whole=False)
        arrivals.close(id_, writing)
        assert arrivals.came(id_)[1] == 4
        assert stock.room.members == {"ada": 4}
        write(arrivals, id_, b" and new one")
        arrivals.finish(id_, seen)
        whole = hashlib.sha256(b"good and new one").hexdigest()
        assert stock.rows.contents()[0].sha256 == whole


def test_who_is_overtaken_before_its_digest_was_right_leaves_nothing_of_that(
    tmp_path: Path,
) -> None:
    with depot(tmp_path) as (_, arrivals):
        id_ = begun(arrivals, 9)
        write(arrivals, id_, b"one")
        writing = arrivals.open(id_)
        checked = Checked(writing, "sha1", hashlib.sha1(b"two").digest())
        checked.write(b"tw")
        assert arrivals.came(id_)[1] == 3
        with pytest.raises(Overtaken):
            checked.settle(whole=False)


def test_what_was_not_checked_is_taken_off_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(
        writing_module, "sync", lambda opened: sizes.append(os.fstat(opened).st_size)
    )
    with depot(tmp_path) as (_, arrivals):
        id_ = begun(arrivals, 9)
        write(arrivals, id_, b"one")
        writing = arrivals.open(id_)
        Checked(writing, "sha1", b"").write(b"tw")
        arrivals.close(id_, writing)
        assert sizes == [3, 3]


def test_a_file_that_becomes_shorter_has_no_digest(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"four")
    digest = Digest(path)
    digest.end = 4
    digest.go_on()
    assert digest.behind == 0
    with pytest.raises(OSError, match="shorter"):
        digest.of(5)
    assert digest.of(4) == hashlib.sha256(b"four").hexdigest()
    assert digest.of(2) == hashlib.sha256(b"fo").hexdigest()
