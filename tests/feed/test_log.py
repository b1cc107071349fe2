"""Numbers, keys, pages and rooms of the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.errors import StorageUnusable
from appliance.feed.contract import Receipt, RoomSummary
from appliance.feed.database import connect
from appliance.feed.entry import Draft
from appliance.feed.log import Log
from tests.feed.feeds import TIME, draft, ids, opened_log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chat.db"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    with opened_log(path) as log:
        yield log


def test_numbers_begin_at_one_and_rise_by_one(log: Log) -> None:
    first = log.append([draft("a"), draft("b")], TIME)
    second = log.append([draft("c")], TIME)
    assert (first.after, ids(first.entries)) == (0, [1, 2])
    assert (second.after, ids(second.entries)) == (2, [3])


def test_a_key_repeated_by_its_member_is_stored_once(log: Log) -> None:
    (receipt,) = log.append([draft("first", key="k")], TIME).receipts
    again = log.append([draft("again", room="other", key="k")], TIME)
    assert receipt == Receipt(1, "lobby", new=True)
    assert again.receipts == [Receipt(1, "lobby", new=False)]
    assert again.entries == []
    assert log.last() == 1


def test_a_key_of_another_member_is_another_key(log: Log) -> None:
    log.append([draft(key="k", member="ada")], TIME)
    assert log.append([draft(key="k", member="bob")], TIME).receipts[0].id == 2


def test_messages_without_a_key_are_never_the_same(log: Log) -> None:
    assert ids(log.append([draft("x"), draft("x")], TIME).entries) == [1, 2]


def test_a_key_repeated_within_one_batch_is_stored_once(log: Log) -> None:
    log.append([draft("old", key="old")], TIME)
    drafts = [draft("a", key="k"), draft("b"), draft("a", key="k"), draft("old", key="old")]
    batch = log.append(drafts, TIME)
    assert [(receipt.id, receipt.new) for receipt in batch.receipts] == [
        (2, True),
        (3, True),
        (2, False),
        (1, False),
    ]
    assert ids(log.since(0, None, 10).entries) == [1, 2, 3]


def test_a_draft_that_fails_takes_its_batch_back(log: Log) -> None:
    unstorable = Draft("lobby", "message", "Ada", "ada", {"message": object()})
    with pytest.raises(TypeError):
        log.append([draft(), unstorable], TIME)
    assert log.last() == 0
    assert log.append([draft()], TIME).receipts[0].id == 1


def test_a_page_says_that_there_is_more(log: Log) -> None:
    log.append([draft(str(number)) for number in range(5)], TIME)
    page = log.since(1, None, 3)
    assert (ids(page.entries), page.cursor, page.more) == ([2, 3, 4], 4, True)
    rest = log.since(page.cursor, None, 3)
    assert (ids(rest.entries), rest.cursor, rest.more) == ([5], 5, False)


def test_a_page_that_is_just_full_is_the_last(log: Log) -> None:
    log.append([draft(), draft()], TIME)
    page = log.since(0, None, 2)
    assert (len(page.entries), page.more) == (2, False)


def test_the_cursor_moves_past_other_rooms(log: Log) -> None:
    log.append([draft(room="a"), draft(room="b")], TIME)
    page = log.since(0, frozenset({"a"}), 10)
    assert (ids(page.entries), page.cursor) == ([1], 2)


def test_several_rooms_are_merged_in_order(log: Log) -> None:
    log.append([draft(room=room) for room in "abcabcab"], TIME)
    page = log.since(0, frozenset({"a", "c"}), 4)
    assert (ids(page.entries), page.cursor, page.more) == ([1, 3, 4, 6], 6, True)
    assert ids(log.since(6, frozenset({"a", "c"}), 4).entries) == [7]
    assert log.since(0, frozenset(), 4).entries == ()


def test_a_cursor_beyond_the_end_is_truncated(log: Log) -> None:
    log.append([draft()], TIME)
    assert not log.since(1, None, 10).truncated
    page = log.since(2, None, 10)
    assert (page.truncated, ids(page.entries), page.cursor) == (True, [1], 1)


def test_a_cursor_before_what_is_left_is_truncated(log: Log, path: Path) -> None:
    log.append([draft() for _ in range(5)], TIME)
    connection = connect(path, create=False)
    connection.execute("DELETE FROM log WHERE id <= 3")
    connection.close()
    assert (log.first(), ids(log.since(2, None, 10).entries)) == (4, [4, 5])
    assert log.since(2, None, 10).truncated
    assert not log.since(3, None, 10).truncated


def test_an_empty_log_is_not_truncated_at_its_beginning(log: Log) -> None:
    page = log.since(0, None, 10)
    assert (page.entries, page.cursor, page.more, page.truncated) == ((), 0, False, False)
    assert log.since(1, None, 10).truncated


def test_history_is_read_backwards_in_pages(log: Log) -> None:
    log.append([draft(room=room) for room in "abababa"], TIME)
    newest = log.before("a", None, 2)
    assert (ids(newest.entries), newest.more, newest.cursor) == ([5, 7], True, 7)
    older = log.before("a", 5, 2)
    assert (ids(older.entries), older.more) == ([1, 3], False)
    assert log.before("nowhere", None, 2).entries == ()


def test_rooms_are_counted_by_the_database(log: Log) -> None:
    log.append([draft(room="b"), draft(room="a"), draft(room="b")], TIME)
    log.append([Draft("b", "edit", "Ada", "ada", {})], "later")
    assert log.rooms() == [RoomSummary("a", 1, 2, TIME), RoomSummary("b", 2, 4, "later")]


def test_fields_that_are_damaged_are_a_storage_problem(log: Log, path: Path) -> None:
    log.append([draft()], TIME)
    connection = connect(path, create=False)
    connection.execute("UPDATE log SET fields = '{'")
    connection.close()
    with pytest.raises(StorageUnusable, match="damaged"):
        log.since(0, None, 10)
