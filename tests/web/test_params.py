"""What a request says, read with a sentence for what is wrong."""

from __future__ import annotations

import pytest

from appliance.errors import BadInput
from appliance.web.params import MAX_ROOMS, rooms


def test_a_poll_is_for_some_rooms_or_all() -> None:
    assert rooms("*") is None
    assert rooms("lobby,tea,lobby") == frozenset({"lobby", "tea"})
    assert len(rooms(",".join(f"r{number}" for number in range(MAX_ROOMS))) or ()) == MAX_ROOMS


def test_rooms_are_counted_before_any_is_looked_at() -> None:
    with pytest.raises(BadInput, match="at most 100 rooms"):
        rooms(",".join(["/"] * (MAX_ROOMS + 1)))
