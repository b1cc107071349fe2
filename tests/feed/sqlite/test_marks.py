"""Marks on disk: kept, found again, and no chat hangs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import gevent
import pytest

from appliance.errors import StorageProblem
from appliance.feed.marks import NOBODY, MarksFull
from appliance.feed.sqlite import marks, marks_file
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.marks import SqliteMarks
from tests.running import DEADLINE

Opens = Callable[[], SqliteMarks]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    with ExitStack() as opened:

        def open_() -> SqliteMarks:
            found = SqliteMarks(tmp_path / "marks.db")
            opened.callback(found.close)
            return found

        yield open_


def test_what_is_kept_is_there_again_and_what_is_taken_away_is_not(opens: Opens) -> None:
    first = opens()
    first.put("ada", "read lobby", 7)
    first.put("ada", "level lobby", {"level": "nothing"})
    first.put("bob", "read lobby", 3)
    first.put("ada", "level lobby", None)
    again = opens()  # while the first has it: as after `kill -9`
    assert (again.of("ada"), again.of("bob")) == ({"read lobby": 7}, {"read lobby": 3})
    assert again.of("cyd") == {}


def test_of_many_at_once_the_last_counts(opens: Opens) -> None:
    kept = opens()
    waiting = [
        gevent.spawn(kept.put, f"m{number % 10}", "read lobby", number) for number in range(200)
    ]
    gevent.joinall(waiting, timeout=30, raise_error=True)
    assert [kept.of(f"m{number}")["read lobby"] for number in range(10)] == [*range(190, 200)]
    assert opens().of("m7") == kept.of("m7")


def test_a_file_that_is_none_is_made_anew(
    opens: Opens, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "marks.db").write_bytes(b"no database at all" * 1_000)
    kept = opens()
    assert "cannot be read" in caplog.text
    kept.put("ada", "read lobby", 7)
    assert opens().of("ada") == {"read lobby": 7}


def test_what_could_not_be_opened_is_found_once_it_can(
    opens: Opens, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opens().put("ada", "read lobby", 7)
    (tmp_path / "marks.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "marks.db").mkdir()
    kept = opens()
    assert (kept.of("ada"), "cannot be read" in caplog.text) == ({}, True)
    (tmp_path / "marks.db").rmdir()
    (tmp_path / "elsewhere.db").rename(tmp_path / "marks.db")
    kept.put("bob", "read lobby", 3)
    assert (kept.of("ada"), kept.of("bob")) == ({"read lobby": 7}, {"read lobby": 3})


def test_what_is_there_and_not_understood_is_begun_anew(opens: Opens, tmp_path: Path) -> None:
    (tmp_path / "marks.db").mkdir()
    kept = opens()
    (tmp_path / "marks.db").rmdir()
    with closing(SqliteMarks(tmp_path / "marks.db")) as other:
        other.put("ada", "read lobby", 7)
    connection = connect(tmp_path / "marks.db", create=False)
    connection.execute("UPDATE mark SET value = '{'")
    connection.close()
    with gevent.Timeout(DEADLINE):
        kept.put("bob", "read lobby", 3)
    assert opens().of("bob") == {"read lobby": 3}


def test_what_is_damaged_while_it_is_used_is_made_anew_of_what_is_known(
    opens: Opens, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = opens()
    kept.put("ada", "read lobby", 7)
    kept.put("bob", "level lobby", {"level": "nothing"})
    connection = connect(tmp_path / "marks.db", create=False)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET rootpage = 9999")
    connection.execute("PRAGMA schema_version = 99")
    connection.close()
    kept.put("ada", "read lobby", 8)
    assert ("damaged" in caplog.text, kept.trouble) == (True, None)
    again = opens()
    assert again.of("ada") == {"read lobby": 8}
    assert again.of("bob") == {"level lobby": {"level": "nothing"}}


def test_a_chat_begins_where_a_damaged_file_cannot_be_emptied_and_says_so(
    opens: Opens, tmp_path: Path
) -> None:
    (tmp_path / "marks.db").write_bytes(b"no database at all" * 1_000)
    in_the_way = tmp_path / "marks.db-shm"
    in_the_way.mkdir()
    kept = opens()
    assert str(kept.trouble).startswith("Who has read what cannot be kept just now")
    with pytest.raises(StorageProblem, match="read what") as raised:
        kept.put("ada", "read lobby", 7)
    assert raised.value.title == "The chat cannot keep this right now"
    in_the_way.rmdir()
    kept.put("ada", "read lobby", 7)
    assert (kept.trouble, opens().of("ada")) == (None, {"read lobby": 7})


def test_what_passes_is_noticed_though_nobody_has_anything_to_keep(
    opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "LOOK_SECONDS", 0.05)
    opens().put("ada", "read lobby", 7)
    (tmp_path / "marks.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "marks.db").mkdir()
    kept = opens()
    with pytest.raises(StorageProblem):
        kept.put("ada", "read lobby", 8)
    (tmp_path / "marks.db").rmdir()
    (tmp_path / "elsewhere.db").rename(tmp_path / "marks.db")
    with gevent.Timeout(DEADLINE):
        while kept.trouble is not None:
            gevent.sleep(0.01)
    assert kept.of("ada") == {"read lobby": 7}


def test_the_programs_own_have_room_where_members_have_none(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (marks, marks_file):
        monkeypatch.setattr(module, "MOST", 2)
    kept = opens()
    kept.put("ada", "read a", 1)
    kept.put("bob", "read a", 1)
    kept.put(NOBODY, "last here", {"ada": 1})
    with pytest.raises(MarksFull):
        kept.put("cyd", "read a", 1)
    again = opens()
    assert [again.of(who) for who in (NOBODY, "ada", "bob")] == [
        *({"last here": {"ada": 1}}, {"read a": 1}, {"read a": 1})
    ]


def test_marks_are_bounded_and_nobodys_are_forgotten_for_others(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST", 2)
    kept = opens()
    kept.put("ada", "read a", 1)
    kept.put("ada", "read b", 1)
    with pytest.raises(MarksFull):
        kept.put("bob", "read a", 1)
    kept.put("ada", "read a", 2)
    kept.put("ada", "read b", None)
    kept.put("bob", "read a", 1)
    assert opens().of("ada") == {"read a": 2}
