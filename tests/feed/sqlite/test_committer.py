"""Group commit: few commits for many, receipts in order, and errors for those they concern."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import gevent
import pytest

from appliance.errors import StorageBusy, StorageFull, StorageProblem
from appliance.feed.contract import Receipt
from appliance.feed.entry import Draft
from appliance.feed.sqlite import committer as committers
from appliance.feed.sqlite.batch import Batch
from appliance.feed.sqlite.committer import Committer
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate
from tests.feed.feeds import change, clock, draft, ids, opened, soon, value, writer_of


class CountingLog(Log):
    """Knows how many drafts each commit carried; fails with `trouble` if there is some."""

    sizes: list[int]
    ready: threading.Event
    trouble: Exception | None = None

    def append(self, drafts: Any, time: str) -> Batch:
        assert self.ready.wait(30)
        if self.trouble is not None:
            raise self.trouble
        self.sizes.append(len(drafts))
        return super().append(drafts, time)


class Desk:
    """A committer, and what happened to it."""

    def __init__(self, path: Path) -> None:
        self.logs: list[CountingLog] = []
        self.sizes: list[int] = []
        self.ready = threading.Event()  # of the disk
        self.ready.set()
        self.announced: list[Batch] = []
        self.trouble: Exception | None = None
        self.announcing: Callable[[Batch], None] = self.announced.append
        self._path = path
        self.committer = Committer(self._open, clock, self._tell)

    def _tell(self, batch: Batch) -> None:
        self.announcing(batch)

    def _open(self) -> Log:
        connection = connect(self._path, create=True)
        migrate(connection)
        log = CountingLog(connection)
        log.sizes = self.sizes
        log.ready = self.ready
        log.trouble = self.trouble
        self.logs.append(log)
        return log

    def append_at_once(self, drafts: list[Draft]) -> list[Receipt]:
        greenlets = [gevent.spawn(self.committer.append, one) for one in drafts]
        gevent.joinall(greenlets, timeout=30, raise_error=True)
        return [value(greenlet) for greenlet in greenlets]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "chat.db")
    yield desk
    desk.committer.close()


def test_a_hundred_at_once_share_few_commits(desk: Desk) -> None:
    receipts = desk.append_at_once([draft(str(number)) for number in range(100)])
    assert [receipt.id for receipt in receipts] == list(range(1, 101))
    assert sum(desk.sizes) == 100
    assert len(desk.sizes) <= 10


def test_a_batch_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committers, "MAX_BATCH", 10)
    desk.ready.clear()
    gevent.spawn_later(0.05, desk.ready.set)
    receipts = desk.append_at_once([draft() for _ in range(35)])
    assert [receipt.id for receipt in receipts] == list(range(1, 36))
    assert max(desk.sizes) == 10


def test_entries_are_announced_on_disk_and_before_their_receipts(desk: Desk) -> None:
    events: list[tuple[str, int]] = []

    def announcing(batch: Batch) -> None:
        events.append(("announced", batch.entries[0].id))

    desk.announcing = announcing
    events.append(("receipt", desk.committer.append(draft()).id))
    assert events == [("announced", 1), ("receipt", 1)]


def test_a_repeated_key_is_not_announced_again(desk: Desk) -> None:
    desk.committer.append(draft(key="k"))
    assert desk.committer.append(draft(key="k")) == Receipt(1, "lobby", new=False)
    assert [ids(batch.entries) for batch in desk.announced] == [[1]]


def test_a_full_queue_refuses_and_keeps_what_it_has(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committers, "MAX_WAITING", 5)
    desk.ready.clear()
    greenlets = [gevent.spawn(desk.committer.append, draft()) for _ in range(20)]
    gevent.spawn_later(0.05, desk.ready.set)
    gevent.joinall(greenlets, timeout=30)
    kept = [value(greenlet).id for greenlet in greenlets if greenlet.successful()]
    refused = [greenlet for greenlet in greenlets if not greenlet.successful()]
    # Those being committed when the disk stopped do not wait any more.
    assert 5 <= len(kept) <= 15
    assert kept == list(range(1, len(kept) + 1))
    assert all(isinstance(greenlet.exception, StorageBusy) for greenlet in refused)


def test_it_recovers_on_a_fresh_connection(desk: Desk) -> None:
    desk.committer.append(draft("before"))
    full = apsw.exception_for(apsw.SQLITE_FULL)
    desk.logs[0].trouble = desk.trouble = full
    for _ in range(2):
        with pytest.raises(StorageFull):
            desk.committer.append(draft("lost", key="k"))
    desk.trouble = None
    assert desk.committer.append(draft("after", key="k")) == Receipt(2, "lobby", new=True)


def test_a_mistake_reaches_those_it_concerns_and_nobody_else(desk: Desk) -> None:
    with pytest.raises(TypeError):
        desk.committer.append(Draft("lobby", "message", "Ada", "ada", {"message": object()}))
    with gevent.Timeout(30):
        assert desk.committer.append(draft()).id == 1


def test_checking_writes_no_entry(desk: Desk) -> None:
    desk.committer.check()
    assert desk.committer.append(draft()).id == 1


def test_who_looks_beside_senders_is_told_what_comes_after_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(log: Log, time: str) -> None:
        raise apsw.exception_for(apsw.SQLITE_FULL)

    monkeypatch.setattr(CountingLog, "touch", fail)
    desk.ready.clear()
    senders = [gevent.spawn(desk.committer.append, draft()) for _ in range(3)]
    look = gevent.spawn(desk.committer.check)
    gevent.idle()
    desk.ready.set()
    gevent.joinall(senders, timeout=30)
    look.join(30)
    assert [value(sender).id for sender in senders] == [1, 2, 3]
    assert isinstance(look.exception, StorageFull)


def test_closing_commits_what_waits_and_takes_no_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "chat.db")
    waiting = [gevent.spawn(desk.committer.append, draft()) for _ in range(5)]
    gevent.idle()
    desk.committer.close()
    gevent.joinall(waiting, timeout=30, raise_error=True)
    assert [value(greenlet).id for greenlet in waiting] == [1, 2, 3, 4, 5]
    with pytest.raises(StorageProblem, match="stopping"):
        desk.committer.append(draft())


def test_nothing_that_goes_wrong_in_its_thread_ends_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = desk.committer._gather

    def fail(taken: list[Any]) -> None:
        gather(taken)
        raise MemoryError

    def outcomes() -> list[BaseException | None]:
        senders = []
        for _ in range(3):  # the first is taken by what was under way before
            senders.append(gevent.spawn(desk.committer.append, draft()))
            senders[-1].join(30)
        return [sender.exception for sender in senders]

    with monkeypatch.context() as broken:
        broken.setattr(desk.committer, "_gather", fail)
        told = outcomes()[-1]
        assert isinstance(told, StorageProblem)
        assert "memory" in told.description
    assert outcomes()[-1] is None


def test_what_goes_wrong_before_anybody_is_taken_is_not_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail() -> Any:
        failed.set()
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(desk.committer, "_first", fail)
        # Taken by what was under way before, or by what follows.
        sender = gevent.spawn(desk.committer.append, draft())
        gevent.idle()
        assert failed.wait(30)
    with gevent.Timeout(30):
        assert sender.get().id == 1
        assert desk.committer.append(draft()).id == 2


def test_a_log_that_cannot_be_closed_keeps_it_from_no_end(tmp_path: Path) -> None:
    def fail() -> None:
        raise apsw.exception_for(apsw.SQLITE_FULL)

    desk = Desk(tmp_path / "chat.db")
    desk.committer.append(draft())
    log = desk.logs[0]
    close, log.close = log.close, fail  # type: ignore[method-assign]
    with gevent.Timeout(30):
        desk.committer.close()
    close()


def test_an_announcement_that_fails_is_one_that_was_lost(desk: Desk) -> None:
    def fail(batch: Batch) -> None:
        raise MemoryError

    desk.announcing = fail
    assert desk.committer.append(draft(key="k")) == Receipt(1, "lobby", new=True)


def test_one_who_fails_over_its_receipt_keeps_nobody_from_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ready.clear()
    senders = [gevent.spawn(desk.committer.append, draft(str(number))) for number in range(3)]
    failing = gevent.spawn(desk.committer.append, draft("fails"))
    gevent.idle()
    told: list[Any] = []

    def tell(how: Callable[..., object], what: object) -> None:
        told.append(what)
        if len(told) == 1:
            raise MemoryError
        how(what)

    monkeypatch.setattr(desk.committer._telling, "_turn", tell)
    desk.ready.set()
    others = [*senders, failing]
    with gevent.Timeout(30):
        gevent.joinall(others, count=3)
    assert sum(greenlet.dead for greenlet in others) == 3
    gevent.killall(others)


def test_checking_a_thread_that_is_stuck_does_not_wait_for_ever(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        held = threading.Event()
        writer_of(feed)._clock = lambda: str(held.wait(30))
        try:
            with gevent.Timeout(30), pytest.raises(StorageProblem, match="too long to answer"):
                feed.check()
        finally:
            held.set()


def test_words_that_were_erased_leave_the_wal_also_on_a_fresh_connection(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed:
        feed.append(draft("Zxq"))
        with closing(connect(path, create=False)) as backup:
            backup.execute("BEGIN")
            backup.execute("SELECT count(*) FROM log").fetchall()
            feed.append(change(1))
            with pytest.raises(TypeError):
                feed.append(draft()._replace(fields={"message": object()}))
            backup.execute("ROLLBACK")
        # Though nothing more is said.
        soon(lambda: not [one for one in tmp_path.iterdir() if b"Zxq" in one.read_bytes()])
