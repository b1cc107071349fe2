"""How often a passcode may be tried: by one, from a network, and by all together."""

from __future__ import annotations

import pytest

from appliance.chat.senders import CROWD, KNOWN, Maker
from appliance.chat.tries import ALL_AT_ONCE, ALL_SECONDS, AT_ONCE, SECONDS, TooOften, Tries


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(tries: Tries, sender: Maker, most: int = 1_000) -> int:
    """How many tries `sender` has in a row."""
    for number in range(most):
        try:
            tries.take(sender)
        except TooOften:
            return number
    return most


def test_one_sender_has_a_few_and_then_one_after_a_while() -> None:
    clock = Clock()
    tries, eve = Tries(clock), Maker("192.0.2.7")
    assert taken(tries, eve) == AT_ONCE
    with pytest.raises(TooOften) as caught:
        tries.take(eve)
    assert (caught.value.name, caught.value.retry_after) == ("tries-too-often", SECONDS)
    clock.now += SECONDS
    assert taken(tries, eve) == 1


def test_the_addresses_of_one_network_are_a_crowd() -> None:
    tries = Tries(Clock())
    assert sum(taken(tries, Maker(str(number), "net")) for number in range(50)) == AT_ONCE * CROWD


def test_all_together_have_no_more_however_many_they_are() -> None:
    clock = Clock()
    tries = Tries(clock)
    people = [Maker(str(number)) for number in range(2 * KNOWN)]
    assert sum(taken(tries, each, 1) for each in people) == ALL_AT_ONCE
    with pytest.raises(TooOften) as caught:
        tries.take(Maker("new"))
    assert caught.value.name == "tries-of-all-too-often"
    clock.now += 10 * ALL_SECONDS
    assert sum(taken(tries, each, 1) for each in reversed(people)) == 10


def test_who_was_right_has_used_nothing_up() -> None:
    tries = Tries(Clock())
    for number in range(10 * ALL_AT_ONCE):
        ada = Maker(str(number % 3))
        tries.take(ada)
        tries.give_back(ada)
    assert taken(tries, Maker("0")) == AT_ONCE
