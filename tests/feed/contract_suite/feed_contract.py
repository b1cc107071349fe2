"""The promises of `contract.Feed`, for whatever keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import gevent
import pytest

from appliance.errors import KeyTaken, Problem
from appliance.feed import facts
from appliance.feed.contract import SLICE_BYTES, Calling, Feed, Receipt, RoomSummary, Slice
from appliance.feed.entry import FOUND, Calls, Draft, Entry
from appliance.feed.facts import EACH, LARGEST, Fact, FactsFull
from appliance.feed.scope import EVERYTHING, PUBLIC, Scope
from tests.feed.feeds import TIME, change, draft, ids, soon, stating, value, with_files

SCOPES = (EVERYTHING, PUBLIC, PUBLIC.further({"@c"}), Scope.of({"a"}), Scope.of({"b", "@c"}))


def say(feed: Feed, *drafts: Draft) -> None:
    """Say them, and let `feed` hear of it, as everybody does a moment later."""
    last = feed.last + len(drafts)
    for one in drafts:
        feed.append(one)
    soon(lambda: feed.last == last)


class FeedContract:
    """Inherit it, and say in `opened` how the feed in a folder is opened and closed."""

    def opened(self, folder: Path) -> AbstractContextManager[Feed]:
        raise NotImplementedError

    @pytest.fixture
    def feed(self, tmp_path: Path) -> Iterator[Feed]:
        with self.opened(tmp_path) as feed:
            yield feed

    def test_a_log_in_which_nothing_was_said(self, feed: Feed) -> None:
        assert (
            feed.last,
            feed.rooms(EVERYTHING),
            feed.has_room("lobby", EVERYTHING),
            feed.spoilt,
        ) == (0, [], False, 0)
        for part in (feed.since(0, EVERYTHING, 10), feed.before("lobby", None, 10, EVERYTHING)):
            assert (part.entries, part.cursor, part.more, part.truncated) == ((), 0, False, False)
        assert feed.identity
        feed.check()

    def test_numbers_rise_by_one_in_the_order_of_the_receipts(self, feed: Feed) -> None:
        told = [feed.append(draft(str(number))) for number in range(1, 4)]
        assert told == [Receipt(number, "lobby", new=True) for number in range(1, 4)]

    def test_an_entry_is_its_draft_with_a_number_and_a_time(self, feed: Feed) -> None:
        said = draft("é\n", "tea", "k1")
        say(feed, said)
        assert feed.since(0, EVERYTHING, 10).entries == (Entry.of(1, TIME, said),)

    def test_the_same_key_of_the_same_member_is_stored_once(self, feed: Feed) -> None:
        feed.append(draft("first", key="k"))
        assert feed.append(draft("first", key="k")) == Receipt(1, "lobby", new=False)
        assert feed.append(draft("first", key="k", member="bob")) == Receipt(2, "lobby", new=True)
        for other in (draft("other", key="k"), draft("first", "tea", "k")):
            with pytest.raises(KeyTaken):
                feed.append(other)
        soon(lambda: feed.last == 2)
        assert ids(feed.since(0, EVERYTHING, 10).entries) == [1, 2]

    def test_what_was_stored_under_a_key_is_found_by_it(self, feed: Feed) -> None:
        say(feed, draft("first"), draft("second", key="k"))
        assert feed.find(draft("second", key="k")) == Receipt(2, "lobby", new=False)
        for other in (draft("first"), draft("x", key="l"), draft("second", key="k", member="bob")):
            assert feed.find(other) is None
        with pytest.raises(KeyTaken):
            feed.find(draft("other", key="k"))
        assert feed.last == 2

    def test_what_is_beside_a_draft_is_stored_with_it_and_once(self, feed: Feed) -> None:
        act = draft("act", "@acts", "k")._replace(
            beside=(draft("word"), draft("word", "tea")), facts=(Fact("in", "a", 1),)
        )
        told = [feed.append(one) for one in (draft(), act, act, draft("after"))]
        assert told == [
            *(Receipt(1, "lobby", new=True), Receipt(2, "@acts", new=True)),
            *(Receipt(2, "@acts", new=False), Receipt(5, "lobby", new=True)),
        ]
        soon(lambda: feed.last == 5)
        rooms = [entry.room for entry in feed.since(0, EVERYTHING, 10).entries]
        assert rooms == ["lobby", "@acts", "lobby", "tea", "lobby"]
        assert feed.find(act._replace(beside=())) == Receipt(2, "@acts", new=False)

    def test_the_same_key_at_the_same_time_is_stored_once(self, feed: Feed) -> None:
        sending = [gevent.spawn(feed.append, draft("first", key="k")) for _ in range(20)]
        gevent.joinall(sending, timeout=30, raise_error=True)
        receipts = [value(one) for one in sending]
        assert {receipt.id for receipt in receipts} == {1}
        assert sum(receipt.new for receipt in receipts) == 1

    @pytest.mark.parametrize(
        ("scope", "numbers"),
        [
            (EVERYTHING, [2, 3, 4, 5, 6, 7]),
            (PUBLIC, [2, 3, 5, 7]),
            (PUBLIC.further({"@b"}), [2, 3, 5, 6, 7]),
            (PUBLIC.within({"a", "@b"}), [3, 5]),
            (Scope.of({"a"}), [3, 5]),
            (Scope.of({"a", "@b"}), [3, 5, 6]),
            (Scope.of({"nowhere"}), []),
            (Scope.of(()), []),
        ],
    )
    def test_a_reader_gets_what_came_after_its_cursor_in_its_rooms(
        self, feed: Feed, scope: Scope, numbers: list[int]
    ) -> None:
        say(feed, *(draft(room=room) for room in ("a", "b", "a", "@c", "a", "@b", "b")))
        part = feed.since(1, scope, 10)
        assert (ids(part.entries), part.cursor, part.more) == (numbers, 7, False)

    @pytest.mark.parametrize("scope", SCOPES)
    def test_reading_on_from_each_cursor_tells_all_and_nothing_twice(
        self, feed: Feed, scope: Scope
    ) -> None:
        rooms = [("a", "b", "@c", "@d")[number % 4] for number in range(20)]
        say(feed, *(draft(room=room) for room in rooms))
        seen: list[int] = []
        cursor, more = 0, True
        while more:
            part = feed.since(cursor, scope, 3)
            assert len(part.entries) <= 3
            seen += ids(part.entries)
            cursor, more = part.cursor, part.more
        assert seen == [number for number, room in enumerate(rooms, 1) if scope.holds(room)]
        assert cursor == 20

    def test_one_who_stands_ahead_of_the_log_is_told_so(self, feed: Feed) -> None:
        say(feed, draft())
        part = feed.since(7, EVERYTHING, 10)
        assert (ids(part.entries), part.cursor, part.truncated) == ([1], 1, True)

    def test_a_sender_may_read_on_from_its_receipt_at_once(self, feed: Feed) -> None:
        receipt = feed.append(draft())
        part = feed.since(receipt.id, EVERYTHING, 10)
        assert (part.entries, part.cursor, part.truncated) == ((), receipt.id, False)
        assert feed.last == receipt.id

    def test_memory_tells_what_the_log_tells_or_nothing(self, feed: Feed) -> None:
        say(feed, *(draft(room=room) for room in ("a", "b", "@c", "a", "@d")))
        for cursor in range(7):
            for scope in SCOPES:
                part = feed.recent(cursor, scope, 2)
                assert part in (None, feed.since(cursor, scope, 2))
        assert feed.recent(5, EVERYTHING, 2) is not None  # or every poll would ask the log

    def test_history_is_read_backwards_oldest_first(self, feed: Feed) -> None:
        say(feed, *(draft(room=room) for room in "abababa"))
        newest = feed.before("a", None, 2, EVERYTHING)
        assert (ids(newest.entries), newest.more, newest.cursor) == ([5, 7], True, 7)
        older = feed.before("a", 5, 2, EVERYTHING)
        assert (ids(older.entries), older.more) == ([1, 3], False)
        assert feed.before("nowhere", None, 2, EVERYTHING).entries == ()
        assert ids(feed.before("a", 100, 10, EVERYTHING).entries) == [1, 3, 5, 7]

    def test_what_stands_around_a_number_is_read_in_one_glance(self, feed: Feed) -> None:
        say(feed, *(draft(room=room) for room in "abababa"))

        def around(number: int, limit: int, room: str = "a") -> tuple[list[int], bool, bool, int]:
            older, newer = feed.around(room, number, limit, EVERYTHING)
            part = ids([*older.entries, *newer.entries])
            return part, older.more, newer.more, newer.cursor

        assert around(3, 2) == ([3, 5], True, True, 5)
        assert around(4, 4) == ([1, 3, 5, 7], False, False, 7)  # another room's: a place like any
        assert around(1, 3) == ([1, 3], False, True, 3)
        assert around(5, 1) == ([5], True, True, 5)
        assert around(99, 3) == ([5, 7], True, False, 7)
        assert around(3, 9, "nowhere") == ([], False, False, 7)

    def test_what_is_read_at_once_is_bounded_in_bytes(self, feed: Feed) -> None:
        sizes = (SLICE_BYTES // 2, SLICE_BYTES // 3, SLICE_BYTES // 2, 2 * SLICE_BYTES)
        say(feed, *(draft("x" * size) for size in sizes))
        seen = []
        cursor, more = 0, True
        while more:
            part = feed.since(cursor, EVERYTHING, 100)
            seen.append(ids(part.entries))
            cursor, more = part.cursor, part.more
        assert seen == [[1, 2], [3], [4]]
        assert ids(feed.before("lobby", None, 100, EVERYTHING).entries) == [4]
        assert ids(feed.before("lobby", 4, 100, EVERYTHING).entries) == [2, 3]
        older, newer = feed.around("lobby", 2, 100, EVERYTHING)
        assert (ids(older.entries), older.more) == ([2], True)
        assert (ids(newer.entries), newer.more, newer.cursor) == ([3], True, 3)

    def test_history_has_what_stands_as_it_is_now(self, feed: Feed) -> None:
        changed = (change(1, "better"), draft("two"), change(1, "best"))
        say(feed, draft("good", key="k"), *changed)
        for part in (
            feed.before("lobby", None, 2, EVERYTHING),
            feed.after("lobby", 0, 2, EVERYTHING),
        ):
            first, second = (entry.record for entry in part.entries)
            assert (first["id"], first["message"], first["changed"]) == (1, "best", 4)
            assert (second["message"], "changed" in second) == ("two", False)
            assert (part.cursor, part.more) == (4, False)
        said = feed.since(0, EVERYTHING, 10).entries
        assert [entry.record["message"] for entry in said] == ["good", "better", "two", "best"]
        assert [entry.id for entry in feed.versions(1, "edit", 9, EVERYTHING)] == [1, 2, 4]
        (now,) = feed.before("lobby", 3, 9, EVERYTHING).entries
        assert feed.entry(1, EVERYTHING) == now

    def test_one_entry_is_found_where_it_may_be_read_and_stands(self, feed: Feed) -> None:
        say(feed, draft(room="@a"), change(1, "new", "@a"))
        assert feed.entry(1, EVERYTHING) is not None
        for number, scope in ((1, PUBLIC), (2, EVERYTHING), (3, EVERYTHING)):
            assert feed.entry(number, scope) is None
        assert not feed.versions(1, "edit", 9, PUBLIC)
        say(feed, draft(room="b"))
        assert [one.id for one in feed.entries([1, 2, 3, 9], EVERYTHING)] == [3, 1]
        assert [one.id for one in feed.entries([3, 1], PUBLIC)] == [3]

    def test_what_cannot_be_changed_is_refused_and_takes_no_number(self, feed: Feed) -> None:
        say(feed, draft("one"), change(1, "two"), change(1))
        for wrong in (change(1, "x"), change(2, "x"), change(9, "x"), change(1, "x", "other")):
            with pytest.raises(Problem):
                feed.append(wrong)
        say(feed, draft("next"))
        assert feed.last == 4

    def test_words_that_are_erased_are_in_no_answer_and_none_before(self, feed: Feed) -> None:
        said = (draft("the secret", key="k"), change(2, "a secret", key="l"), change(2))
        say(feed, draft("before"), *said)
        parts = [
            feed.since(0, EVERYTHING, 10),
            feed.recent(0, EVERYTHING, 10),
            feed.before("lobby", None, 10, EVERYTHING),
            feed.after("lobby", 1, 10, EVERYTHING),
        ]
        told = [entry.json for part in parts if part for entry in part.entries]
        told += [entry.json for entry in feed.versions(2, "edit", 9, EVERYTHING)]
        assert not [json for json in told if b"secret" in json]
        memory = feed.recent(0, EVERYTHING, 10)
        assert memory is None or memory == feed.since(0, EVERYTHING, 10)
        (tombstone,) = feed.after("lobby", 1, 10, EVERYTHING).entries
        assert (tombstone.record["deleted"], tombstone.record["message"]) == ("author", "")
        # Who lost the answer and sends it again is told the same.
        assert feed.append(said[0]) == Receipt(2, "lobby", new=False)

    def test_who_is_called_is_kept_with_what_calls_them(self, feed: Feed) -> None:
        def called(member: str, below: int = 99, scope: Scope = EVERYTHING) -> list[Calling]:
            return list(feed.callings(member, below, 9, scope))

        def calling(one: Draft, *members: str, more: bool = False) -> Draft:
            return one._replace(calls=Calls(members, more=more))

        say(feed, calling(draft("hello"), "bob", "eve"), draft("nobody"), draft("@a", room="@a"))
        first = Calling(at=1, id=1, room="lobby", by="ada")
        assert (called("bob"), called("eve"), called("ada")) == ([first], [first], [])

        say(feed, calling(change(1, "also"), "zoe", more=True))
        assert (called("bob"), called("zoe")) == ([first], [first._replace(at=4)])
        say(feed, calling(change(1, "only"), "zoe", "bob"))
        assert (called("eve"), called("bob"), called("zoe")) == (
            [],
            [first],
            [Calling(4, 1, *first[2:])],
        )
        say(feed, change(1, "says nothing of it"))
        assert called("bob") == [first]

        say(feed, calling(draft("private", room="@a"), "bob"))
        private = Calling(at=7, id=7, room="@a", by="ada")
        assert called("bob") == [private, first]
        assert called("bob", below=7) == [first]
        assert called("bob", scope=PUBLIC) == [first]
        assert called("bob", scope=PUBLIC.further({"@a"})) == [private, first]
        assert called("bob", scope=PUBLIC._replace(without=frozenset({"lobby"}))) == []
        assert feed.callings("bob", 99, 1, EVERYTHING) == [private]

        say(feed, change(1))
        assert (called("bob"), called("zoe")) == ([private], [])

    def test_what_was_found_out_is_no_part_of_what_was_sent_under_a_key(self, feed: Feed) -> None:
        def found(text: str, *what: str) -> Draft:
            one = draft(text, key="k")
            return one._replace(fields={**one.fields, FOUND: list(what)}, calls=Calls(what))

        say(feed, found("hello", "bob"))
        for again in (found("hello", "bob"), found("hello", "eve"), draft("hello", key="k")):
            assert feed.append(again) == Receipt(1, "lobby", new=False)
        assert not feed.callings("eve", 99, 9, EVERYTHING)
        with pytest.raises(KeyTaken):
            feed.append(found("another", "bob"))

    def test_files_are_known_by_the_rooms_in_which_entries_have_them(self, feed: Feed) -> None:
        say(feed, with_files("@a", "x", "y"), with_files("b", "y"), draft('"files":[{"id":"z"}]'))
        assert feed.files(["x", "y", "z"], EVERYTHING) == {"x": True, "y": True}
        assert feed.files(["x", "y"], PUBLIC) == {"y": True}
        say(feed, change(1, room="@a"))
        assert feed.files(["x", "y"], EVERYTHING) == {"x": False, "y": True}
        say(feed, change(2, room="b"))
        assert feed.files(["x", "y"], PUBLIC) == {"y": False}

    def test_rooms_are_listed_by_name_with_their_messages_and_last_number(self, feed: Feed) -> None:
        say(feed, draft(room="b"), draft(room="a"), draft(room="b")._replace(kind="edit"))
        assert feed.rooms(EVERYTHING) == [
            RoomSummary("a", 1, 2, TIME),
            RoomSummary("b", 1, 3, TIME),
        ]
        assert (feed.has_room("a", EVERYTHING), feed.has_room("c", EVERYTHING)) == (True, False)

    def test_a_room_that_may_not_be_read_is_as_one_that_is_not_there(self, feed: Feed) -> None:
        say(feed, draft(room="a"), draft(room="@b"))
        for scope in (PUBLIC, PUBLIC.further({"@nowhere"}), Scope.of({"a"})):
            for room in ("@b", "@nowhere"):
                assert feed.before(room, None, 10, scope) == Slice((), 2)
                assert feed.around(room, 2, 10, scope) == (Slice((), 2), Slice((), 2))
                assert feed.since(0, scope.within({room}), 10) == Slice((), 2)
                assert not feed.has_room(room, scope)
            assert [room.name for room in feed.rooms(scope)] == ["a"]
        held = PUBLIC.further({"@b"})
        assert ids(feed.before("@b", None, 10, held).entries) == [2]
        assert (len(feed.rooms(held)), feed.has_room("@b", held)) == (2, True)

    def test_listeners_are_told_all_that_comes_in_order_and_once(self, feed: Feed) -> None:
        say(feed, draft())
        told: list[int] = []

        def listen(entries: Sequence[Entry]) -> None:
            told.extend(ids(list(entries)))

        feed.changes(listen)
        sending = [gevent.spawn(feed.append, draft()) for _ in range(50)]
        gevent.joinall(sending, timeout=30, raise_error=True)
        soon(lambda: len(told) >= 50)
        assert told == list(range(2, 52))

    def test_facts_hold_once_their_entry_is_stored_until_they_are_taken_away(
        self, feed: Feed
    ) -> None:
        assert (feed.facts.value("in", "a"), dict(feed.facts.of("in"))) == (None, {})
        begun = (Fact("in", "a", {"since": 1}), Fact("in", "b", "é"), Fact("of", "a", 3))
        feed.append(stating(*begun))
        assert dict(feed.facts.of("in")) == {"a": {"since": 1}, "b": "é"}
        feed.append(stating(Fact("in", "a", [2])))
        assert feed.facts.value("in", "a") == [2]
        feed.append(stating(Fact("in", "a", None), Fact("in", "never", None)))
        assert (dict(feed.facts.of("in")), feed.facts.value("of", "a")) == ({"b": "é"}, 3)

    def test_the_last_of_several_at_once_holds(self, feed: Feed) -> None:
        drafts = [stating(Fact("in", "a", number)) for number in range(1, 40)]
        sending = [gevent.spawn(feed.append, one) for one in drafts]
        gevent.joinall(sending, timeout=30, raise_error=True)
        numbers = {value(one).id: at for at, one in enumerate(sending, 1)}
        assert feed.facts.value("in", "a") == numbers[max(numbers)]

    def test_what_is_sent_again_under_its_key_states_nothing_anew(self, feed: Feed) -> None:
        first = stating(Fact("in", "a", 1), key="k")
        feed.append(first)
        feed.append(stating(Fact("in", "a", 2)))
        assert not feed.append(first).new
        with pytest.raises(KeyTaken):
            feed.append(draft("other", key="k")._replace(facts=(Fact("in", "b", 1),)))
        assert dict(feed.facts.of("in")) == {"a": 2}

    def test_what_facts_came_of_it_is_no_part_of_what_was_sent_under_a_key(
        self, feed: Feed
    ) -> None:
        drafts = [stating(Fact("in", "a", number), key="k") for number in range(20)]
        sending = [gevent.spawn(feed.append, one) for one in drafts]
        gevent.joinall(sending, timeout=30, raise_error=True)
        assert {value(one).id for one in sending} == {1}
        assert feed.facts.value("in", "a") == 0

    def test_facts_are_no_part_of_what_is_told_to_readers(self, feed: Feed) -> None:
        say(feed, stating(Fact("in", "a", "a secret")))
        assert feed.before("lobby", None, 10, EVERYTHING).entries == (Entry.of(1, TIME, draft()),)

    def test_listeners_are_told_each_change_before_what_is_said_with_it(self, feed: Feed) -> None:
        say(feed, stating(Fact("in", "a", 1)))
        told: list[object] = []
        feed.facts.listen(told.extend)
        feed.changes(lambda entries: told.extend(entry.id for entry in entries))
        news = [Fact("in", "a", 2), Fact("in", "b", 1), Fact("in", "a", None)]
        for fact in news:
            feed.append(stating(fact))
        feed.append(draft())
        soon(lambda: told[-1:] == [5])
        assert told == [news[0], 2, news[1], 3, news[2], 4, 5]

    def test_a_listener_that_fails_is_told_again(self, feed: Feed) -> None:
        troubles = [KeyError("mistake")]
        told: list[Fact] = []

        def listen(news: Sequence[Fact]) -> None:
            if troubles:
                raise troubles.pop()
            told.extend(news)

        feed.facts.listen(listen)
        news = [Fact("in", "a", 1), Fact("in", "a", 2)]
        for fact in news:
            feed.append(stating(fact))
        assert told == news

    def test_facts_are_small_and_not_more_than_memory_is_meant_to_hold(
        self, feed: Feed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(ValueError, match="larger"):
            feed.append(stating(Fact("in", "a", "x" * LARGEST)))
        monkeypatch.setattr(facts, "CAPACITY_BYTES", 2 * EACH + 2_000)
        feed.append(stating(Fact("in", "a", "x" * 1_500)))
        with pytest.raises(FactsFull):
            feed.append(stating(Fact("in", "b", "x" * 1_000)))
        feed.append(stating(Fact("in", "a", "x" * 1_400)))
        feed.append(stating(Fact("in", "a", None), Fact("in", "b", "x" * 1_000)))
        assert (list(feed.facts.of("in")), feed.last) == (["b"], 3)


class LastingFeedContract(FeedContract):
    """Of a feed that is more than memory, too: opened again it goes on, as after a restart."""

    def test_what_was_acknowledged_is_there_when_it_is_opened_again(self, tmp_path: Path) -> None:
        with self.opened(tmp_path) as feed:
            feed.append(draft("first", "tea", "k"))
            identity = feed.identity
        with self.opened(tmp_path) as feed:
            assert (feed.identity, feed.last) == (identity, 1)
            assert feed.has_room("tea", EVERYTHING)
            assert feed.append(draft("first", "tea", "k")) == Receipt(1, "tea", new=False)
            say(feed, draft("second"))
            assert ids(feed.since(0, EVERYTHING, 10).entries) == [1, 2]

    def test_what_was_changed_and_erased_is_so_when_it_is_opened_again(
        self, tmp_path: Path
    ) -> None:
        with self.opened(tmp_path) as feed:
            say(feed, draft("a"), draft("b"), change(1, "secret"), change(2, "c"), change(1))
            before = feed.before("lobby", None, 9, EVERYTHING), feed.since(0, EVERYTHING, 9)
        with self.opened(tmp_path) as feed:
            assert feed.before("lobby", None, 9, EVERYTHING) == before[0]
            assert feed.since(0, EVERYTHING, 9) == before[1] == feed.recent(0, EVERYTHING, 9)

    def test_facts_are_there_when_it_is_opened_again(self, tmp_path: Path) -> None:
        with self.opened(tmp_path) as feed:
            feed.append(stating(Fact("in", "a", 1), Fact("in", "b", {"deep": ["é"]})))
            feed.append(stating(Fact("in", "a", None)))
        with self.opened(tmp_path) as feed:
            assert dict(feed.facts.of("in")) == {"b": {"deep": ["é"]}}
            feed.append(stating(Fact("in", "b", None)))
            assert dict(feed.facts.of("in")) == {}
