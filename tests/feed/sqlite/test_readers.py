"""Reading beside writing: neither waits for the other."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import cast

import apsw
import gevent
import pytest

from appliance.errors import StorageBusy, StorageProblem
from appliance.feed.contract import Reader
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.line import MAX_EACH
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.readers import Readers
from appliance.feed.sqlite.reads import THREADS
from tests.feed.feeds import TIME, draft, file_of, opened, opened_log


def test_a_long_read_does_not_stop_appends(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed, gevent.Timeout(30):
        feed.append(draft())
        reading = connect(path, create=False)
        reading.execute("BEGIN")
        assert reading.execute("SELECT count(*) FROM log").fetchone() == (1,)
        for number in range(2, 50):
            assert feed.append(draft()).id == number
        # The reader still sees what was there when it began.
        assert reading.execute("SELECT count(*) FROM log").fetchone() == (1,)
        reading.close()


def test_an_append_under_way_does_not_stop_reads(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed, gevent.Timeout(30):
        feed.append(draft())
        writing = connect(path, create=False)
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE about SET value = 'x' WHERE name = 'checked'")
        assert [entry.id for entry in feed.before("lobby", None, 10, EVERYTHING).entries] == [1]
        writing.execute("ROLLBACK")
        writing.close()


def test_connections_are_few_and_used_again(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    opened_logs: list[Log] = []

    def open_log() -> Log:
        opened_logs.append(Log(connect(path, create=False)))
        return opened_logs[-1]

    with opened_log(path) as log:
        log.append([draft()], TIME)
        readers = Readers(open_log)
        reads = [gevent.spawn(readers.read, Log.last) for _ in range(100)]
        gevent.joinall(reads, timeout=30, raise_error=True)
        assert [read.value for read in reads] == [1] * 100
        assert len(opened_logs) <= THREADS
        readers.close()


def test_the_loop_goes_on_while_a_disk_is_slow(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    released = threading.Event()

    def slowly(log: Log) -> int:
        assert released.wait(30)
        return log.last()

    with opened_log(path):
        readers = Readers(lambda: Log(connect(path, create=False)))
        read = gevent.spawn(readers.read, slowly)
        gevent.spawn_later(0.01, released.set)
        read.join(timeout=30)
        assert read.value == 0
        readers.close()


@pytest.mark.parametrize(
    ("raised", "told"),
    [(apsw.SQLError("broken"), StorageProblem), (KeyError("mistake"), KeyError)],
)
def test_a_connection_that_failed_is_not_used_again(
    tmp_path: Path, raised: Exception, told: type[Exception]
) -> None:
    path = tmp_path / "chat.db"
    used: list[Log] = []

    def fail(log: Log) -> None:
        used.append(log)
        raise raised

    with opened_log(path):
        readers = Readers(lambda: Log(connect(path, create=False)))
        with pytest.raises(told):
            readers.read(fail)
        readers.read(used.append)
        assert used[0] is not used[1]
        with pytest.raises(apsw.ConnectionClosedError):
            used[0].last()
        readers.close()


class NotedLog(Log):
    closed = False

    def close(self) -> None:
        super().close()
        self.closed = True


@pytest.mark.parametrize("many", [1, 2, THREADS])
def test_each_that_read_lets_go_of_what_it_has_open_and_no_other_does(
    tmp_path: Path, many: int
) -> None:
    path = tmp_path / "chat.db"
    opened_logs: list[NotedLog] = []
    used: list[NotedLog] = []
    together = threading.Barrier(many)

    def open_log() -> NotedLog:
        opened_logs.append(NotedLog(connect(path, create=False)))
        return opened_logs[-1]

    def look(log: Log) -> None:
        assert isinstance(log, NotedLog)
        used.append(log)
        together.wait(30)

    with opened_log(path), gevent.Timeout(30):
        readers = Readers(open_log)
        while len(opened_logs) < THREADS:
            gevent.sleep(0.005)
        for _ in range(3):
            used.clear()
            gevent.joinall([gevent.spawn(readers.read, look) for _ in range(many)])
            readers.renew()
            while not all(log.closed for log in used):
                gevent.sleep(0.005)
            assert sum(not log.closed for log in opened_logs) == THREADS
        readers.close()
        assert len(opened_logs) == THREADS + 3 * many


def test_who_could_not_let_go_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    asked = 0
    full = False
    used: list[NotedLog] = []

    def open_log() -> Log:
        nonlocal asked
        asked += 1
        if full:
            raise OSError(errno.EMFILE, "no file left to open")
        return NotedLog(connect(path, create=False))

    with opened_log(path), gevent.Timeout(30):
        readers = Readers(open_log)
        while asked < THREADS:
            gevent.sleep(0.005)
        readers.read(lambda log: used.append(cast("NotedLog", log)))
        full = True
        readers.renew()
        while asked == THREADS:
            gevent.sleep(0.005)
        full = False
        while not used[0].closed:
            readers.renew()
            gevent.sleep(0.005)
        readers.close()


class SlowDisk:
    """Readers whose every read waits until it is let through."""

    def __init__(self, path: Path) -> None:
        self.readers = Readers(lambda: Log(connect(path, create=False)))
        self.begun: list[object] = []
        self._through = threading.Semaphore(0)

    def read(self, name: str, gone: bool = False) -> gevent.Greenlet[..., object]:
        reader = Reader(name, lambda: gone)
        return gevent.spawn(self.readers.read, partial(self._slowly, name), reader)

    def let_through(self, count: int) -> None:
        self._through.release(count)

    def _slowly(self, name: str, log: Log) -> str:
        self.begun.append(name)
        assert self._through.acquire(timeout=30)
        return name


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SlowDisk]:
    with opened_log(tmp_path / "chat.db"):
        disk = SlowDisk(tmp_path / "chat.db")
        yield disk
        disk.let_through(1_000)
        disk.readers.close()


def test_one_who_reads_much_delays_another_by_one_read(disk: SlowDisk) -> None:
    greedy = [disk.read("greedy") for _ in range(60)]
    gevent.idle()
    other = disk.read("other")
    gevent.idle()
    disk.let_through(2)
    with gevent.Timeout(30):
        while "other" not in disk.begun:
            gevent.sleep(0.005)
    assert len(disk.begun) <= THREADS + 2
    assert not other.ready()
    assert sum(read.ready() for read in greedy) <= 2


def test_what_nobody_waits_for_is_not_begun(disk: SlowDisk) -> None:
    busy = [disk.read("busy") for _ in range(THREADS)]
    gevent.idle()
    gone = [disk.read("gone", gone=True) for _ in range(50)]
    killed = [disk.read("killed") for _ in range(50)]
    gevent.idle()
    gevent.killall(killed)
    disk.let_through(THREADS)
    gevent.joinall([*busy, *gone], timeout=30)
    assert disk.begun == ["busy"] * THREADS
    assert {type(read.exception) for read in gone} == {StorageBusy}


def test_too_many_reads_of_one_are_refused(disk: SlowDisk) -> None:
    reads = [disk.read("greedy") for _ in range(THREADS + MAX_EACH + 10)]
    gevent.idle()
    refused = [read for read in reads if isinstance(read.exception, StorageBusy)]
    assert len(refused) == 10
    disk.let_through(THREADS + MAX_EACH)
    gevent.joinall(reads, timeout=30)
    assert sum(read.successful() for read in reads) == THREADS + MAX_EACH


def test_without_memory_a_read_is_told_so(tmp_path: Path) -> None:
    def fail(log: Log) -> None:
        raise MemoryError

    with opened(tmp_path / "chat.db") as feed, pytest.raises(StorageProblem, match="memory"):
        file_of(feed).read(fail)
