"""How fast, and how many, rooms one sender may make."""

from __future__ import annotations

import pytest

from appliance.chat.chat import Chat
from appliance.chat.makers import AT_ONCE, SECONDS, Makers, TooFast
from appliance.chat.senders import CROWD, KNOWN, Maker
from appliance.errors import TooManyRooms
from tests.chat.limits import limits
from tests.chat.memory import ListFeed

ADA = Maker("192.0.2.7")
BOB = Maker("192.0.2.8")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make(makers: Makers, maker: Maker, rooms: int) -> None:
    for _ in range(rooms):
        makers.admit(maker)
        makers.made(maker)


def test_some_rooms_are_made_in_a_row_and_then_one_after_the_other(clock: Clock) -> None:
    makers = Makers(1_000, clock)
    make(makers, ADA, AT_ONCE)
    with pytest.raises(TooFast, match="try again in 10 s") as refused:
        makers.admit(ADA)
    assert refused.value.retry_after == SECONDS
    make(makers, BOB, AT_ONCE)
    clock.now += SECONDS - 1
    with pytest.raises(TooFast, match="try again in 1 s"):
        makers.admit(ADA)
    clock.now += 1
    make(makers, ADA, 1)
    clock.now += 100 * SECONDS
    make(makers, ADA, AT_ONCE)
    with pytest.raises(TooFast):
        makers.admit(ADA)


def test_one_sender_makes_a_quarter_of_the_rooms_at_most(clock: Clock) -> None:
    makers = Makers(200, clock)
    for _ in range(50):
        clock.now += SECONDS
        make(makers, ADA, 1)
    clock.now += 100 * SECONDS
    with pytest.raises(TooManyRooms, match="your device or its network 50 rooms were made"):
        makers.admit(ADA)
    make(makers, BOB, 1)


def test_in_a_small_chat_one_sender_may_make_what_it_has_in_mind(clock: Clock) -> None:
    make(Makers(5, clock), ADA, AT_ONCE)


def test_who_has_many_addresses_of_a_network_is_bounded_with_all_of_them(clock: Clock) -> None:
    makers = Makers(1_000, clock)
    for number in range(CROWD * AT_ONCE):
        make(makers, Maker(f"2001:db8::{number:x}", "2001:db8::/64"), 1)
    with pytest.raises(TooFast, match="try again in 3 s"):
        makers.admit(Maker("2001:db8::ffff", "2001:db8::/64"))
    make(makers, Maker("2001:db8:1::1", "2001:db8:1::/64"), 1)


def test_only_so_many_senders_are_remembered(clock: Clock) -> None:
    makers = Makers(1_000, clock)
    make(makers, ADA, AT_ONCE)
    for number in range(KNOWN - 1):
        makers.admit(Maker(str(number)))
    with pytest.raises(TooFast):
        makers.admit(ADA)
    for number in range(KNOWN):
        makers.admit(Maker(str(number)))
    makers.admit(ADA)


def test_only_new_rooms_count() -> None:
    chat = Chat(ListFeed(), limits())
    for number in range(AT_ONCE):
        chat.post("t", "Ada", "hello", f"room-{number}", maker=ADA)
    for room in ("lobby", "room-1"):
        chat.post("t", "Ada", "hello", room, maker=ADA)
    with pytest.raises(TooFast):
        chat.post("t", "Ada", "hello", "one-more", maker=ADA)
    for number in range(AT_ONCE * 2):
        chat.post("t", "Ada", "hello", f"of-the-host-{number}")
