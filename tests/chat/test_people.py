"""Who is who: names that change, names that look alike, names that are somebody's alone."""

from __future__ import annotations

import pytest

from appliance.chat import people
from appliance.chat.chat import Chat
from appliance.chat.member import public_id, visitor_token
from appliance.chat.people import NameTaken
from appliance.chat.room import RoomUnknown
from appliance.chat.standing.person import FORMER, Person
from appliance.errors import KeyTaken
from appliance.feed import facts
from appliance.feed.facts import Fact
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import ListFeed
from tests.feed.feeds import stating

ADA, BOB = "a" * 32, "b" * 32
NOON = "2026-01-01T12:00:00.000Z"


@pytest.fixture
def feed() -> ListFeed:
    return ListFeed()


@pytest.fixture
def chat(feed: ListFeed) -> Chat:
    return Chat(feed, limits(nick=1_000), lambda: NOON)


def known(chat: Chat, token: str) -> Person | None:
    return chat.people.person(public_id(token))


def test_who_says_something_is_known_from_then_on(chat: Chat) -> None:
    assert known(chat, ADA) is None
    chat.post(ADA, "Ada", "hello")
    assert known(chat, ADA) == Person("Ada", NOON)


def test_a_fact_is_set_only_where_something_changes(chat: Chat, feed: ListFeed) -> None:
    for nick in ("Ada", "Ada", "Bea", "Bea", "", "Bea"):
        chat.post(ADA, nick, "hello")
    chat.make(ADA, "Bea", "tea")
    assert [bool(draft.facts) for draft in feed.drafts] == [
        True,
        False,
        True,
        False,
        True,
        True,
        False,
    ]
    assert known(chat, ADA) == Person("Bea", NOON, ("Ada",))


def test_the_names_before_are_few_and_the_newest_first(chat: Chat) -> None:
    for number in range(FORMER + 3):
        chat.rename(ADA, f"Ada {number}")
    person = known(chat, ADA)
    assert person is not None
    assert person.former == tuple(f"Ada {number}" for number in range(FORMER + 1, 1, -1))


def test_the_longest_names_are_remembered_as_far_as_a_fact_reaches(chat: Chat) -> None:
    for letter in "\U0001f600\U0001f601\U0001f602":
        chat.post(ADA, letter * 1_000, "hello")
    assert known(chat, ADA) == Person("\U0001f602" * 1_000, NOON)
    for letter in "abcdef":
        chat.post(BOB, letter * 1_000, "hello")
    assert known(chat, BOB) == Person("f" * 1_000, NOON, ("e" * 1_000, "d" * 1_000, "c" * 1_000))


def test_who_is_without_a_name_and_always_was_is_not_remembered(chat: Chat, feed: ListFeed) -> None:
    chat.post(ADA, "", "hello")
    assert known(chat, ADA) is None
    assert feed.drafts[0].facts == ()


def test_visitors_are_not_remembered_each_name_would_be_another_member(
    chat: Chat, feed: ListFeed
) -> None:
    chat.post(visitor_token("secret", "192.0.2.1", "Ada"), "Ada", "hello")
    assert feed.drafts[0].facts == ()


