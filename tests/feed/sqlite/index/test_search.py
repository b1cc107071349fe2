"""The index behind a log: it follows, is made anew where it must be, and may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import StorageProblem
from appliance.feed.scope import EVERYTHING
from appliance.feed.search.wanted import Wanted
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.index import index as sql
from appliance.feed.sqlite.index import index_file, indexer, source
from appliance.feed.sqlite.index.index import Index
from appliance.feed.sqlite.index.indexer import Indexer
from appliance.feed.sqlite.index.search import SqliteSearch
from appliance.feed.sqlite.rows import LAST
from tests.feed.feeds import Changing, change, draft, opened, soon
from tests.running import DEADLINE, ROOT

MANY = 300


@contextmanager
def searched(folder: Path, feed: SqliteFeed) -> Iterator[SqliteSearch]:
    search = SqliteSearch(folder / "search.db", feed, Changing())
    try:
        yield search
    finally:
        search.close()


def found(search: SqliteSearch, *terms: str) -> list[int]:
    return list(search.find(Wanted(terms, EVERYTHING, 1 << 40), 2 * MANY).numbers)


def complete(search: SqliteSearch) -> bool:
    return search.state.share == 1


def say(feed: SqliteFeed, count: int) -> None:
    """So many messages, of which a tenth have the same word in them."""
    log = feed._file.open()
    drafts = [draft(f"number {at} {'tenth' if at % 10 == 0 else ''}") for at in range(count)]
    log.append(drafts, "2026-03-01T08:00:00.000Z")
    log.close()


def test_it_follows_what_is_said_edited_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        for text in ("one word", "another word", "no"):
            feed.append(draft(text))
        soon(lambda: found(search, "word") == [2, 1])
        feed.append(change(1, "one sentence"))
        feed.append(change(2))
        soon(lambda: (found(search, "word"), found(search, "sentence")) == ([], [1]))
        files = list(tmp_path.glob("search.db*"))
        soon(lambda: not [file for file in files if b"another" in file.read_bytes()])


def test_it_goes_on_where_it_was_and_is_made_anew_for_another_log_or_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun(words: int) -> int:
        """How far the log was when the index was made that finds so many words. One more comes in
        between, so that this tells one from another.
        """
        with opened(tmp_path / "chat.db") as feed:
            feed.append(draft("word"))
            with searched(tmp_path, feed) as search:
                soon(lambda: len(found(search, "word")) == words)
        index = Index(connect(tmp_path / "search.db", create=False))
        try:
            return index.advance().begin
        finally:
            index.close()

    assert [begun(1), begun(2)] == [1, 1]
    monkeypatch.setattr(sql, "VERSION", sql.VERSION + 1)
    assert [begun(3), begun(4)] == [3, 3]
    (tmp_path / "search.db").write_bytes(b"no database at all" * 1_000)
    assert begun(5) == 5
    connection = connect(tmp_path / "search.db", create=False)
    connection.execute("DROP TABLE near")
    connection.close()
    assert begun(6) == 6
    for file in tmp_path.glob("chat.db*"):
        file.unlink()
    assert begun(1) == 1


def test_while_it_is_made_what_was_said_last_is_found_first_and_edits_come_before_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    backwards = Indexer._backwards

    def once(self: Indexer, *parts: Any) -> bool:
        """One piece, and more when it is told to go on."""
        return (not self.state.share or goes_on.is_set()) and backwards(self, *parts)

    monkeypatch.setattr(Indexer, "_backwards", once)
    monkeypatch.setattr(source, "PIECE", 20)
    with opened(tmp_path / "chat.db") as feed:
        say(feed, MANY)
        feed.append(draft("the last tenth"))
        with searched(tmp_path, feed) as search:
            soon(lambda: found(search, "tenth") == [MANY + 1, MANY - 9])
            for number in (MANY, MANY + 1, 11, 1):
                feed.append(change(number, "changed to tenth") if number == 1 else change(number))
            soon(lambda: found(search, "tenth") == [MANY - 9, 1])
            assert not complete(search)
            goes_on.set()
            soon(lambda: complete(search))
            numbers = found(search, "tenth")
            assert (numbers[-2:], len(numbers)) == ([21, 1], MANY // 10 - 1)


def test_words_that_are_taken_back_leave_also_where_it_is_far_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "chat.db") as feed:
        feed.append(draft("Zxqsecret"))
        with searched(tmp_path, feed) as search:
            soon(lambda: found(search, "zxqsecret") == [1])
        assert b"zxqsecret" in (tmp_path / "search.db").read_bytes()
        say(feed, MANY)
        feed.append(change(1))
        monkeypatch.setattr(Indexer, "_forwards", lambda *_: False)
        with searched(tmp_path, feed) as search:
            soon(lambda: search._indexer.ready and found(search, "zxqsecret") == [])
            soon(lambda: b"zxqsecret" not in (tmp_path / "search.db").read_bytes())


BUILDING = """
import sys, gevent
from pathlib import Path
from appliance.feed.sqlite.index import source
from tests.feed.feeds import opened
from tests.feed.sqlite.index.test_search import searched
source.PIECE = 20
with opened(Path(sys.argv[1], "chat.db")) as feed, searched(Path(sys.argv[1]), feed) as search:
    said = -1.0
    while True:
        gevent.sleep(0.001)
        if search.state.share != said:
            said = search.state.share
            print(said, flush=True)
