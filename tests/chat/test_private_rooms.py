"""Rooms of those who are in them, and conversations: who may do what there, over a plain list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from appliance.chat import private_rooms
from appliance.chat.actor import Actor
from appliance.chat.chat import Chat
from appliance.chat.makers import AT_ONCE, TooFast
from appliance.chat.member import new_token
from appliance.chat.private_rooms import PrivateRooms, TooManyPeople
from appliance.chat.room import RoomUnknown
from appliance.chat.senders import Maker
from appliance.chat.standing.private_room import PrivateRoom
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, KeyTaken, Problem, Refused, TooLong, TooManyRooms
from appliance.feed.scope import PUBLIC
from tests.chat.limits import limits
from tests.chat.memory import ListFeed

ADA, BOB, EVE = (Actor.of(new_token(), nick) for nick in ("Ada", "Bob", "Eve"))
PASSER_BY = Actor.of("a" * 64, "Somebody")


class House:
    """A chat's private rooms, and the registry of who is in them."""

    def __init__(self) -> None:
        self.feed = ListFeed()
        self.registry = Registry(self.feed)
        self.rooms = PrivateRooms(self.feed, self.registry)

    def people(self, room: str) -> set[str]:
        found = set(self.registry.members(room))
        assert all(
            (room in self.registry.scope(one.member).rooms) == (one.member in found) for one in ALL
        )
        return found

    def last(self) -> dict[str, Any]:
        draft = self.feed.drafts[-1]
        return {"room": draft.room, "kind": draft.kind, "by": draft.member, **draft.fields}


ALL = (ADA, BOB, EVE)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def plans(house: House) -> str:
    """A room of Ada's, in which Bob is."""
    room = house.rooms.make(ADA, "Plans", "for the summer").room
    house.rooms.add(ADA, room, BOB.member)
    return room


def test_who_makes_a_room_is_alone_in_it(house: House) -> None:
    room = house.rooms.make(ADA, " Plans\n", "for the summer").room
    assert house.registry.room(room) == PrivateRoom("Plans", "for the summer", maker=ADA.member)
    assert house.people(room) == {ADA.member}
    made = {"room": room, "kind": "room", "by": ADA.member, "what": "made", "title": "Plans"}
    assert house.last() == made


def test_two_rooms_may_have_one_title_and_a_key_makes_one_room(house: House) -> None:
    first = house.rooms.make(ADA, "Plans", key="k")
    assert house.rooms.make(ADA, "Plans", key="k") == first._replace(new=False)
    rooms = {
        first.room,
        house.rooms.make(ADA, "Plans").room,
        house.rooms.make(BOB, "Plans", key="k").room,
    }
    assert len(rooms) == 3
    with pytest.raises(KeyTaken):
        house.rooms.make(ADA, "Other plans", key="k")


def test_everybody_in_a_room_lets_others_in(house: House, plans: str) -> None:
    house.rooms.add(BOB, plans, EVE.member)
    assert house.people(plans) == {ADA.member, BOB.member, EVE.member}
    joined = {
        "room": plans,
        "kind": "member",
        "by": BOB.member,
        "what": "joined",
        "who": EVE.member,
    }
    assert house.last() == joined
    told = len(house.feed.drafts)
    house.rooms.add(ADA, plans, EVE.member)
    assert len(house.feed.drafts) == told  # who is there is not let in again


def test_who_made_it_takes_others_out_and_others_leave(house: House, plans: str) -> None:
    house.rooms.add(ADA, plans, EVE.member)
    with pytest.raises(Refused, match="Only who made this room"):
        house.rooms.take_out(BOB, plans, EVE.member)
    house.rooms.take_out(ADA, plans, EVE.member)
    assert (house.last()["what"], house.people(plans)) == ("removed", {ADA.member, BOB.member})
    house.rooms.take_out(BOB, plans, BOB.member)
    assert (house.last()["what"], house.people(plans)) == ("left", {ADA.member})
    assert house.registry.scope(BOB.member) == PUBLIC


def test_a_room_goes_with_the_last_who_leaves_it(house: House, plans: str) -> None:
    house.rooms.take_out(ADA, plans, ADA.member)
    assert house.registry.room(plans) is not None
    house.rooms.take_out(BOB, plans, BOB.member)
    assert (house.registry.room(plans), house.registry.rooms, house.people(plans)) == (
        None,
        0,
        set(),
    )
    for act in (house.rooms.add, house.rooms.take_out):
        with pytest.raises(RoomUnknown):
            act(ADA, plans, BOB.member)


