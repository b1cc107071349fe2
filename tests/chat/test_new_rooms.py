"""Which rooms may be made."""

from __future__ import annotations

from collections.abc import Callable

import gevent
import pytest
from gevent.event import Event

from appliance.chat.chat import Chat
from appliance.chat.new_rooms import LooksTheSame
from appliance.errors import BadInput, StorageProblem, TooManyRooms
from appliance.feed.contract import Receipt
from appliance.feed.entry import Draft
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import ListFeed
from tests.running import DEADLINE

TOKEN = "0" * 32
CYRILLIC = "l\u043ebby"


@pytest.fixture
def feed() -> ListFeed:
    return ListFeed()


@pytest.fixture
def chat(feed: ListFeed) -> Chat:
    return Chat(feed, limits())


def test_a_room_that_looks_like_another_is_not_made(chat: Chat, feed: ListFeed) -> None:
    # The lobby is always there, also before anybody has said something in it.
    with pytest.raises(LooksTheSame, match="There is a room “lobby” that looks the same"):
        chat.post(TOKEN, "Ada", "hello", CYRILLIC)
    chat.post(TOKEN, "Ada", "hello", "paypal")
    with pytest.raises(LooksTheSame, match="“paypal”"):
        chat.post(TOKEN, "Ada", "hello", "p\u0430ypal")
    assert [draft.room for draft in feed.drafts] == ["paypal"]


def test_two_that_look_the_same_and_come_at_once_do_not_both_come(
    chat: Chat, feed: ListFeed
) -> None:
    def ask_the_other() -> None:
        feed.before_append = lambda: None
        with pytest.raises(LooksTheSame, match="“tea”"):
            chat.post(TOKEN, "Ada", "hello", "te\u0430")

    feed.before_append = ask_the_other
    chat.post(TOKEN, "Ada", "hello", "tea")
    assert [draft.room for draft in feed.drafts] == ["tea"]


def test_a_room_that_could_not_be_made_is_not_looked_like(chat: Chat, feed: ListFeed) -> None:
    def fail() -> None:
        raise StorageProblem("not-stored")

    feed.before_append = fail
    with pytest.raises(StorageProblem):
        chat.post(TOKEN, "Ada", "hello", "tea")
    feed.before_append = lambda: None
    assert chat.post(TOKEN, "Ada", "hello", "te\u0430").room == "te\u0430"


def test_an_older_log_s_rooms_stay_open_whatever_they_look_like(chat: Chat, feed: ListFeed) -> None:
    for room in ("tea\ufe0f", "te\u0430", CYRILLIC):
        feed.append(Draft(room, "message", "", "m", {"message": "old"}))
        assert chat.post(TOKEN, "Ada", "hello", room).room == room
        chat.history(room, None, 10, PUBLIC)
    with pytest.raises(LooksTheSame):
        chat.post(TOKEN, "Ada", "hello", "tea")
    with pytest.raises(BadInput, match="cannot be seen"):
        chat.post(TOKEN, "Ada", "hello", "tea\ufe0e")


def test_a_room_is_made_by_the_same_rules_before_anything_is_said_in_it(chat: Chat) -> None:
    with pytest.raises(LooksTheSame):
        chat.make(TOKEN, "Ada", CYRILLIC)
    with pytest.raises(BadInput, match="cannot be seen"):
        chat.make(TOKEN, "Ada", "tea\ufe0e")
    few = Chat(ListFeed(), limits(rooms=2))
    few.make(TOKEN, "Ada", "one")
    few.make(TOKEN, "Ada", "two")
    with pytest.raises(TooManyRooms):
        few.make(TOKEN, "Ada", "three")


@pytest.mark.parametrize("name", ["-", "---", "_", "-_-"])
def test_a_name_of_dashes_only_is_refused(chat: Chat, feed: ListFeed, name: str) -> None:
    with pytest.raises(BadInput, match="a letter or a digit"):
        chat.make(TOKEN, "Ada", name)
    feed.append(Draft(name, "message", "", "m", {"message": "old"}))
    assert chat.post(TOKEN, "Ada", "hello", name).room == name


def at_once(feed: ListFeed, *asked: Callable[[], object], fails: bool = False) -> list[object]:
    """What each gets who comes while the first is still being stored."""
    stored = Event()

    def hold() -> None:
        feed.before_append = lambda: None
        stored.wait()
        if fails:
            raise StorageProblem("not-stored")

    feed.before_append = hold
    greenlets = [gevent.spawn(ask) for ask in asked]
    gevent.idle()
    stored.set()
    gevent.joinall(greenlets, timeout=DEADLINE)
    return [
        greenlet.value if greenlet.successful() else greenlet.exception for greenlet in greenlets
    ]


def test_of_two_who_make_one_room_at_once_the_second_gets_the_firsts(
    chat: Chat, feed: ListFeed
) -> None:
    first, second, third = at_once(
        feed,
        lambda: chat.make(TOKEN, "Ada", "tea"),
        lambda: chat.make("1" * 32, "Bob", "Tea"),
        lambda: chat.post("2" * 32, "Eve", "hello", "tea"),
    )
    assert first == Receipt(1, "tea", new=True)
    assert second is None
    assert third == Receipt(2, "tea", new=True)
    assert [draft.kind for draft in feed.drafts] == ["room", "message"]


def test_whoever_asks_twice_at_once_is_answered_twice(chat: Chat, feed: ListFeed) -> None:
    answers = at_once(feed, *[lambda: chat.make(TOKEN, "Ada", "tea", "k")] * 2)
    assert answers == [Receipt(1, "tea", new=True), Receipt(1, "tea", new=False)]


def test_where_the_first_fails_the_next_makes_the_room(chat: Chat, feed: ListFeed) -> None:
    make = [lambda: chat.make(TOKEN, "Ada", "tea")] * 3
    failed, second, third = at_once(feed, *make, fails=True)
    assert isinstance(failed, StorageProblem)
    assert (second, third) == (Receipt(1, "tea", new=True), None)
