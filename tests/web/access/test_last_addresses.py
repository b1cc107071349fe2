"""Where members were seen: so many are remembered, and each in one place."""

from __future__ import annotations

from appliance.web.access.last_addresses import LastAddresses


def test_who_was_not_seen_for_longest_is_forgotten() -> None:
    seen = LastAddresses(most=2)
    for member in ("ada", "bob", "ada", "cyd"):
        seen.saw(member, "192.0.2.1")
    assert (seen.others("ada"), seen.others("bob"), seen.others("cyd")) == (1, None, 1)
