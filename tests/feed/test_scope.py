"""What a scope holds, and that those which hold the same are one: they share what is made."""

from __future__ import annotations

import pytest

from appliance.feed.scope import EVERYTHING, NOTHING, PUBLIC, Scope


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        (EVERYTHING, {"a", "@b", "@c"}),
        (PUBLIC, {"a"}),
        (PUBLIC.further({"@b"}), {"a", "@b"}),
        (Scope.of({"a", "@c"}), {"a", "@c"}),
        (NOTHING, set()),
    ],
)
def test_it_holds_what_is_public_or_named(scope: Scope, held: set[str]) -> None:
    assert {room for room in ("a", "@b", "@c") if scope.holds(room)} == held
    assert scope.within({"a", "@b", "@c"}) == Scope.of(held)


def test_what_is_held_anyway_makes_no_other_scope() -> None:
    assert PUBLIC.further({"a", "@b"}) == PUBLIC.further({"@b"}).further({"a"})
    assert EVERYTHING.further({"a", "@b"}) == EVERYTHING
    assert len({PUBLIC, PUBLIC.further(()), PUBLIC.further({"a"})}) == 1


def test_wanting_a_room_gives_nobody_the_right_to_it() -> None:
    assert PUBLIC.within({"@b"}) == NOTHING
    assert PUBLIC.further({"@b"}).within({"@c", "@b"}).within({"@c"}) == NOTHING
