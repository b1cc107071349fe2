"""The index against a plain list: whatever comes in and changes, the same is found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from appliance.feed.scope import PUBLIC
from appliance.feed.search.alike import alike, pattern
from appliance.feed.search.wanted import Wanted
from appliance.feed.sqlite.database import Error, connect
from appliance.feed.sqlite.index import index as module
from appliance.feed.sqlite.index.index import Advance, Index
from appliance.feed.sqlite.index.postings import things
from appliance.feed.sqlite.index.source import FILE, IMAGE, Spoken

WORDS = "aabcABé 今日ガ寒 #.  "
ASKED = "abc今日ガ寒 #"
DAYS = [f"2026-11-{day:02}T10:00:00.000Z" for day in range(1, 29)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index.made(connect(tmp_path / "search.db", create=True), "log", 0)
    yield made
    made.close()


def spoken(chance: random.Random, number: int, room: str) -> Spoken:
    text = "".join(chance.choices(WORDS, k=chance.randint(0, 15)))
    link = " https://x.example/" if number % 7 == 0 and text else ""
    who = f"m{number % 3}", f"Nick {number % 4}"
    files = f"\n{FILE}" + (f"\n{IMAGE}" if number % 10 == 0 else "") if number % 5 == 0 else ""
    return Spoken(number, room, *who, DAYS[number % 28], text + link + files)


def wish(chance: random.Random) -> Wanted:
    words = ["".join(chance.choices(ASKED, k=chance.randint(1, 4))).strip() for _ in range(2)]
    return Wanted(
        terms=tuple(filter(None, words[: chance.randint(0, 2)])),
        scope=chance.choice([PUBLIC, PUBLIC.within(["tea"]), PUBLIC.further(["@a"])]),
        below=chance.choice([100, 1_000]),
        nicks=chance.choice([(), (), ("nick 1",)]),
        members=chance.choice([(), (), ("m1",)]),
        has=chance.choice([()] * 8 + [("link",), ("file", "image")]),
        since=chance.choice(["", DAYS[5]]),
        until=chance.choice(["", DAYS[20]]),
    )


def fits(one: Spoken, wanted: Wanted) -> bool:
    plain = alike(one.text)
    by = one.member in wanted.members or alike(one.nick) in wanted.nicks
    return (
        all(pattern(term).search(plain) for term in wanted.terms)
        and (by or not (wanted.nicks or wanted.members))
        and set(wanted.has) <= set(things(plain))
        and wanted.since <= one.time < (wanted.until or "9")
        and (bool(plain) and one.id < wanted.below and wanted.scope.holds(one.room))
    )


def everything(index: Index, wanted: Wanted) -> list[int]:
    numbers: list[int] = []
    while wanted.below:
        found = index.find(wanted, 10)
        numbers += found.numbers
        wanted = wanted._replace(below=found.below)
    return numbers


def expected(said: Mapping[int, Spoken], wanted: Wanted) -> list[int]:
    return sorted((one.id for one in said.values() if fits(one, wanted)), reverse=True)


def test_it_finds_what_a_list_would(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, said = random.Random(14), dict[int, Spoken]()
    for turn in range(20):
        for number in chance.sample(range(1, 100), 8):
            room = said[number].room if number in said else chance.choice(["lobby", "tea", "@a"])
            said[number] = spoken(chance, number, room)
            index.take([said[number]] if turn % 2 else [], Advance(turn, 0, 0))
        if not turn % 2:
            index.take(list(said.values()), Advance(turn, 0, 0))
    for table in ("grams", "near"):
        index._connection.execute(
            f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 0)"
        )
    monkeypatch.setattr(module, "FIRST_STRETCH", 7)
    for _ in range(150):
        wanted = wish(chance)
        assert everything(index, wanted) == expected(said, wanted), wanted


def test_one_table_is_not_asked_for_each_row_of_the_other(index: Index) -> None:
    """SQLite would: a word of two letters beside a longer one took 40 s in 20,000 messages."""
    search = module._Search(Wanted(("ab", "hello"), PUBLIC, 9, members=("m",)), [1, 2], None)
    values = {**search.values, "lowest": 1, "highest": 9, "limit": 9}
    rows = index._connection.execute(f"EXPLAIN QUERY PLAN {search.sql}", values).fetchall()
    ways = [str(row[-1]) for row in rows if re.search(r"(grams|near) VIRTUAL", str(row[-1]))]
    assert len(ways) == 2
    assert not [way for way in ways if "=" in way], ways


def test_where_looking_takes_long_it_says_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_STRETCH", 10)
    ticks = iter(range(1_000))
    connection = connect(tmp_path / "search.db", create=True)
    Index.made(connection, "log", 0)
    slow = Index(connection, lambda: next(ticks))
    said = [spoken(random.Random(number), number, "lobby") for number in range(1, 41)]
    slow.take([*said[:-1], said[-1]._replace(text="hello")], Advance(40, 0, 0))
    slow.take([said[0]._replace(text="hello")], Advance(41, 0, 0))
    first = slow.find(Wanted(("hello",), PUBLIC, 1_000), 10)
    assert (first.numbers, first.below) == ([40], 31)
    assert everything(slow, Wanted(("hello",), PUBLIC, 1_000)) == [40, 1]
    slow.close()


def test_one_that_could_not_be_made_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    connection = connect(path, create=True)
    connection.execute("CREATE TABLE near (there_already)")
    with pytest.raises(Error):
        Index.made(connection, "log", 0)
    other = connect(path, create=False)
    other.set_busy_timeout(0)
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_many_messages_come_in_by_as_many_statements_as_one(index: Index) -> None:
    """After each of them who is publishing waits for the interpreter."""
    statements: list[str] = []

    def note(_: object, statement: str, values: object) -> bool:
        statements.append(statement)
        return True

    index._connection.exec_trace = note
    chance, counts = random.Random(14), []
    for numbers in (range(1, 2), range(2, 202)):
        said = [spoken(chance, number, f"room {number % 9}") for number in numbers]
        index.take([one._replace(text=f"a {one.text}") for one in said], Advance(201, 0, 0))
        counts.append(len(statements))
        statements.clear()
    assert counts[0] == counts[1] <= 10


def test_words_that_are_taken_out_leave_the_file(tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    index = Index.made(connect(path, create=True), "log", 0)
    said = Spoken(1, "lobby", "m", "Ada", DAYS[0], "Zxqsecret and 寒い")
    others = [said._replace(id=number, text=f"other {number}") for number in range(2, 100)]
    index.take([said, *others], Advance(99, 0, 0))
    assert not index.leaves()
    assert b"zxqsecret" in path.read_bytes()
    assert index.take([said._replace(text="")], Advance(100, 0, 0))
    assert not index.leaves()
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [part for part in ("zxq", "寒い") if part.encode() in raw]
    index.close()
