"""What is taken for the number of an entry."""

from __future__ import annotations

import math

import pytest

from appliance.feed.numbers import HIGHEST, number_of


@pytest.mark.parametrize("value", ["7", "007", 7.0])
def test_digits_and_json_numbers_are(value: object) -> None:
    assert number_of(value) == 7


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "-7",
        "7.0",
        "x",
        "\u0667",
        "7" * 17,
        7.5,
        -7.0,
        HIGHEST * 4.0,
        math.inf,
        math.nan,
        [7],
    ],
)
def test_nothing_else_is(value: object) -> None:
    assert number_of(value) == 0
