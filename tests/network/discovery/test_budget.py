from __future__ import annotations

from appliance.network.discovery.budget import (
    A_SECOND,
    BURST,
    MOST_SENDERS,
    TOTAL_A_SECOND,
    TOTAL_BURST,
    Budget,
)


def allowed(budget: Budget, sender: str, packets: int, now: float) -> int:
    return sum(budget.allows(sender, now) for _ in range(packets))


def test_who_floods_is_not_looked_at_any_more_and_others_are() -> None:
    budget = Budget()
    assert allowed(budget, "loud", 5_000, 10.0) == BURST
    assert allowed(budget, "quiet", 5, 10.0) == 5
    assert allowed(budget, "loud", 5_000, 11.0) == A_SECOND
    assert allowed(budget, "loud", 5_000, 1_000.0) == BURST


def test_ever_new_senders_have_a_bound_together() -> None:
    budget = Budget()
    first = sum(budget.allows(str(number), 10.0) for number in range(5_000))
    assert first == TOTAL_BURST
    later = sum(budget.allows(f"-{number}", 11.0) for number in range(5_000))
    assert later == TOTAL_A_SECOND
    assert len(budget._senders) == MOST_SENDERS
