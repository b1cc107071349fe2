"""Numbers, keys, slices and rooms of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import KeyTaken
from appliance.feed.contract import SLICE_BYTES, Receipt, RoomSummary, Slice
from appliance.feed.entry import Calls, Draft
from appliance.feed.scope import EVERYTHING, NOTHING, PUBLIC, Scope
from appliance.feed.sqlite.database import Connection, connect
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.rows import PASSED_OVER
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


def test_messages_that_call_nobody_are_as_many_statements_as_one(log: Log, path: Path) -> None:
    connection = connect(path, create=False)
    statements: list[str] = []

    def note(cursor: object, sql: str, values: object) -> bool:
        statements.append(sql)
        return True

    connection.exec_trace = note
    with closing(Log(connection)) as other:
        counts = []
        for many in (1, 50):
            statements.clear()
            said = [draft()._replace(calls=Calls()) for _ in range(many)]
            other.append(said, TIME)
            counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_message_repeated_with_its_key_is_stored_once(log: Log) -> None:
    (receipt,) = log.append([draft("first", key="k")], TIME).receipts
    again = log.append([draft("first", key="k")], TIME)
    assert receipt == Receipt(1, "lobby", new=True)
    assert again.receipts == [Receipt(1, "lobby", new=False)]
    assert again.entries == []
    assert log.last() == 1


@pytest.mark.parametrize(
    "other",
    [
        draft("other", key="k"),
        draft("first", room="tea", key="k"),
        draft("first", key="k")._replace(nick="Eve"),
        draft("first", key="k")._replace(kind="edit"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_a_key_used_for_other_words_is_refused_and_nobody_else_is(
    log: Log, other: Draft, together: bool
) -> None:
    first = draft("first", key="k")
    if together:
        receipts = log.append([first, other, draft("x"), first], TIME).receipts
    else:
        receipts = log.append([first], TIME).receipts
        receipts += log.append([other, draft("x"), first], TIME).receipts
    assert receipts[0] == Receipt(1, "lobby", new=True)
    assert isinstance(receipts[1], KeyTaken)
    assert receipts[2:] == [Receipt(2, "lobby", new=True), Receipt(1, "lobby", new=False)]
    assert ids(log.since(0, EVERYTHING, 10).entries) == [1, 2]


def test_a_key_of_another_member_is_another_key(log: Log) -> None:
    log.append([draft(key="k", member="ada")], TIME)
    assert ids(log.append([draft(key="k", member="bob")], TIME).entries) == [2]


def test_messages_without_a_key_are_never_the_same(log: Log) -> None:
    assert ids(log.append([draft("x"), draft("x")], TIME).entries) == [1, 2]


def test_a_key_repeated_within_one_batch_is_stored_once(log: Log) -> None:
    log.append([draft("old", key="old")], TIME)
    drafts = [draft("a", key="k"), draft("b"), draft("a", key="k"), draft("old", key="old")]
    batch = log.append(drafts, TIME)
    told = [(2, True), (3, True), (2, False), (1, False)]
    assert batch.receipts == [Receipt(number, "lobby", new) for number, new in told]
    assert ids(log.since(0, EVERYTHING, 10).entries) == [1, 2, 3]


def test_a_draft_that_fails_takes_its_batch_back(log: Log) -> None:
    unstorable = Draft("lobby", "message", "Ada", "ada", {"message": object()})
    with pytest.raises(TypeError):
        log.append([draft(), unstorable], TIME)
    assert log.last() == 0
    assert ids(log.append([draft()], TIME).entries) == [1]


def test_a_page_says_that_there_is_more(log: Log) -> None:
    log.append([draft(str(number)) for number in range(5)], TIME)
    part = log.since(1, EVERYTHING, 3)
    assert (ids(part.entries), part.cursor, part.more) == ([2, 3, 4], 4, True)
    rest = log.since(part.cursor, EVERYTHING, 3)
    assert (ids(rest.entries), rest.cursor, rest.more) == ([5], 5, False)


def test_a_page_that_is_just_full_is_the_last(log: Log) -> None:
    log.append([draft(), draft()], TIME)
    part = log.since(0, EVERYTHING, 2)
    assert (len(part.entries), part.more) == (2, False)


def test_the_cursor_moves_past_other_rooms(log: Log) -> None:
    log.append([draft(room="a"), draft(room="b")], TIME)
    part = log.since(0, Scope.of({"a"}), 10)
    assert (ids(part.entries), part.cursor) == ([1], 2)


def test_several_rooms_are_merged_in_order(log: Log) -> None:
    log.append([draft(room=room) for room in "abcabcab"], TIME)
    part = log.since(0, Scope.of({"a", "c"}), 4)
    assert (ids(part.entries), part.cursor, part.more) == ([1, 3, 4, 6], 6, True)
    assert ids(log.since(6, Scope.of({"a", "c"}), 4).entries) == [7]
    assert log.since(0, NOTHING, 4).entries == ()


def test_a_cursor_beyond_the_end_is_truncated(log: Log) -> None:
    log.append([draft()], TIME)
    assert not log.since(1, EVERYTHING, 10).truncated
    part = log.since(2, EVERYTHING, 10)
    assert (part.truncated, ids(part.entries), part.cursor) == (True, [1], 1)


def test_a_cursor_before_what_is_left_is_truncated(log: Log, path: Path) -> None:
    log.append([draft() for _ in range(5)], TIME)
    connection = connect(path, create=False)
    connection.execute("DELETE FROM log WHERE id <= 3")
    connection.close()
    assert (log.first(), ids(log.since(2, EVERYTHING, 10).entries)) == (4, [4, 5])
    assert log.since(2, EVERYTHING, 10).truncated
    assert not log.since(3, EVERYTHING, 10).truncated


@pytest.mark.parametrize("gone", ["id = 5", "id >= 3", "id > 0"])
def test_a_number_is_never_given_again_whatever_is_taken_out(
    log: Log, path: Path, gone: str
) -> None:
    log.append([draft() for _ in range(5)], TIME)
    with closing(connect(path, create=False)) as connection:
        connection.execute(f"DELETE FROM log WHERE {gone}")
    assert log.last() == 5
    assert (log.since(5, EVERYTHING, 10).cursor, log.since(5, EVERYTHING, 10).truncated) == (
        5,
        False,
    )
    assert log.before("lobby", None, 10, EVERYTHING).cursor == 5
    batch = log.append([draft()], TIME)
    assert (batch.after, ids(batch.entries)) == (5, [6])
    assert ids(log.since(5, EVERYTHING, 10).entries) == [6]


def test_a_log_of_which_nothing_is_left_does_not_reach_back(log: Log, path: Path) -> None:
    log.append([draft() for _ in range(5)], TIME)
    with closing(connect(path, create=False)) as connection:
        connection.execute("DELETE FROM log")
    part = log.since(2, EVERYTHING, 10)
    assert (part.entries, part.cursor, part.truncated) == ((), 5, True)


def test_an_empty_log_is_not_truncated_at_its_beginning(log: Log) -> None:
    part = log.since(0, EVERYTHING, 10)
    assert (part.entries, part.cursor, part.more, part.truncated) == ((), 0, False, False)
    assert log.since(1, EVERYTHING, 10).truncated


def test_history_is_read_backwards_in_pages(log: Log) -> None:
    log.append([draft(room=room) for room in "abababa"], TIME)
    newest = log.before("a", None, 2, EVERYTHING)
    assert (ids(newest.entries), newest.more, newest.cursor) == ([5, 7], True, 7)
    older = log.before("a", 5, 2, EVERYTHING)
    assert (ids(older.entries), older.more) == ([1, 3], False)
    assert log.before("nowhere", None, 2, EVERYTHING).entries == ()


def test_rooms_are_counted_by_the_database(log: Log) -> None:
    log.append([draft(room="b"), draft(room="a"), draft(room="b")], TIME)
    log.append([Draft("b", "edit", "Ada", "ada", {})], "later")
    assert log.rooms() == [RoomSummary("a", 1, 2, TIME), RoomSummary("b", 2, 4, "later")]


SPOILT = [
    "fields = '{'",
    "fields = 'null'",
    "fields = x'00ff'",
    "fields = CAST(x'7b22ff227d' AS TEXT)",
    "nick = CAST(x'ff' AS TEXT)",
    "nick = x'ff'",
    "room = x'6c6f626279'",
    "key = x'ff'",
    "time = CAST(x'32ff' AS TEXT)",
    "id = 9223372036854775807",
    # Deeper than Python reads, and deeper than it reads inside of a slice.
    """fields = '{"a":' || replace(hex(zeroblob(2000)), '0', '[') || '}'""",
    """fields = '{"message":"a","b":' || replace(hex(zeroblob(495)), '0', '[')
              || replace(hex(zeroblob(495)), '0', ']') || '}'""",
    # Python writes "Infinity", which no browser reads, nor anything else in the same slice.
    """fields = '{"message":"a","b":9e999}'""",
    # It would be taken for another entry, of another room, at another time.
    """fields = '{"message":"a","id":1}'""",
    """fields = '{"message":"a","room":"tea"}'""",
    """fields = '{"message":["a"]}'""",
    "fields = '{}'",
]


@pytest.mark.parametrize("change", SPOILT)
def test_a_row_that_is_no_entry_is_left_out_and_all_others_are_read(
    log: Log, path: Path, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    log.append([draft("secret words") for _ in range(5)], TIME)
    with closing(connect(path, create=False)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS log_counts_rooms")
        connection.execute(f"UPDATE log SET {change} WHERE id = 3")
    for _ in range(2):
        part = log.since(0, EVERYTHING, 10)
        assert (ids(part.entries), part.cursor, part.more) == ([1, 2, 4, 5], 5, False)
    rest = log.since(2, EVERYTHING, 1)
    assert (rest.cursor, rest.more) in {(3, True), (4, True)}
    assert ids(log.since(rest.cursor, EVERYTHING, 10).entries)[-1] == 5
    assert ids(log.before("lobby", None, 10, EVERYTHING).entries) == [1, 2, 4, 5]
    assert ids(log.newest(10, 10_000)) == [1, 2, 4, 5]
    assert ids(log.append([draft()], TIME).entries) == [6]
    assert "secret" not in caplog.text
    assert caplog.text.count("Entry 3 of the log is damaged") <= 1


def test_many_rows_in_a_row_that_are_none_do_not_end_a_rooms_history(log: Log, path: Path) -> None:
    log.append([draft() for _ in range(12)], TIME)
    with closing(connect(path, create=False)) as connection:
        connection.execute("UPDATE log SET fields = '{' WHERE id BETWEEN 3 AND 10")
    part = log.before("lobby", None, 2, EVERYTHING)
    read = ids(part.entries)
    while part.more:
        part = log.before("lobby", read[0], 2, EVERYTHING)
        assert part.entries
        read[:0] = ids(part.entries)
    assert read == [1, 2, 11, 12]
    with closing(connect(path, create=False)) as connection:
        connection.execute("UPDATE log SET fields = '{'")
    assert log.before("lobby", None, 2, EVERYTHING) == Slice((), 12)


def test_rooms_that_are_none_hide_no_others(log: Log, path: Path) -> None:
    log.append([draft(room="a"), draft(room="b")], TIME)
    with closing(connect(path, create=False)) as connection:
        for name in ("x'ff'", "CAST(x'ff' AS TEXT)"):
            connection.execute(f"INSERT INTO room VALUES ({name}, 1, 1, '')")
        connection.execute("UPDATE room SET messages = 'many' WHERE name = 'b'")
    assert [room.name for room in log.rooms()] == ["a", "\N{REPLACEMENT CHARACTER}"]


EVERY = frozenset(str(number) for number in range(100))


@pytest.mark.parametrize(
    "scope",
    [EVERYTHING, PUBLIC, Scope.of({"1"}), Scope.of(EVERY)],
    ids=["all", "public", "one", "many"],
)
def test_a_page_is_bounded_in_bytes_and_holds_one_entry_at_least(log: Log, scope: Scope) -> None:
    sizes = [1, SLICE_BYTES // 2, SLICE_BYTES // 3, SLICE_BYTES // 2, 2 * SLICE_BYTES, 1, 1]
    log.append([draft("x" * size, "1") for size in sizes], TIME)
    seen = []
    cursor, more = 0, True
    while more:
        part = log.since(cursor, scope, 100)
        size = sum(len(entry.json) for entry in part.entries)
        assert size <= SLICE_BYTES or len(part.entries) == 1
        seen.append(ids(part.entries))
        cursor, more = part.cursor, part.more
    assert seen == [[1, 2, 3], [4], [5], [6, 7]]
    newest = log.before("1", None, 100, EVERYTHING)
    assert (ids(newest.entries), newest.more) == ([6, 7], True)
    assert ids(log.before("1", 6, 100, EVERYTHING).entries) == [5]
    assert ids(log.before("1", 5, 100, EVERYTHING).entries) == [3, 4]
    assert ids(log.newest(100, 20)) == [6, 7]


def steps_of(connection: Connection, read: Callable[[], object]) -> int:
    """Thousands of steps of SQLite's machine: what a read costs, on any machine."""
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    connection.set_progress_handler(count, 1_000)
    read()
    connection.set_progress_handler(None)
    return steps


