"""A small server (256 MB) is attacked by one device, and somebody goes on chatting there.

`make attacks` has more attacks, longer ones, and from more devices.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.battle import Field, field
from tests.attacks.table import TABLE

SECONDS = 2.0

WORST = (
    "long nicks",
    "many groups",
    "everything unread",
    "answers read slowly",
    "answers left",
    "history unread",
    "answers pipelined",
    "small pipelined",
    "chunks of one byte",
    "floods",
    "farewells",
    "files that never end",
    "files given up",
    "files in small chunks",
)
"""Those that did most of what was measured: memory, or how long others had to wait."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    with field(tmp_path_factory.mktemp("attacks")) as made:
        yield made


@pytest.mark.parametrize("name", WORST)
def test_a_healthy_client_goes_on_chatting(place: Field, name: str) -> None:
    outcome = place.fight(TABLE[name], SECONDS)
    assert not outcome.trouble
    assert outcome.done["sent"] > 0
    assert outcome.said > 1  # beside other tests an answer takes up to two seconds
