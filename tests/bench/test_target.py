"""Targets are judged by the median of ratios that are paired by round."""

from __future__ import annotations

from tests.bench.target import ratios, verdict


def test_rounds_are_paired_and_a_missing_round_is_left_out() -> None:
    assert ratios({0: 10.0, 1: 30.0, 2: 5.0}, {0: 10.0, 1: 20.0}) == [1.0, 1.5]


def test_one_bad_round_does_not_decide() -> None:
    judged = verdict("time", [1.0, 9.0, 1.05], 1.1)
    assert judged.kept
    assert (judged.value, judged.low, judged.high) == (1.05, 1.0, 9.0)


def test_a_rate_has_to_reach_its_limit() -> None:
    assert not verdict("rate", [0.9], 1.0, at_most=False).kept
