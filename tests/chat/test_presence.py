"""Who is here, by whoever is seen to hold a poll, and a clock that the test turns."""

from __future__ import annotations

import pytest

from appliance.chat.names import PROGRAM
from appliance.chat.people import People
from appliance.chat.presence import GRACE_SECONDS, MOST_NAMED, Presence
from appliance.chat.standing.conduct import Conduct
from appliance.chat.standing.membership import Membership, membership_name
from appliance.chat.standing.person import Person
from appliance.chat.standing.registry import Registry
from appliance.feed.entry import Draft
from appliance.feed.facts import Fact
from tests.chat.memory import ListFeed


class Case:
    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.feed = ListFeed()
        people = People(self.feed.facts, lambda: "2026-01-01T00:00:00.000Z")
        self.presence = Presence(people, Registry(self.feed), clock=lambda: self.time)

    def hold(self, fact: Fact) -> None:
        self.feed.append(Draft(PROGRAM, "member", "", "", {}, facts=(fact,)))

    def look(self, **away: bool) -> set[str]:
        return set(self.presence.look(away))

    def states(self, room: str = "lobby") -> dict[str, str]:
        people = self.presence.told(room)["people"]
        return {person["member"]: person["state"] for person in people}


@pytest.fixture
def case() -> Case:
    case = Case()
    case.hold(Membership().fact(membership_name("@a", "ada")))
    return case


def test_who_holds_a_poll_is_here_in_every_room_that_they_may_read(case: Case) -> None:
    case.hold(Person(nick="Ada").fact("ada"))
    assert case.look(ada=False, bob=True) == {"*", "@a"}
    assert case.states() == {"ada": "here", "bob": "away"}
    assert case.states("@a") == {"ada": "here"}
    assert case.presence.told("@a")["people"][0]["nick"] == "Ada"
    assert case.look(ada=False, bob=True) == set()
    assert case.look(ada=False, bob=False) == {"*"}


def test_who_is_away_for_some_seconds_was_not_away(case: Case) -> None:
    case.look(ada=False, bob=False)
    case.time += GRACE_SECONDS
    assert case.look(bob=False) == set()
    assert case.look(ada=False, bob=False) == set()
    case.time += GRACE_SECONDS + 1
    assert case.look(bob=False) == {"*", "@a"}
    assert case.states() == {"bob": "here"}
    gone = case.presence.gone("lobby")
    assert [(one["member"], one["state"]) for one in gone] == [("ada", "gone")]
    assert gone[0]["last"] == "1970-01-12T13:46:46Z"
    assert case.look(ada=False, bob=False) == {"*", "@a"}
    assert case.presence.gone("lobby") == []


def test_that_somebody_was_removed_is_seen_in_their_rooms_as_well(case: Case) -> None:
    case.look(ada=False)
    case.hold(Conduct(removed=True).fact("ada"))
    case.time += GRACE_SECONDS + 1
    assert case.look() == {"*", "@a"}


def test_a_clock_that_is_put_back_keeps_nobody_here(case: Case) -> None:
    case.look(ada=False)
    case.time -= 3_600
    assert case.look() == {"*", "@a"}
    assert case.states() == {}


def test_who_asks_need_not_wait_to_be_seen(case: Case) -> None:
    assert set(case.presence.come("ada")) == {"*", "@a"}
    assert set(case.presence.come("ada")) == set(case.presence.come(None)) == set()
    assert case.states() == {"ada": "here"}


def test_a_crowd_is_a_number(case: Case) -> None:
    case.look(**{f"m{number}": False for number in range(MOST_NAMED)})
    assert (len(case.states()), case.presence.is_crowded("*")) == (MOST_NAMED, False)
    case.presence.come("ada")
    assert case.presence.told("lobby") == {"here": MOST_NAMED + 1}
    assert case.presence.is_crowded("*")
    assert case.states("@a") == {"ada": "here"}


def test_a_name_and_who_is_in_a_room_are_told_where_they_are_another(case: Case) -> None:
    case.look(ada=False)
    renamed = Person(nick="Ada").fact("ada")
    assert set(case.presence.rooms_changed_by([renamed])) == {"*", "@a"}
    assert set(case.presence.rooms_changed_by([Person(nick="Bob").fact("bob")])) == set()
    taken_out = Membership.gone(membership_name("@a", "ada"))
    assert set(case.presence.rooms_changed_by([taken_out])) == {"@a"}
    case.hold(taken_out)
    assert case.states("@a") == {}
