import pytest

from appliance.cli.remote.waiting import FIRST, LONGEST, pause, pause_within, rest


def test_pauses_begin_with_a_second_and_double_up_to_thirty() -> None:
    most = [pause(failures, chance=1) for failures in range(1, 9)]
    assert most == [1, 2, 4, 8, 16, 30, 30, 30]


def test_chance_spreads_those_who_come_back() -> None:
    assert pause(3, chance=0) == pytest.approx(2.4)
    assert pause(3, chance=1) == pytest.approx(4)


def test_failures_without_end_do_not_overflow() -> None:
    assert pause(10**9, chance=1) == LONGEST


def test_never_sooner_than_the_chat_asks() -> None:
    assert pause(1, chance=0, retry_after=60) == 60
    assert pause(6, chance=1, retry_after=5) == 30


def test_the_last_try_is_at_the_end_of_the_time() -> None:
    assert pause_within(0.25, 4, chance=1) == 0.25
    assert pause_within(100, 1, chance=1) == FIRST


def test_giving_up_when_the_time_is_over_or_the_chat_asks_for_longer() -> None:
    assert pause_within(0, 1, chance=1) is None
    assert pause_within(-1, 1, chance=1) is None
    assert pause_within(5, 1, chance=1, retry_after=6) is None


def test_a_poll_that_was_not_held_is_not_repeated_at_once() -> None:
    assert rest(25, held=0.01, told=False) == FIRST
    assert rest(25, held=25, told=False) == 0
    assert rest(25, held=0.01, told=True) == 0
    assert rest(0, held=0.01, told=False) == 0
