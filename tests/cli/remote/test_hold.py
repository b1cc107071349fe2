import pytest

from appliance.cli.remote.hold import Hold

LOST, ANSWERED = "lost", "answered"


@pytest.mark.parametrize(
    ("happens", "seconds"),
    [
        ([], 25),
        ([(LOST, 20)], 25),
        ([(LOST, 20), (LOST, 20)], 12),
        ([(LOST, 20), (ANSWERED, 3), (LOST, 20)], 12),
        ([(LOST, 20), (ANSWERED, 25), (LOST, 20)], 25),
        ([(LOST, 8), (LOST, 8)], 5),
        ([(LOST, 35), (LOST, 35)], 12),
        ([(LOST, 1), (LOST, 1.9), (LOST, 0)], 25),
        ([(LOST, 4)] * 4, 5),
    ],
)
def test_how_long_a_poll_asks_to_be_held(happens: list[tuple[str, float]], seconds: int) -> None:
    hold = Hold()
    for what, held in happens:
        getattr(hold, what)(held)
    assert hold.seconds == seconds


def test_longer_holds_are_tried_again_ever_more_slowly() -> None:
    hold = Hold()
    steps = []
    for _ in range(3):
        hold.lost(20)
        hold.lost(20)
        polls = 0
        while hold.seconds < 25:
            hold.answered(hold.seconds)
            polls += 1
        steps.append(polls)
    assert steps == [40, 80, 160]
