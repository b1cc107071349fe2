from collections.abc import Callable

import pytest

from appliance.cli.remote.patience import BACK, LOST, Patience, Retry
from appliance.cli.terminal.exit import NotAChat, TryAgain, Unreachable
from appliance.errors import Problem, Refused


class World:
    """A clock that only sleeping moves, and what was said."""

    def __init__(self) -> None:
        self.now = 0.0
        self.said: list[str] = []
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)

    def patience(self) -> Patience:
        return Patience(sleep=self.sleep, chance=lambda: 1.0, tell=self.said.append)

    def retry(self, limit: float) -> Retry:
        return Retry(
            limit,
            clock=lambda: self.now,
            sleep=self.sleep,
            chance=lambda: 1.0,
            tell=self.said.append,
        )


def after(*problems: Problem) -> Callable[[], str]:
    """A request that fails so and then is answered."""
    left = list(problems)

    def ask() -> str:
        if left:
            raise left.pop(0)
        return "answer"

    return ask


AWAY = Unreachable("said", words="Nothing answers.")
BUSY = TryAgain("said", 7, words="The chat is busy.")


def test_a_chat_that_was_met_is_waited_for_and_both_ends_are_told_once() -> None:
    world = World()
    patience = world.patience()
    patience.answer_to(after())
    assert patience.sure
    assert patience.answer_to(after(AWAY, AWAY, NotAChat("?"), AWAY)) == "answer"
    assert world.said == [LOST, BACK]
    assert world.slept == [1, 2, 4, 8]
    assert patience.sure


def test_the_pauses_begin_anew_after_an_answer() -> None:
    world = World()
    patience = world.patience()
    patience.answer_to(after())
    patience.answer_to(after(AWAY, AWAY))
    patience.answer_to(after(AWAY))
    assert world.slept == [1, 2, 1]


def test_a_chat_never_met_is_not_waited_for() -> None:
    world = World()
    with pytest.raises(Unreachable):
        world.patience().answer_to(after(AWAY))
    assert not world.slept


def test_a_busy_chat_is_waited_for_from_the_beginning_as_long_as_it_asks() -> None:
    world = World()
    assert world.patience().answer_to(after(BUSY)) == "answer"
    assert world.slept == [7]
    assert world.said == ["The chat is busy. Trying again …", BACK]


def test_a_refusal_ends_the_patience() -> None:
    patience = World().patience()
    patience.answer_to(after())
    with pytest.raises(Refused):
        patience.answer_to(after(Refused("said", words="No.")))


def test_without_time_nothing_is_repeated() -> None:
    world = World()
    with pytest.raises(Unreachable):
        world.retry(0).answer_to(after(AWAY))
    assert not world.said


def test_a_request_is_repeated_until_the_time_is_over() -> None:
    world = World()
    with pytest.raises(Unreachable):
        world.retry(5).answer_to(after(*[AWAY] * 9))
    assert world.slept == [1, 2, 2]
    assert world.said == ["Nothing answers. Trying again for 5 seconds …"]


def test_a_request_is_repeated_until_it_is_answered() -> None:
    world = World()
    assert world.retry(60).answer_to(after(AWAY, BUSY, NotAChat("?"))) == "answer"
    assert world.slept == [1, 7, 4]


@pytest.mark.parametrize(
    "problem", [Refused("said", words="No."), TryAgain("said", 61, words="Later.")]
)
def test_what_repeating_does_not_help_against_is_raised_at_once(problem: Problem) -> None:
    world = World()
    with pytest.raises(type(problem)):
        world.retry(60).answer_to(after(problem))
    assert not world.slept
