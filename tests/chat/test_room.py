"""Names of rooms."""

from __future__ import annotations

import pytest

from appliance.chat.room import LONGEST, room_name
from appliance.errors import BadInput


@pytest.mark.parametrize("name", ["lobby", "a", "tea-time_2", "Küche", "会议室", "हिन्दी", "٣"])
def test_letters_and_digits_of_every_script_are_fine(name: str) -> None:
    assert room_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a/b", "..", "a,b", "*", "a\n", "\u0301", "a\x00", "😀", "\ud800", "<b>"],
)
def test_anything_else_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        room_name(name)


@pytest.mark.parametrize("value", [None, 7, ["lobby"], b"lobby"])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="must be text"):
        room_name(value)


def test_the_same_name_typed_on_two_systems_is_the_same_room() -> None:
    assert room_name("Ku\u0308che") == room_name("K\u00fcche")


def test_the_length_is_limited_once_composed() -> None:
    assert len(room_name("u\u0308" * LONGEST)) == LONGEST
    with pytest.raises(BadInput, match="65 characters; at most 64"):
        room_name("x" * (LONGEST + 1))
