"""A damaged copy is refused in a sentence, or the chat goes on with it: nothing in between."""

from __future__ import annotations

import os
import random
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from appliance.errors import BadInput, StorageProblem
from appliance.feed.facts import Fact
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.copies.backup import back_up
from appliance.feed.sqlite.copies.restore import restore
from appliance.feed.sqlite.database import bare, connect, in_memory
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.schema import migrate, steps
from tests.feed.feeds import TIME, draft, ids, opened, opened_log, stating
from tests.feed.logs import make_log, texts_in

MOMENT: Final = "20240506T070809Z"
WORDS: Final = "nobody else may read these words"


def ignore(share: float) -> None:
    pass


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A backup of two rooms."""
    with opened_log(tmp_path / "source.db") as log:
        log.append([draft(f"{WORDS} {number}", key=str(number)) for number in range(30)], TIME)
        log.append([draft("other", "tea")._replace(facts=(Fact("in", "a", [1]),))], TIME)
    back_up(tmp_path / "source.db", tmp_path / "backup.db", ignore)
    return tmp_path / "backup.db"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return make_log(tmp_path / "data" / "chat.db", "former")


def refusal(copied: Path, database: Path) -> str:
    """The sentence with which it is not restored; then nothing has changed."""
    with pytest.raises(BadInput) as refused:
        restore(copied, database, MOMENT, ignore)
    assert texts_in(database) == ["former"]
    assert str(copied) in refused.value.description or copied.name in refused.value.description
    assert "words" not in refused.value.description
    return refused.value.description


def change(copied: Path, statement: str) -> None:
    with closing(bare(copied, "rw")) as connection:
        connection.execute(statement).fetchall()


def test_a_sound_backup_is_restored(copied: Path, database: Path) -> None:
    assert restore(copied, database, MOMENT, ignore).summary.last == 31


@pytest.mark.parametrize("cut", [1, 2, 10, 50, 100, 4_095, 4_096, 8_192])
def test_a_log_that_was_cut_is_refused(copied: Path, database: Path, cut: int) -> None:
    os.truncate(copied, copied.stat().st_size - cut)
    refusal(copied, database)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM about WHERE name = 'identity'", "it has no identity"),
        ("DELETE FROM about WHERE name = 'secret'", "it has no secret"),
        ("UPDATE about SET value = 'short' WHERE name = 'secret'", "it has no secret"),
        ("UPDATE about SET value = x'ff' WHERE name = 'identity'", "it is damaged"),
        ("UPDATE about SET value = CAST(x'ff' AS TEXT) WHERE name = 'identity'", "damaged"),
        ("UPDATE log SET fields = '[1]' WHERE id = 7", "1 of its 31 entries cannot be read"),
        ("UPDATE log SET fields = '{' WHERE id > 7", "24 of its 31 entries cannot be read"),
        ("UPDATE log SET nick = CAST(x'ff' AS TEXT) WHERE id = 7", "1 of its 31 entries"),
        ("""UPDATE log SET fields = '{"message":"a","b":9e999}' WHERE id = 7""", "1 of its 31"),
        (f"""UPDATE log SET fields = '{'{"a":' * 2_000}' WHERE id = 7""", "1 of its 31"),
        ("UPDATE log SET time = x'00' WHERE id = 7", "1 of its 31 entries"),
        ("UPDATE log SET id = 9223372036854775807 WHERE id = 31", "numbers are at an end"),
        (
            "UPDATE about SET value = '9999999999999999' WHERE name = 'last'",
            "numbers are at an end",
        ),
        ("UPDATE about SET value = 'soon' WHERE name = 'last'", "it has no last"),
        ("DELETE FROM about WHERE name = 'last'", "it has no last"),
        ("DROP TRIGGER log_keeps_its_last_number", "its tables"),
        ("UPDATE log SET id = -5 WHERE id = 1", "numbers are at an end"),
        ("DELETE FROM room WHERE name = 'tea'", "its list of rooms"),
        ("UPDATE room SET last = 'x'", "its list of rooms"),
        ("CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM log; END", "its tables"),
        ("DROP TRIGGER log_counts_rooms", "its tables"),
        ("DROP INDEX log_by_key", "its tables"),
        ("CREATE TABLE more (a)", "its tables"),
        ("ALTER TABLE log ADD COLUMN more TEXT", "its tables"),
        ("UPDATE fact SET value = '{'", "who may what cannot be read"),
        ("UPDATE fact SET value = CAST(x'ff' AS TEXT)", "who may what cannot be read"),
        ("UPDATE fact SET name = CAST(x'ff' AS TEXT)", "who may what cannot be read"),
        ("UPDATE fact SET entry = 'soon'", "who may what cannot be read"),
        ("UPDATE fact SET entry = 32", "who may what cannot be read"),
        ("UPDATE fact SET entry = 0", "who may what cannot be read"),
        ("DELETE FROM history WHERE id = 7", "its history"),
        ("UPDATE history SET room = 'other' WHERE id = 7", "its history"),
        ("UPDATE history SET now = '[]' WHERE id = 7", "its history"),
        ("DELETE FROM about WHERE name = 'history'", "it has no history"),
        ("DROP TABLE fact", "its tables"),
        ("PRAGMA user_version = -3", "not a chat's log"),
    ],
)
def test_what_the_program_did_not_make_is_refused(
    copied: Path, database: Path, statement: str, reason: str
) -> None:
    change(copied, statement)
    assert reason in refusal(copied, database)


def test_a_log_in_another_encoding_is_refused(copied: Path, database: Path) -> None:
    copied.unlink()
    with closing(in_memory()) as made:
        made.execute("PRAGMA encoding = 'UTF-16'")
        migrate(made)
        made.execute("VACUUM INTO ?", (str(copied),))
    assert "its text is not in UTF-8" in refusal(copied, database)


def restored(copied: Path, database: Path) -> bool:
    """Whether the copy is taken; if not, a sentence says so that shows nobody's words."""
    try:
        restore(copied, database, MOMENT, ignore)
    except BadInput as problem:
        return "words" in problem.description
    return True


def test_a_backup_of_the_first_form_is_restored(tmp_path: Path, database: Path) -> None:
    copied = tmp_path / "first.db"
    with closing(connect(copied, create=True)) as connection:
        migrate(connection, steps()[:1])
        Log(connection).append([draft("one"), draft("two")], TIME)
    restore(copied, database, MOMENT, ignore)
    with opened(database) as feed:
        assert feed.append(draft("three")).id == 3
    assert texts_in(database) == ["one", "two", "three"]


def test_facts_are_restored_with_the_log(copied: Path, database: Path) -> None:
    restore(copied, database, MOMENT, ignore)
    with opened(database) as feed:
        assert dict(feed.facts.of("in")) == {"a": [1]}


@pytest.mark.parametrize("change_to", ["value = '{'", "name = x'ff'", "entry = 'soon'"])
def test_a_chat_does_not_start_with_facts_that_cannot_be_read(
    tmp_path: Path, change_to: str
) -> None:
    with opened_log(tmp_path / "chat.db") as log:
        log.append([stating(Fact("in", "a", 1))], TIME)
    change(tmp_path / "chat.db", f"UPDATE fact SET {change_to}")
    assert "damaged" in start(tmp_path / "chat.db")


def test_numbers_given_before_a_backup_are_not_given_after_it_was_restored(
    copied: Path, database: Path
) -> None:
    change(copied, "DELETE FROM log WHERE id = 31")
    assert restore(copied, database, MOMENT, ignore).summary.last == 31
    with opened(database) as feed:
        assert feed.append(draft("next")).id == 32


def test_any_byte_may_be_wrong(copied: Path, database: Path) -> None:
    """Every byte of the header, and a few hundred of the others."""
    whole = copied.read_bytes()
    chosen = random.Random(7)
    places = [*range(108), *chosen.sample(range(108, len(whole)), 200)]
    taken = 0
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chosen.randrange(8)
        copied.write_bytes(flipped)
        if not restored(copied, database):
            continue
        taken += 1
        with opened(database) as feed:
            last = feed.append(draft("next")).id
            assert feed.since(last, EVERYTHING, 100).entries == ()
            assert ids(feed.since(0, EVERYTHING, 100).entries) == [*range(1, 32), last]
        for file in database.parent.iterdir():
            file.unlink()
    assert 20 < taken < len(places) - 20


# What SQLite says to its log about a name that is no UTF-8 is dropped by APSW, aloud.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("place", range(0, 12_288, 512))
def test_a_log_with_a_wrong_byte_starts_or_says_why_not(tmp_path: Path, place: int) -> None:
    """The same without a restore: whatever lies in the folder."""
    with opened_log(tmp_path / "chat.db") as log:
        log.append([draft(f"{WORDS} {number}") for number in range(60)], TIME)
    chosen = random.Random(place)
    whole = bytearray((tmp_path / "chat.db").read_bytes())
    for _ in range(3):
        flipped = bytearray(whole)
        flipped[place + chosen.randrange(512)] ^= 1 << chosen.randrange(8)
        (tmp_path / "chat.db").write_bytes(flipped)
        assert "words" not in start(tmp_path / "chat.db")


def start(path: Path) -> str:
    """Why a chat does not start with it; empty if it does."""
    try:
        with opened(path) as feed:
            feed.since(0, EVERYTHING, 100)
            feed.rooms(EVERYTHING)
    except StorageProblem as problem:
        return problem.description
    return ""


@pytest.mark.parametrize("fields", ["{", '{"message": ' + "[" * 990 + "]" * 990 + "}"])
def test_a_chat_starts_with_a_row_that_is_none_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fields: str
) -> None:
    path = make_log(tmp_path / "chat.db", "one", WORDS, "three")
    change(path, f"UPDATE log SET fields = '{fields}' WHERE id = 2")
    with opened(path) as feed:
        assert ids(feed.since(0, EVERYTHING, 10).entries) == [1, 3]
        assert feed.append(draft("four")).id == 4
        assert feed.spoilt == 1
        feed.check()
    assert "Entry 2 of the log is damaged and left out" in caplog.text
    assert WORDS not in caplog.text
