"""Following the bus, which may lose, repeat and reorder: nobody notices but for a second."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import gevent
import pytest

from appliance.errors import StorageProblem
from appliance.feed import announcement
from appliance.feed.announcement import MAX_BYTES
from appliance.feed.bus import Bus
from appliance.feed.contract import Slice
from appliance.feed.entry import Entry
from appliance.feed.facts import Fact
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.feed import SqliteFeed
from tests.feed.bad_bus import DeafBus, JumblingBus, LosingBus
from tests.feed.feeds import draft, file_of, opened, soon, stating
from tests.running import RunningServer, eventually


def listened(feed: SqliteFeed) -> list[int]:
    told: list[int] = []
    feed.changes(lambda entries: told.extend(entry.id for entry in entries))
    return told


@pytest.mark.parametrize("kind", [Bus, LosingBus, JumblingBus])
def test_everything_is_told_in_order_and_once(tmp_path: Path, kind: type[Bus]) -> None:
    with opened(tmp_path / "chat.db", kind) as feed:
        told = listened(feed)
        for _ in range(10):
            senders = [gevent.spawn(feed.append, draft()) for _ in range(20)]
            gevent.joinall(senders, timeout=30, raise_error=True)
        soon(lambda: len(told) >= 200)
        assert told == list(range(1, 201))


def test_what_is_too_much_to_announce_is_read_from_the_log(tmp_path: Path) -> None:
    sent: list[bytes] = []

    class Weighing(Bus):
        def publish(self, topic: bytes, words: bytes) -> None:
            sent.append(words)
            super().publish(topic, words)

    with opened(tmp_path / "chat.db", Weighing) as feed:
        told = listened(feed)
        long = draft()._replace(fields={"message": "x" * 4_000})
        senders = [gevent.spawn(feed.append, long) for _ in range(200)]
        gevent.joinall(senders, timeout=30, raise_error=True)
        soon(lambda: len(told) >= 200)
        assert told == list(range(1, 201))
    assert max(map(len, sent)) < MAX_BYTES + 100
    assert any(words.isdigit() for words in sent)


def test_the_last_announcement_may_be_lost(tmp_path: Path) -> None:
    bus = LosingBus()
    with opened(tmp_path / "chat.db", lambda: bus) as feed:
        told = listened(feed)
        bus.deaf = True
        for _ in range(5):
            feed.append(draft())
        assert bus.lost == 5
        assert told == []
        soon(lambda: len(told) >= 5)
        assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("kind", [Bus, LosingBus, DeafBus, JumblingBus])
def test_facts_that_another_process_set_come_in_order_with_what_is_said(
    tmp_path: Path, kind: type[Bus]
) -> None:
    path = tmp_path / "chat.db"
    with opened(path, kind) as feed, opened(path, DeafBus) as other:
        told: list[object] = []
        feed.facts.listen(lambda facts: told.extend(fact.value for fact in facts))
        feed.changes(lambda entries: told.extend(f"entry {entry.id}" for entry in entries))
        for number in range(1, 6):
            other.append(stating(Fact("in", "a", number)))
            feed.append(draft())
            soon(lambda: feed.last == 2 * number)  # noqa: B023
            assert feed.facts.value("in", "a") == number
        entries = [f"entry {number}" for number in range(1, 11)]
        assert [one for one in told if isinstance(one, str)] == entries
        facts = [one for one in told if isinstance(one, int)]
        assert facts == [1, 2, 3, 4, 5]
        assert all(told.index(one) < told.index(f"entry {2 * one - 1}") for one in facts)


def test_facts_cost_an_idle_chat_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "chat.db") as feed:
        feed.append(stating(Fact("in", "a", 1)))
        monkeypatch.setattr(feed._readers, "facts_after", raising(KeyError("asked in vain")))
        feed._follower.catch_up()


def test_a_sender_may_read_on_from_its_receipt_at_once(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db", LosingBus) as feed:
        told = listened(feed)
        for _ in range(20):
            receipt = feed.append(draft())
            part = feed.since(receipt.id, EVERYTHING, 10)
            assert (part.entries, part.cursor, part.truncated) == ((), receipt.id, False)
            assert feed.last == receipt.id  # or the entry would reach the sender once more
        soon(lambda: len(told) >= 20)
        assert told == list(range(1, 21))


def test_what_is_taken_out_before_it_was_told_keeps_nobody_asking_the_log(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path, DeafBus) as feed:
        told = listened(feed)
        feed.append(draft())
        gone = feed.append(draft())
        with closing(connect(path, create=False)) as connection:
            connection.execute("DELETE FROM log WHERE id = ?", (gone.id,))
        assert feed.since(gone.id, EVERYTHING, 10) == Slice((), gone.id)
        assert feed.last == gone.id
        assert feed.recent(gone.id, EVERYTHING, 10) == Slice((), gone.id)
        feed.append(draft())
        soon(lambda: told == [1, 3])


def test_a_log_whose_newest_row_was_taken_out_is_no_other_one(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with opened(path) as feed:
        for _ in range(3):
            feed.append(draft())
        soon(lambda: feed.last == 3)
        with closing(connect(path, create=False)) as connection:
            connection.execute("DELETE FROM log WHERE id = 3")
        for _ in range(5):  # every connection is opened anew
            with pytest.raises(StorageProblem, match="memory"):
                file_of(feed).read(raising(MemoryError()))
        assert [entry.id for entry in feed.before("lobby", None, 10, EVERYTHING).entries] == [1, 2]
    with opened(path) as feed:
        assert feed.append(draft()).id == 4


@pytest.mark.parametrize("trouble", [MemoryError(), RuntimeError("can't start new thread")])
def test_nothing_that_goes_wrong_while_it_reads_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    with opened(tmp_path / "chat.db", DeafBus) as feed:
        told = listened(feed)
        with monkeypatch.context() as broken:
            broken.setattr(feed._readers, "since", raising(trouble))
            feed.append(draft())
            soon(lambda: bool(trouble_of(feed)))
            assert "tried again" in trouble_of(feed)
            assert told == []
        soon(lambda: told == [1])
        soon(lambda: trouble_of(feed) == "")
        feed.append(draft())
        soon(lambda: told == [1, 2])


def test_a_bus_that_fails_is_seen_and_everything_is_told_nevertheless(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        told = listened(feed)
        feed.bus._in.close()
        feed.append(draft())
        soon(lambda: told == [1])
        with pytest.raises(StorageProblem, match="tried again"):
            feed.check()
        feed.append(draft())
        soon(lambda: told == [1, 2])


def test_whether_it_hears_again_is_known_although_nobody_says_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "chat.db") as feed:
        told = listened(feed)
        with monkeypatch.context() as broken:
            broken.setattr(announcement, "parsed", raising(MemoryError()))
            feed.append(draft())
            soon(lambda: told == [1])  # from the log
            with pytest.raises(StorageProblem, match="Hearing of entries fails"):
                feed.check()
        soon(lambda: trouble_of(feed) == "")
        feed.check()
        assert told == [1]


def test_a_listener_that_raises_keeps_nobody_from_hearing_and_hears_the_rest_later(
    tmp_path: Path,
) -> None:
    troubles = [MemoryError(), KeyError("mistake")]
    heard: list[list[int]] = []

    def failing(entries: Sequence[Entry]) -> None:
        if troubles:
            raise troubles.pop()
        heard.append([entry.id for entry in entries])

    with opened(tmp_path / "chat.db") as feed:
        feed.changes(failing)
        told = listened(feed)
        feed.append(draft())
        feed.append(draft())
        soon(lambda: told == [1, 2])
        soon(lambda: heard == [[1, 2]])
        feed.append(draft())
        soon(lambda: heard == [[1, 2], [3]])
        assert told == [1, 2, 3]
        feed.check()


def trouble_of(feed: SqliteFeed) -> str:
    try:
        feed._follower.check()
    except StorageProblem as problem:
        return problem.description
    return ""


def raising(trouble: Exception) -> Callable[..., object]:
    def read(*_: object) -> object:
        raise trouble

    return read


def test_a_parked_poll_costs_one_open_file_and_no_more(server: RunningServer) -> None:
    files = Path(f"/proc/{server.pid}/fd")
    if not files.is_dir():
        pytest.skip("open files are counted in /proc, which is not here")
    server.post("before")
    server.log()
    before = len(list(files.iterdir()))
    request = b"GET /sub?since=1&wait=60 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as stack:
        polls = []
        for _ in range(500):
            poll = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
            poll.sendall(request)
            polls.append(poll)
        eventually(lambda: server.metric("chat_polls_parked"), lambda parked: parked == 500)
        # A connection of the preparations may be open before and closed now.
        eventually(lambda: len(list(files.iterdir())) - before, lambda more: 498 <= more <= 502)
        asked = time.monotonic()
        server.post("wake up")
        for poll in polls:
            assert b"wake up" in poll.recv(65_536)
        assert time.monotonic() - asked < 5
    eventually(lambda: len(list(files.iterdir())) - before, lambda more: more <= 2)
