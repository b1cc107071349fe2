"""What must not end: failures are said once, and the next turn is taken."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from appliance.errors import StorageFull
from appliance.steady import PAUSE_SECONDS, Steady


class Work:
    """Turns that fail with what they are told to, and the pauses between."""

    def __init__(self, *troubles: Exception | None) -> None:
        self.pauses: list[float] = []
        self.turns = 0
        self._troubles: Iterator[Exception | None] = iter(troubles)
        self.steady = Steady("The work", self._turn, self.pauses.append)

    def _turn(self) -> None:
        self.turns += 1
        trouble = next(self._troubles, None)
        if trouble is not None:
            raise trouble
        if self.turns > 5:
            self.steady.end()


@pytest.mark.parametrize("trouble", [MemoryError(), RuntimeError("no thread"), KeyError("x")])
def test_nothing_ends_it_and_it_pauses_after_failures(trouble: Exception) -> None:
    work = Work(trouble, trouble, None, trouble)
    work.steady.run()
    assert work.turns == 6
    assert work.pauses == [PAUSE_SECONDS] * 3


def test_a_row_of_failures_is_said_once_and_so_is_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    work = Work(RuntimeError("no thread"), RuntimeError("no thread"), RuntimeError("again"))
    work.steady.run()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["The work failed: no thread", "The work works again."]
    assert caplog.records[0].exc_info is not None


def test_it_knows_whether_it_is_well() -> None:
    work = Work(RuntimeError("words of the system"), StorageFull("log-full"))
    assert work.steady.trouble(within=60) is None
    assert not work.steady.step()
    assert str(work.steady.trouble(within=60)).startswith("The work fails; it is tried again.")
    assert "words" not in str(work.steady.trouble(within=60))
    work.steady.step()
    assert str(work.steady.trouble(within=60)) == str(StorageFull("log-full"))
    assert work.steady.step()
    assert work.steady.trouble(within=60) is None
    assert "held up" in str(work.steady.trouble(within=-1))


def test_what_cannot_even_pause_goes_on() -> None:
    def no_timer(seconds: float) -> None:
        raise MemoryError

    def turn() -> None:
        steady.end()
        raise MemoryError

    steady = Steady("The work", turn, no_timer)
    steady.run()
    assert steady.failed


def test_what_ends_a_greenlet_or_the_process_ends_it() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Steady("The work", stop).run()