def test_beyond_a_bound_people_talk_and_are_not_remembered(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.post(ADA, "Ada", "hello")
    monkeypatch.setattr(people, "MOST", 1)
    chat.post(BOB, "Bob", "hello")
    chat.post(ADA, "Bea", "hello")
    assert (known(chat, ADA), known(chat, BOB)) == (Person("Bea", NOON, ("Ada",)), None)


def test_a_message_is_not_refused_where_facts_are_full(
    chat: Chat, feed: ListFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "CAPACITY_BYTES", 1)
    assert chat.post(ADA, "Ada", "hello").new
    assert feed.drafts[0].facts == ()


def test_another_name_is_told_in_one_room_without_the_one_before(
    chat: Chat, feed: ListFeed
) -> None:
    chat.post(ADA, "Ada", "hello", "tea")
    chat.rename(ADA, " Bea ", "tea")
    told = feed.drafts[-1]
    assert (told.room, told.kind, told.nick) == ("tea", "member", "Bea")
    assert told.fields == {"who": public_id(ADA), "what": "named"}


def test_a_change_is_made_once_under_its_key(chat: Chat, feed: ListFeed) -> None:
    receipt = chat.rename(ADA, "Ada", key="k")
    assert receipt is not None
    again = chat.rename(ADA, "Ada", key="k")
    assert again == receipt._replace(new=False)
    assert chat.rename(ADA, "Ada") is chat.rename(ADA, "Ada", key="other") is None
    with pytest.raises(KeyTaken):
        chat.rename(ADA, "Bea", key="k")
    assert len(feed.drafts) == 1


def test_it_is_told_in_no_room_that_is_not_there_or_not_theirs(chat: Chat, feed: ListFeed) -> None:
    feed.append(stating()._replace(room="@secret"))
    for room in ("nowhere", "@secret", "@nowhere"):
        with pytest.raises(RoomUnknown):
            chat.rename(ADA, "Ada", room)
    assert len(feed.drafts) == 1
    receipt = chat.rename(ADA, "Ada", "@secret", scope=PUBLIC.further(["@secret"]))
    assert receipt is not None
    assert receipt.room == "@secret"


@pytest.mark.parametrize(
    "like",
    [
        "Ada",
        "ada",
        "\u0410d\u0430",
        "A\u0501a",
        "\u00c1d\u00e0",
        "\uff21da",
        "A d a",
        "\U0001d400da",
    ],
)
def test_names_that_look_alike_have_tags(chat: Chat, like: str) -> None:
    chat.post(ADA, "Ada", "hello")
    assert chat.people.tag(public_id(ADA)) is None
    chat.post(BOB, like, "hello")
    tags = {chat.people.tag(public_id(token)) for token in (ADA, BOB)}
    assert tags == {public_id(ADA)[:4], public_id(BOB)[:4]}
    chat.rename(BOB, "Bob")
    assert [chat.people.tag(public_id(token)) for token in (ADA, BOB)] == [None, None]


@pytest.mark.parametrize("other", ["Adam", "Eda", "\u0410\u0434\u0430"])
def test_others_have_none(chat: Chat, other: str) -> None:
    chat.post(ADA, "Ada", "hello")
    chat.post(BOB, other, "hello")
    assert chat.people.tag(public_id(ADA)) is None


def test_a_script_of_which_the_page_has_no_table_is_looked_at_too(chat: Chat) -> None:
    chat.post(ADA, "\u5de5", "hello")  # 工
    chat.post(BOB, "\u30a8", "hello")  # エ
    assert chat.people.tag(public_id(ADA)) == public_id(ADA)[:4]


def test_a_bots_name_is_nobody_elses(chat: Chat, feed: ListFeed) -> None:
    chat.post(ADA, "Printer", "I was first")
    feed.append(stating(Fact("token", "t1", {"name": "Printer", "rooms": []})))
    for nick in ("Printer", "printer", "Pr\u0456nter", "P r i n t e r"):
        with pytest.raises(NameTaken, match="Printer"):
            chat.post(BOB, nick, "hello")
        with pytest.raises(NameTaken):
            chat.rename(ADA, nick)
        with pytest.raises(NameTaken):
            chat.make(BOB, nick, "tea")
    assert chat.people.tag(public_id(ADA)) == public_id(ADA)[:4]
    chat.post(BOB, "Printers", "hello")
    feed.append(stating(Fact("token", "t1", None)))
    chat.post(BOB, "printer", "hello")


def test_all_of_it_is_the_same_after_a_restart(chat: Chat, feed: ListFeed) -> None:
    chat.post(ADA, "Ada", "hello")
    chat.rename(ADA, "Bea")
    chat.post(BOB, "B\u0435a", "hello")
    feed.append(stating(Fact("token", "t1", {"name": "Printer"})))
    again = Chat(feed, limits())
    assert known(again, ADA) == Person("Bea", NOON, ("Ada",))
    assert again.people.tag(public_id(ADA)) is not None
    with pytest.raises(NameTaken):
        again.post(ADA, "printer", "hello")
