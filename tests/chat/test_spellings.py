"""One room for a name, however its letters are written."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from appliance.chat.chat import Chat
from appliance.chat.room import LONGEST, small, typed_name
from appliance.errors import BadInput
from appliance.feed.entry import Draft
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import ListFeed

TOKEN = "0" * 32


def chat_of(*older: str) -> Chat:
    """A chat on an older log with these rooms."""
    feed = ListFeed()
    for room in older:
        feed.append(Draft(room, "message", "Ada", "m", {"message": "old"}))
    return Chat(feed, limits())


@pytest.mark.parametrize(
    "names",
    [
        ("lobby", "Lobby", "LOBBY"),
        ("küche", "Küche", "KU\u0308CHE"),
        ("straße", "Straße", "STRA\u1e9eE"),
        ("οδος", "ΟΔΟΣ", "οδοσ"),
        ("οδος-γη", "ΟΔΟΣ-ΓΗ", "οδοσ-γη"),
        ("μ", "\u00b5"),
        ("\u0131l\u0131k", "\u0131L\u0131K"),
        ("istanbul", "\u0130stanbul", "ISTANBUL"),
        ("чай", "ЧАЙ"),
        ("会议室",),
    ],
)
def test_all_spellings_are_one_room_in_small_letters(names: tuple[str, ...]) -> None:
    chat = chat_of()
    for name in reversed(names):
        assert chat.post(TOKEN, "Ada", "hello", name).room == names[0]
    for name in names:
        assert len(chat.history(name, None, 10, PUBLIC).entries) == len(names)
    assert {room.name for room in chat.rooms(PUBLIC)} == {"lobby", names[0]}


def test_of_an_older_log_every_room_is_reached_by_its_own_name() -> None:
    chat = chat_of("Tea", "TEA", "Lobby", "Milk", "water")
    for name in ("Tea", "TEA", "Lobby", "Milk", "water", "lobby"):
        assert chat.room(name) == name
        assert chat.post(TOKEN, "Ada", "hello", name).room == name
    # By any other, the one that was there; always the same where there are several.
    assert [chat.room(name) for name in ("tea", "tEA", "MILK", "LOBBY", "WATER")] == [
        *("TEA", "TEA", "Milk", "lobby", "water")
    ]
    assert chat.post(TOKEN, "Ada", "hello", "MILK").room == "Milk"
    assert chat_of("TEA", "Tea").room("tea") == "TEA"


def test_a_name_is_no_longer_in_small_letters() -> None:
    assert chat_of().room("\u0130" * LONGEST) == "i" * LONGEST
    for number in range(sys.maxunicode + 1):
        name = unicodedata.normalize("NFC", chr(number))
        assert len(small(name)) <= len(name)
        assert small(small(name)) == small(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("coffee break", "coffee-break"),
        ("  #Coffee   Break ", "coffee-break"),
        ("coffee - break", "coffee-break"),
        ("coffee\u00a0break", "coffee-break"),
        ("# tea", "tea"),
        ("tea--time", "tea--time"),
        ("LOBBY", "lobby"),
    ],
)
def test_what_somebody_types_becomes_a_name(typed: str, name: str) -> None:
    chat = chat_of()
    assert chat.room(typed_name(typed)) == name
    made = chat.make(TOKEN, "Ada", typed)
    assert made is None if name == "lobby" else made and made.room == name
    assert chat.make(TOKEN, "Ada", typed) is None


@pytest.mark.parametrize("typed", ["", " ", "#", "a/b", "q&a", None, 7, "x" * 10_000, "a\x00b"])
def test_what_can_be_no_name_is_refused(typed: object) -> None:
    with pytest.raises(BadInput):
        chat_of().make(TOKEN, "Ada", typed)


def test_a_room_that_was_made_is_there_without_a_message() -> None:
    chat = chat_of()
    chat.make(TOKEN, "Ada", "Tea", "k")
    assert [(room.name, room.messages) for room in chat.rooms(PUBLIC)] == [("lobby", 0), ("tea", 0)]
    (entry,) = chat.history("tea", None, 10, PUBLIC).entries
    assert (entry.kind, entry.id) == ("room", 1)
