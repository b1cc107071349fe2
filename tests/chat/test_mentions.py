"""Whom a text names, and who they are to whoever reads it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from time import perf_counter
from typing import Any

import pytest

from appliance.chat.member import public_id
from appliance.chat.mentions import MOST, SMALL, Mentions, Utterance, meant
from appliance.chat.people import People
from appliance.chat.standing.conduct import HOST
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.facts import Fact
from tests.chat.memory import TIME, ListFeed
from tests.feed.feeds import draft

TOKENS = {
    name: f"{number:032x}" for number, name in enumerate(("ada", "bob", "eve", "zoe", "ada2"))
}
ADA, BOB, EVE, ZOE, OTHER = map(public_id, TOKENS.values())


class Here:
    """Who is here is what a test says."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.unseen: set[str] = set()

    def present(self, room: str) -> Collection[str]:
        return self.people

    def is_shown(self, member: str) -> bool:
        return member not in self.unseen


class Story:
    def __init__(self) -> None:
        self.feed, self.here = ListFeed(), Here()
        self.people = People(self.feed.facts, lambda: TIME)
        self.registry = Registry(self.feed)
        self.mentions = Mentions(self.people, self.registry, self.here, self.here.is_shown, 40)

    def call(self, who: str, nick: str) -> None:
        self.feed.append(draft()._replace(facts=self.people.naming(TOKENS[who], nick)))

    def join(self, room: str, *members: str) -> None:
        for member in members:
            fact = Fact(Membership.noun, membership_name(room, member), {})
            self.feed.append(draft(room=room)._replace(facts=(fact,)))

    def find(self, text: str, room: str = "lobby", **said: Any) -> Mapping[str, str | None]:
        told = self.mentions.find(Utterance(text, room, ZOE, **said)).fields.get("mentions", [])
        return {one["name"]: one.get("member") for one in told}

    def called(self, text: str, **said: Any) -> Collection[str]:
        return set(self.mentions.find(Utterance(text, "lobby", ZOE, **said)).calls.members)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.call("ada", "Ada")
    story.call("bob", "Bob the Builder")
    story.call("eve", "Évé")
    story.call("zoe", "Zoe")
    return story


def test_names_are_found_at_the_edges_of_words_whatever_case_they_are_in(story: Story) -> None:
    assert story.find("@Ada hello") == {"Ada": ADA}
    assert story.find("hello @ada, and (@eve)!") == {"ada": ADA, "eve": EVE}
    assert story.find("so @Bob the Builder's house") == {"Bob the Builder": BOB}
    assert story.find("こんにちは@Ada") == {"Ada": ADA}
    for text in ("ada@Ada", "x/@Ada", "@Adam", "@Bob", "@ Ada", "nobody", "@nobody"):
        assert story.find(text) == {}, text


def test_in_code_nobody_is_named(story: Story) -> None:
    assert story.find("`@Ada`") == {}
    assert story.find("```java\n@Ada\n```\n@eve") == {"eve": EVE}
    assert story.find("```\n@Ada```\n@eve") == {"eve": EVE}
    assert story.find("a ` and @Ada") == {"Ada": ADA}


def test_of_two_who_look_the_same_the_one_who_is_here_is_meant_or_the_one_with_the_tag(
    story: Story,
) -> None:
    story.call("ada2", "ADA")
    assert story.find("@Ada") == {}
    for member in (ADA, OTHER):
        tagged = f"Ada#{member[:4]}"
        assert story.find(f"@{tagged}, you?") == {tagged: member}
    story.here.people = {OTHER}
    assert story.find("@Ada#zzzz") == {"Ada": OTHER}
    story.here.people = {ADA, OTHER}
    assert story.find("@Ada") == {}
    assert story.find("@Ada", meant={"Ada": ADA}) == {"Ada": ADA}


def test_who_is_meant_is_or_was_called_so(story: Story) -> None:
    story.call("ada", "Adele")
    assert story.find("@Ada") == {}
    assert story.find("@Ada", meant={"Ada": ADA}) == {"Ada": ADA}
    assert story.find("@Bob", meant={"Bob": ADA}) == {}
    assert story.find("@Ada", known=[{"name": "Ada", "member": ADA}]) == {"Ada": ADA}


def test_who_is_not_shown_is_found_by_who_knows_them(story: Story) -> None:
    story.here.unseen = {ADA}
    assert story.find("@Ada") == {}
    assert story.find("@Ada", meant={"Ada": ADA}) == {"Ada": ADA}
    assert story.find(f"@Ada#{ADA[:4]}") == {f"Ada#{ADA[:4]}": ADA}


def test_in_a_private_room_nobody_is_found_who_is_not_in_it(story: Story) -> None:
    story.join("@abc", ADA, ZOE)
    assert story.find("@Ada @eve", "@abc", meant={"eve": EVE}) == {"Ada": ADA}
    assert story.find("@Ada @eve", "@other") == {}


def test_all_who_are_here_are_called_by_few_or_by_who_keeps_order(story: Story) -> None:
    story.here.people = {ADA, EVE, ZOE}
    assert story.find("@here and @Ada") == {"here": None, "Ada": ADA}
    assert story.called("@here") == {ADA, EVE}
    story.here.people = {ZOE, *(f"m{number}" for number in range(SMALL))}
    assert story.find("@here") == {}
    assert story.find("@here", role=HOST) == {"here": None}
    again = story.mentions.find(
        Utterance("@here", "lobby", ZOE, HOST, known=[{"name": "here"}])
    ).calls
    assert (again.members, again.more) == ((), True)


def test_nobody_is_called_by_themselves(story: Story) -> None:
    assert story.find("@Zoe") == {"Zoe": ZOE}
    assert story.called("@Zoe and @Ada") == {ADA}


def test_what_a_sender_says_of_names_is_checked() -> None:
    assert meant(None) == {}
    assert meant({"Ada": ADA}) == {"Ada": ADA}
    many = {str(number): ADA for number in range(MOST + 1)}
    wrongs: list[Any] = [[], "x", {"Ada": "x"}, {"Ada": None}, many]
    for wrong in wrongs:
        with pytest.raises(BadInput):
            meant(wrong)


def test_texts_that_are_made_to_take_long_do_not(story: Story) -> None:
    began = perf_counter()
    for text in (
        "@a b c d e f g h " * 4_000,
        "`" * 64_000,
        "`a" * 32_000,
        "```\n" * 16_000,
        "@" * 64_000,
    ):
        story.find(text)
    assert perf_counter() - began < 1