"""


def test_killed_at_any_moment_it_is_made_to_its_end(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        say(feed, MANY)
    for turns in (1, 3):
        words = [sys.executable, "-c", BUILDING, str(tmp_path)]
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(turns):
                if float(process.stdout.readline()) == 1:
                    break
            process.kill()
            process.wait(DEADLINE)
    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        soon(lambda: complete(search))
        assert len(found(search, "tenth")) == MANY // 10
        assert len(found(search, "number")) == MANY


def test_it_leaves_the_last_of_a_disk_to_the_log_and_goes_on_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_file, "LEFT_BYTES", 1 << 60)
    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        feed.append(draft("word"))
        soon(lambda: search.state.trouble is not None)
        assert str(search.state.trouble).startswith("The index for searches waits for room")
        assert found(search, "word") == []
        assert not (tmp_path / "search.db").exists()
        monkeypatch.setattr(index_file, "LEFT_BYTES", 0)
        soon(lambda: found(search, "word") == [1])
        soon(lambda: search.state.trouble is None)


def test_one_that_is_damaged_while_it_is_used_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "LOOK_SECONDS", 0.01)
    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        say(feed, MANY)
        feed.append(draft("tenth"))
        soon(lambda: complete(search) and len(found(search, "tenth")) > MANY // 10)
        path = tmp_path / "search.db"
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(os.urandom(path.stat().st_size - 8192))
        search._indexer.spoil()
        soon(lambda: _count(search) == MANY // 10 + 1)


def test_an_index_is_not_damaged_for_what_is_asked_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt: list[Indexer] = []
    monkeypatch.setattr(Indexer, "spoil", spoilt.append)
    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        feed.append(draft("word"))
        soon(lambda: found(search, "word") == [1])
        for odd in ("\0", '\0"', "a\0b", '"', "' OR *", "\ue100"):
            wanted = Wanted((odd,), EVERYTHING, 1 << 40, nicks=(odd,), members=(odd,))
            assert search.find(wanted, MANY).numbers == []
        with monkeypatch.context() as mistaken:
            mistaken.setattr(sql, "grams_wanted", lambda wanted: '"')
            with pytest.raises(StorageProblem, match="The index for searches") as raised:
                found(search, "word")
            assert raised.value.title == "The chat cannot search right now"
        assert found(search, "word") == [1]
    assert not spoilt


def test_while_nothing_is_said_the_log_is_hardly_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "LOOK_SECONDS", 0.01)
    statements: list[str] = []

    def note(_: object, statement: str, values: object) -> bool:
        statements.append(statement)
        return True

    with opened(tmp_path / "chat.db") as feed, searched(tmp_path, feed) as search:
        feed.append(draft("word"))
        soon(lambda: found(search, "word") == [1])
        held = search._indexer._opened
        assert held is not None
        held[1]._connection.exec_trace = note
        soon(lambda: len(statements) >= 8)
        assert {*statements[4:]} == {LAST}
        feed.append(draft("word"))
        soon(lambda: found(search, "word") == [2, 1])


def _count(search: SqliteSearch) -> int:
    try:
        return len(found(search, "tenth"))
    except Exception:
        return -1
