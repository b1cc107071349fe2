"""Marks on disk: kept, found again, and no chat hangs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import gevent
import pytest

from appliance.errors import StorageProblem
from appliance.feed.marks import MarksFull
from appliance.feed.sqlite import marks
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


def test_nobody_waits_for_ever_where_what_is_there_is_not_understood(
    opens: Opens, tmp_path: Path
) -> None:
    (tmp_path / "marks.db").mkdir()
    kept = opens()
    (tmp_path / "marks.db").rmdir()
    opens().put("ada", "read lobby", 7)
    connection = connect(tmp_path / "marks.db", create=False)
    connection.execute("UPDATE mark SET value = '{'")
    connection.close()
    with gevent.Timeout(DEADLINE), pytest.raises(StorageProblem):
        kept.put("bob", "read lobby", 3)


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
