"""Which of two chats that meet asks its user."""

from __future__ import annotations

import itertools

import pytest

from appliance.network.discovery.standing import Standing, announced, asks

OLD = Standing("c", 1_000, attended=True)
YOUNG = Standing("b", 2_000, attended=True)
TWIN = Standing("d", 2_000, attended=True)
HEADLESS = Standing("a", 3_000)
OLD_VERSION = Standing("e")


def test_of_two_windows_the_younger_asks() -> None:
    assert asks(YOUNG, OLD)
    assert not asks(OLD, YOUNG)


def test_a_server_without_a_window_never_asks() -> None:
    assert not asks(HEADLESS, OLD)
    assert not asks(OLD_VERSION, OLD)


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations([OLD, YOUNG, TWIN, HEADLESS, OLD_VERSION], 2))
)
def test_never_both_of_them(one: Standing, other: Standing) -> None:
    assert not (asks(one, other) and asks(other, one))


def test_what_is_announced_is_understood() -> None:
    assert announced(OLD.facts()) == OLD
    assert announced(HEADLESS.facts()) == HEADLESS


@pytest.mark.parametrize(
    "since", ["", "soon", "-5", "1e9", "\N{ARABIC-INDIC DIGIT FIVE}", "9" * 400, None]
)
def test_nonsense_is_no_time(since: str | None) -> None:
    assert announced({"id": "x", "since": since, "window": "maybe"}) == Standing("x")
