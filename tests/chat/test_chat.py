"""What may be said, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.chat.chat import LONGEST_KEY, Chat
from appliance.chat.member import public_id
from appliance.errors import (
    BadInput,
    KeyTaken,
    StorageBusy,
    StorageProblem,
    TooLong,
    TooManyRooms,
)
from appliance.feed.contract import SLICE_ENTRIES, Reader
from appliance.feed.entry import bound
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import ListFeed
from tests.feed.feeds import opened

TOKEN = "0" * 32


@pytest.fixture
def feed() -> ListFeed:
    return ListFeed()


@pytest.fixture
def chat(feed: ListFeed) -> Chat:
    return Chat(feed, limits(message=20, nick=10, rooms=3))


def test_a_message_becomes_an_entry_of_its_member(chat: Chat, feed: ListFeed) -> None:
    assert chat.post(TOKEN, " Ada  L ", "hello\r\nthere", "tea", "k1").id == 1
    (draft,) = feed.drafts
    assert (draft.room, draft.kind, draft.nick, draft.key) == ("tea", "message", "Ada L", "k1")
    assert draft.fields == {"message": "hello\nthere"}
    assert draft.member == public_id(TOKEN)
    assert TOKEN not in str(draft)


def test_a_nick_may_be_empty(chat: Chat, feed: ListFeed) -> None:
    chat.post(TOKEN, "", "hello")
    assert (feed.drafts[0].nick, feed.drafts[0].room) == ("", "lobby")


@pytest.mark.parametrize(
    "message", ["", "  ", "\n", "\x00", "\u200b \u3164", "\u2800", None, 7, ["x"]]
)
def test_a_message_that_is_none_is_refused(chat: Chat, feed: ListFeed, message: object) -> None:
    with pytest.raises(BadInput):
        chat.post(TOKEN, "Ada", message)
    assert feed.drafts == []


def test_lengths_are_limited_in_characters(chat: Chat, feed: ListFeed) -> None:
    chat.post(TOKEN, "ö" * 10, "😀" * 20)
    with pytest.raises(TooLong, match="The message has 21 characters; at most 20"):
        chat.post(TOKEN, "Ada", "x" * 21)
    with pytest.raises(TooLong, match="The nickname has 11 characters; at most 10"):
        chat.post(TOKEN, "x" * 11, "hello")
    assert len(feed.drafts) == 1


@pytest.mark.parametrize("key", ["", "x" * (LONGEST_KEY + 1), "ö", "a\nb", 7, "\x7f"])
def test_a_key_that_cannot_be_one_is_refused(chat: Chat, key: object) -> None:
    with pytest.raises(BadInput, match="key must"):
        chat.post(TOKEN, "Ada", "hello", key=key)


def test_the_longest_key_is_taken(chat: Chat, feed: ListFeed) -> None:
    chat.post(TOKEN, "Ada", "hello", key="k" * LONGEST_KEY)
    assert feed.drafts[0].key == "k" * LONGEST_KEY


def test_rooms_are_limited_and_those_there_are_stay_open(chat: Chat) -> None:
    for room in ("lobby", "a", "b"):
        chat.post(TOKEN, "Ada", "hello", room)
    with pytest.raises(TooManyRooms, match="3 rooms"):
        chat.post(TOKEN, "Ada", "hello", "c")
    chat.post(TOKEN, "Ada", "hello", "b")
    chat.post(TOKEN, "Ada", "hello", "lobby")


def test_the_lobby_is_always_open(feed: ListFeed) -> None:
    chat = Chat(feed, limits(rooms=1))
    chat.post(TOKEN, "Ada", "hello", "a")
    chat.post(TOKEN, "Ada", "hello", "lobby")


def test_rooms_that_come_at_once_do_not_pass_the_limit_together(chat: Chat, feed: ListFeed) -> None:
    # Three wait to be stored when the fourth asks, as greenlets do.
    names = iter(["a", "b", "c", "d"])

    def ask_next() -> None:
        chat.post(TOKEN, "Ada", "hello", next(names))

    feed.before_append = ask_next
    with pytest.raises(TooManyRooms):
        ask_next()
    assert next(names, None) is None


def test_a_room_that_was_not_made_takes_no_place(chat: Chat, feed: ListFeed) -> None:
    def fail() -> None:
        raise StorageProblem("not-stored")

    chat.post(TOKEN, "Ada", "hello", "first", key="k")
    feed.before_append = fail
    for number in range(10):
        with pytest.raises(StorageProblem):
            chat.post(TOKEN, "Ada", "hello", f"failed-{number}")
    feed.before_append = lambda: None
    # A repeated key makes no room either.
    for number in range(10):
        with pytest.raises(KeyTaken):
            chat.post(TOKEN, "Ada", "hello", f"repeated-{number}", key="k")
    chat.post(TOKEN, "Ada", "hello", "second")
    chat.post(TOKEN, "Ada", "hello", "third")


def test_the_lobby_is_listed_first_even_when_empty(chat: Chat) -> None:
    assert [room.name for room in chat.rooms(PUBLIC)] == ["lobby"]
    chat.post(TOKEN, "Ada", "hello", "a")
    assert [(room.name, room.messages) for room in chat.rooms(PUBLIC)] == [("lobby", 0), ("a", 1)]
    chat.post(TOKEN, "Ada", "hello", "lobby")
    assert [(room.name, room.messages) for room in chat.rooms(PUBLIC)] == [("lobby", 1), ("a", 1)]


def test_history_is_bounded_and_for_a_room_that_can_be(feed: ListFeed) -> None:
    chat = Chat(feed, limits())
    for number in range(SLICE_ENTRIES + 3):
        chat.post(TOKEN, "Ada", str(number))
        chat.post(TOKEN, "Ada", "elsewhere", "tea")
    newest = chat.history("lobby", None, SLICE_ENTRIES + 1, PUBLIC)
    assert len(newest.entries) == SLICE_ENTRIES
    assert {entry.room for entry in newest.entries} == {"lobby"}
    older = chat.history("lobby", newest.entries[0].id, 2, PUBLIC)
    assert ([entry.id for entry in older.entries], older.more) == ([3, 5], True)
    with pytest.raises(BadInput):
        chat.history("a/b", None, 10, PUBLIC)


def test_a_visitors_key_is_bound_to_the_kind_and_for_messages_as_it_always_was(
    chat: Chat, feed: ListFeed
) -> None:
    """Else who says "made" first and makes the room then has used one key for two things."""
    visitor = "0" * 64
    chat.post(visitor, "Ada", "made", "tea", "k")
    chat.make(visitor, "Ada", "cake", "k")
    assert feed.drafts[0].key == bound("k", "tea", "Ada", "made")
    assert feed.drafts[1].key == bound("k", "room", "cake", "Ada", "made")


def test_what_a_reply_answers_is_looked_up_in_its_senders_turn(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        chat = Chat(feed, limits())
        chat.post(TOKEN, "Ada", "hello")
        with pytest.raises(StorageBusy):
            chat.post(TOKEN, "Ada", "hi", reply="1", reader=Reader("here", lambda: True))
        assert chat.post(TOKEN, "Ada", "hi", reply="1", reader=Reader("here")).id == 2
