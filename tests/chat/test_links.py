"""Coming into a private room by a link: over a plain list, and many at once over the real log."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import count
from pathlib import Path

import gevent
import pytest

from appliance.chat import links as links_module
from appliance.chat.actor import Actor
from appliance.chat.guesses import AT_ONCE, Guesses, TooManyGuesses
from appliance.chat.links import LONGEST, MOST, SHORTEST, Links, LinkUnknown, TooManyLinks
from appliance.chat.member import new_token
from appliance.chat.private_rooms import PrivateRooms, TooManyPeople
from appliance.chat.room import RoomUnknown
from appliance.chat.senders import Maker
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput, KeyTaken, Problem, Refused
from appliance.feed.contract import Feed
from tests.chat.memory import ListFeed
from tests.feed.bad_bus import LosingBus
from tests.feed.feeds import opened

ADA, BOB, EVE = (Actor.of(new_token(), nick) for nick in ("Ada", "Bob", "Eve"))
PASSER_BY = Actor.of("a" * 64, "Somebody")
GUESSER = Maker("192.0.2.7")


class House:
    """A chat with a room of Ada's, and a clock that a test sets."""

    def __init__(self, feed: Feed) -> None:
        self.now = 1_000_000.0
        self.registry = Registry(feed)
        self.rooms = PrivateRooms(feed, self.registry)
        self.links = Links(
            feed, self.registry, self.rooms, lambda: self.now, Guesses(lambda: self.now)
        )
        self.room = self.rooms.make(ADA, "Plans").room

    def secret(self, **how: bool | float) -> str:
        return self.links.make(ADA, self.room, **how).secret  # type: ignore[arg-type]

    def inside(self, *people: Actor) -> bool:
        return {ADA.member, *(one.member for one in people)} == set(
            self.registry.members(self.room)
        )


@pytest.fixture
def feed() -> ListFeed:
    return ListFeed()


@pytest.fixture
def house(feed: ListFeed) -> House:
    return House(feed)


def test_whoever_has_the_secret_comes_in(house: House, feed: ListFeed) -> None:
    secret = house.secret()
    room, entry = house.links.join(BOB, secret)
    assert (room, entry) == (house.room, len(feed.drafts))
    assert house.inside(BOB)
    told = {"who": BOB.member, "what": "joined", "link": next(iter(house.links.open(BOB, room)))}
    assert (feed.drafts[-1].nick, feed.drafts[-1].fields) == ("Bob", told)
    assert house.links.join(EVE, secret)[0] == room
    assert [link.uses for link in house.links.open(ADA, room).values()] == [2]
    assert house.links.join(EVE, secret) == (room, 0)  # who is in uses nothing up
    assert [link.uses for link in house.links.open(ADA, room).values()] == [2]


def test_the_log_has_no_secret(house: House, feed: ListFeed) -> None:
    secret = house.secret()
    house.links.join(BOB, secret)
    assert len(secret) * 5 >= 128
    assert secret not in repr(feed.drafts)


def test_a_link_for_one_is_for_one(house: House) -> None:
    secret = house.secret(once=True)
    house.links.join(BOB, secret)
    with pytest.raises(LinkUnknown):
        house.links.join(EVE, secret)
    assert house.links.join(BOB, secret) == (house.room, 0)  # the answer was lost on the way
    assert house.links.open(ADA, house.room) == {}
    assert house.inside(BOB)


