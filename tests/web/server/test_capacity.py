from __future__ import annotations

import pytest

from appliance.web.server.capacity import MOST_MOVING, RESERVE, file_limit, moving_for, room_for


@pytest.mark.parametrize(
    ("most", "limit", "room"),
    [
        (20_000, None, 20_000),
        (20_000, 1_048_576, 20_000),
        (20_000, 20_000, 20_000 - RESERVE),
        (20_000, 1_024, 1_024 - 204),
        (20_000, 100, 36),
        (20_000, 50, 1),
        (20_000, 0, 1),
        (10, 20_000, 10),
    ],
)
def test_some_files_are_kept_back_for_the_chat_itself(
    most: int, limit: int | None, room: int
) -> None:
    assert room_for(most, limit) == room


@pytest.mark.parametrize(
    ("limit", "bodies"), [(None, MOST_MOVING), (20_000, MOST_MOVING), (1_024, 102), (200, 32)]
)
def test_bodies_on_their_way_need_files_of_those(limit: int | None, bodies: int) -> None:
    assert moving_for(limit) == bodies


def test_the_limit_is_the_systems() -> None:
    limit = file_limit()
    assert limit is None or limit > 0