Act = Callable[[House, Actor, str], object]
ACTS: list[Act] = [
    lambda house, who, room: house.rooms.add(who, room, who.member),
    lambda house, who, room: house.rooms.add(who, room, "no member"),
    lambda house, who, room: house.rooms.take_out(who, room, ADA.member),
    lambda house, who, room: house.rooms.take_out(who, room, who.member),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_room_that_one_is_not_in_is_as_one_that_is_not_there(
    house: House, plans: str, act: Act
) -> None:
    direct, _ = house.rooms.direct(ADA, [BOB.member])
    told = []
    for room in (plans, direct, "@nowhere", "lobby"):
        with pytest.raises(Problem) as refused:
            act(house, EVE, room)
        told.append((type(refused.value), refused.value.told()))
    assert told == [told[0]] * 4
    assert house.people(plans) == {ADA.member, BOB.member}


def test_a_conversation_is_found_again_whoever_begins_it(house: House) -> None:
    room, new = house.rooms.direct(ADA, [BOB.member, EVE.member])
    assert new
    assert house.rooms.direct(EVE, [ADA.member, BOB.member, EVE.member]) == (room, False)
    assert house.rooms.direct(ADA, [BOB.member]) != (room, False)
    assert house.people(room) == {ADA.member, BOB.member, EVE.member}
    found = house.registry.room(room)
    assert found is not None
    assert found.direct


def test_a_conversation_stays_between_those_it_began_with(house: House) -> None:
    room, _ = house.rooms.direct(ADA, [BOB.member])
    for act, who in (
        (house.rooms.add, EVE),
        (house.rooms.take_out, BOB),
        (house.rooms.take_out, ADA),
    ):
        with pytest.raises(Refused, match="stays between"):
            act(ADA, room, who.member)
    assert house.people(room) == {ADA.member, BOB.member}


def test_two_who_begin_it_at_once_begin_one(house: House) -> None:
    house.feed.before_append = lambda: None
    first = house.rooms.direct(ADA, [BOB.member])
    house.registry = Registry(ListFeed())  # of a process that has not heard of it yet
    late = PrivateRooms(house.feed, house.registry)
    assert late.direct(BOB, [ADA.member]) == (first[0], False)
    assert len(house.feed.drafts) == 1


@pytest.mark.parametrize("members", [None, "ada", [], [ADA.member], ["x"], [1], ["A" * 16]])
def test_a_conversation_is_between_members_that_are_named(house: House, members: object) -> None:
    with pytest.raises(BadInput):
        house.rooms.direct(ADA, members)
    assert house.feed.drafts == []


@pytest.mark.parametrize(
    ("title", "topic", "problem"),
    [
        (None, "", BadInput),
        ("", "", BadInput),
        ("\u200b", "", BadInput),
        ("\ud800", "", BadInput),
        ("x" * 65, "", TooLong),
        ("a", None, BadInput),
        ("a", "x" * 251, TooLong),
    ],
)
def test_titles_and_topics_are_texts_of_some_length(
    house: House, title: object, topic: object, problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        house.rooms.make(ADA, title, topic)


def test_who_has_no_cookie_has_nothing_private(house: House) -> None:
    with pytest.raises(Refused, match="cookie"):
        house.rooms.make(PASSER_BY, "Plans")
    with pytest.raises(Refused, match="cookie"):
        house.rooms.direct(PASSER_BY, [ADA.member])


def test_they_count_apart_from_the_rooms_of_all(house: House, plans: str) -> None:
    house.rooms.direct(ADA, [BOB.member])
    chat = Chat(house.feed, limits(rooms=1))
    assert chat.make(new_token(), "Ada", "garden")
    with pytest.raises(TooManyRooms):
        chat.make(new_token(), "Ada", "kitchen")
    assert house.rooms.make(ADA, "More plans").new


def test_there_are_not_too_many_rooms_and_people(
    house: House, plans: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Maker("192.0.2.7")
    for number in range(AT_ONCE):
        house.rooms.make(ADA, str(number), maker=maker)
    with pytest.raises(TooFast):
        house.rooms.make(ADA, "one more", maker=maker)
    monkeypatch.setattr(private_rooms, "MOST", AT_ONCE + 1)
    monkeypatch.setattr(private_rooms, "MOST_PEOPLE", 2)
    with pytest.raises(TooManyRooms):
        house.rooms.make(ADA, "one more")
    with pytest.raises(TooManyPeople):
        house.rooms.add(ADA, plans, EVE.member)