def test_a_hundred_rooms_far_back_cost_one_page_and_not_a_hundred(path: Path) -> None:
    with opened_log(path) as log:
        for _ in range(200):
            log.append([draft("x", room) for room in sorted(EVERY)], TIME)
        all_of_it = steps_of(log._connection, lambda: log.since(0, EVERYTHING, 1_000))
        of_rooms = steps_of(log._connection, lambda: log.since(0, Scope.of(EVERY), 1_000))
        rare = steps_of(log._connection, lambda: log.since(0, Scope.of({"7", "none"}), 10))
    assert of_rooms < 3 * all_of_it  # each room for itself: 20 times
    assert rare < 3


def test_others_private_rooms_are_passed_over_in_steps(path: Path) -> None:
    """However much was said in them, no read of what is public looks at all of it."""
    with opened_log(path) as log:
        log.append([draft("x", "a")], TIME)
        for _ in range(5):
            log.append([draft("x", "@b")] * PASSED_OVER, TIME)
        log.append([draft("x", "a")], TIME)
        one = steps_of(log._connection, lambda: log.since(1, PUBLIC, 500))
        parts: list[Slice] = []

        def read_on() -> None:
            while not parts or parts[-1].more:
                parts.append(log.since(parts[-1].cursor if parts else 0, PUBLIC, 500))

        assert 0 < one < steps_of(log._connection, read_on) / 3
    last = 5 * PASSED_OVER + 2
    assert ids([entry for part in parts for entry in part.entries]) == [1, last]
    assert (len(parts), parts[-1].cursor) == (6, last)
