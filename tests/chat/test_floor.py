"""Who may say something where, by a clock of the test's own."""

from __future__ import annotations

import pytest

from appliance.chat import floor as floors
from appliance.chat.floor import Floor, Muted, RoomSlow
from appliance.chat.moment import moment
from appliance.chat.standing.conduct import Conduct
from appliance.chat.standing.registry import Registry
from appliance.chat.standing.rules import Rules
from appliance.errors import Refused
from appliance.feed.facts import Fact
from tests.chat.memory import ListFeed
from tests.feed.feeds import stating

START = 1_700_000_000.0


class Room:
    """A floor over some facts, at a time that the test sets."""

    def __init__(self, *facts: Fact) -> None:
        feed = ListFeed()
        feed.append(stating(*facts))
        self.now = START
        self._floor = Floor(Registry(feed), lambda: self.now)

    def say(self, member: str = "ada", room: str = "lobby", *, keeper: bool = False) -> None:
        self._floor.take(member, room, member, keeper=keeper)


def test_a_mute_ends_by_itself() -> None:
    room = Room(Conduct(muted_until=moment(START + 90)).fact("ada"))
    room.now += 29.5
    with pytest.raises(Muted) as muted:
        room.say(keeper=True)
    assert muted.value.values == {"seconds": 61}
    room.say("bob")
    room.now = START + 90
    room.say()


def test_in_a_slow_room_each_waits_for_their_own_turn() -> None:
    room = Room(Rules(slow=10).fact("lobby"))
    room.say()
    room.say("bob")
    room.say(room="side")
    room.now += 4
    with pytest.raises(RoomSlow) as soon:
        room.say()
    assert soon.value.retry_after == 6
    room.now += 6
    room.say()


def test_a_clock_that_is_put_back_keeps_nobody_waiting_for_long() -> None:
    room = Room(Rules(slow=10).fact("lobby"))
    room.say()
    room.now -= 3_600
    room.say()


def test_who_keeps_order_speaks_where_others_may_not_but_for_an_archive() -> None:
    room = Room(Rules(readonly=True, slow=10).fact("lobby"), Rules(archived=True).fact("old"))
    for _ in range(2):
        room.say(keeper=True)
    with pytest.raises(Refused, match="host and the helpers"):
        room.say()
    with pytest.raises(Refused, match="archived"):
        room.say(room="old", keeper=True)


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "KNOWN", 2)
    room = Room(Rules(slow=10).fact("lobby"))
    for member in ("ada", "bob", "eve"):
        room.say(member)
    room.say("ada")
    with pytest.raises(RoomSlow):
        room.say("eve")