def test_many_who_come_at_once_by_a_link_for_one_are_one(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db", LosingBus) as feed:
        house = House(feed)
        once, many = house.secret(once=True), house.secret()
        people = [Actor.of(new_token(), str(number)) for number in range(20)]
        came = _all_at_once(house, people, once)
        assert len(came) == 1
        assert house.inside(*came)
        assert len(_all_at_once(house, people, many)) == 20
        (link,) = house.links.open(ADA, house.room).values()
        assert link.uses == 19


def _all_at_once(house: House, people: list[Actor], secret: str) -> list[Actor]:
    def comes(one: Actor) -> bool:
        try:
            return bool(house.links.join(one, secret))
        except LinkUnknown:
            return False

    tries = [gevent.spawn(comes, one) for one in people]
    gevent.joinall(tries, raise_error=True)
    return [one for one, tried in zip(people, tries, strict=True) if tried.value]


def test_a_link_opens_until_it_expires(house: House) -> None:
    secret = house.secret(seconds=SHORTEST)
    house.now += SHORTEST - 1
    house.links.join(BOB, secret)
    house.now += 1
    with pytest.raises(LinkUnknown):
        house.links.join(EVE, secret)
    assert house.links.open(ADA, house.room) == {}
    house.secret()
    assert len(house.registry.links(house.room)) == 1  # what has expired does not pile up


@pytest.mark.parametrize("seconds", [SHORTEST - 1, LONGEST + 1, -1])
def test_how_long_it_is_open_has_bounds(house: House, seconds: float) -> None:
    with pytest.raises(BadInput):
        house.links.make(ADA, house.room, seconds=seconds)


def test_who_made_a_link_or_the_room_takes_it_back(house: House) -> None:
    house.rooms.add(ADA, house.room, BOB.member)
    house.rooms.add(ADA, house.room, EVE.member)
    by_bob, by_ada = (house.links.make(who, house.room) for who in (BOB, ADA))
    with pytest.raises(Refused):
        house.links.take_back(EVE, house.room, by_bob.id)
    house.links.take_back(ADA, house.room, by_bob.id)
    house.links.take_back(ADA, house.room, by_ada.id)
    for made in (by_bob, by_ada):
        with pytest.raises(LinkUnknown):
            house.links.join(PASSER_BY._replace(token=new_token()), made.secret)
        with pytest.raises(LinkUnknown):
            house.links.take_back(ADA, house.room, made.id)


def test_who_is_taken_out_comes_not_back_by_a_link_they_know(house: House) -> None:
    many = house.secret()
    house.links.join(BOB, many)
    own, others = house.links.make(BOB, house.room, once=True), house.secret(once=True)
    house.rooms.take_out(ADA, house.room, BOB.member)
    for secret in (many, own.secret):
        with pytest.raises(LinkUnknown):
            house.links.join(BOB, secret)
    assert house.links.join(EVE, others)[0] == house.room  # an invitation of somebody else's


def test_who_leaves_may_come_back_and_links_go_with_the_room(house: House) -> None:
    secret = house.secret()
    house.links.join(BOB, secret)
    house.rooms.take_out(BOB, house.room, BOB.member)
    assert house.links.join(BOB, secret)[0] == house.room
    for one in (ADA, BOB):
        house.rooms.take_out(one, house.room, one.member)
    assert dict(house.registry.links(house.room)) == {}
    with pytest.raises(LinkUnknown):
        house.links.join(BOB, secret)


def test_a_key_makes_one_link(house: House) -> None:
    first = house.links.make(ADA, house.room, key="k")
    again = house.links.make(ADA, house.room, key="k")
    assert again == first._replace(new=False)
    with pytest.raises(KeyTaken):
        house.links.make(ADA, house.room, key="k", once=True)
    assert house.links.make(ADA, house.room).secret != first.secret


ACTS: list[Callable[[Links, Actor, str, str], object]] = [
    lambda links, who, room, _: links.make(who, room),
    lambda links, who, room, _: links.open(who, room),
    lambda links, who, room, id_: links.take_back(who, room, id_),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_room_that_one_is_not_in_has_no_links(
    house: House, act: Callable[[Links, Actor, str, str], object]
) -> None:
    id_ = house.links.make(ADA, house.room).id
    told = []
    for room in (house.room, "@nowhere", "lobby"):
        with pytest.raises(RoomUnknown) as refused:
            act(house.links, EVE, room, id_)
        told.append(refused.value.told())
    assert told == [told[0]] * 3


def test_a_conversation_is_not_widened(house: House) -> None:
    room, _ = house.rooms.direct(ADA, [BOB.member])
    with pytest.raises(Refused, match="stays between"):
        house.links.make(ADA, room)


def test_there_are_not_too_many_links_and_people(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = [house.secret() for _ in range(MOST)]
    with pytest.raises(TooManyLinks):
        house.secret()
    monkeypatch.setattr("appliance.chat.private_rooms.MOST_PEOPLE", 1)
    with pytest.raises(TooManyPeople):
        house.links.join(BOB, secrets[0])


def test_who_has_no_cookie_comes_into_nothing(house: House) -> None:
    with pytest.raises(Refused, match="cookie"):
        house.links.join(PASSER_BY, house.secret())


@pytest.mark.parametrize("secret", [None, 7, ["a"]])
def test_a_secret_is_text(house: House, secret: object) -> None:
    with pytest.raises(BadInput):
        house.links.join(BOB, secret)


def test_wrong_secrets_are_slowed_down_and_right_ones_cost_nothing(house: House) -> None:
    right = house.secret()
    for number in range(AT_ONCE):
        house.links.join(BOB, right, GUESSER)
        with pytest.raises(LinkUnknown):
            house.links.join(BOB, f"\u00e4{number}", GUESSER)
    with pytest.raises(TooManyGuesses) as refused:
        house.links.join(BOB, right, GUESSER)
    with pytest.raises(LinkUnknown):
        house.links.join(BOB, "wrong", Maker("192.0.2.8"))
    with pytest.raises(LinkUnknown):
        house.links.join(BOB, "wrong", None)
    house.now += refused.value.retry_after
    house.links.join(BOB, right, GUESSER)


def test_who_always_comes_second_is_told_that_the_chat_is_busy(
    house: House, feed: ListFeed
) -> None:
    secret, numbers = house.secret(), count()

    def another_comes() -> None:
        feed.before_append = lambda: None
        house.links.join(Actor.of(new_token(), str(next(numbers))), secret)
        feed.before_append = another_comes

    feed.before_append = another_comes
    with pytest.raises(Problem) as refused:
        house.links.join(BOB, secret)
    assert refused.value.status == 503
    assert next(numbers) == links_module._TURNS
    assert math.isfinite(refused.value.retry_after)
