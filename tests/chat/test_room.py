"""Names of rooms."""

from __future__ import annotations

import pytest

from appliance.chat.room import LONGEST, LONGEST_TYPED, check_new, room_name
from appliance.errors import BadInput
from tests.growth import growth


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
    # Before it is composed, and then the number is that of what was sent.
    with pytest.raises(BadInput, match="257 characters; at most 64"):
        room_name("u" + "\u0308" * LONGEST_TYPED)


@pytest.mark.parametrize("marks", ["\u0323\u0301", "\u0301", "\u0345\u0301"])
def test_a_name_of_marks_takes_no_time(marks: str) -> None:
    # Putting 32,000 marks of two kinds into their order stopped everybody for 1.5 s.
    def refuse(size: int) -> None:
        with pytest.raises(BadInput, match="characters"):
            room_name("a" + marks * size)

    assert growth(refuse, 4_000) < 8


PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
SINHALA = "\u0d9a\u0dca\u200d\u0dc2"
HIDDEN = [
    *("lobby\u034f", "lobby\ufe0f", "\u3164", "\u115f", "lob\u200cby", "tea\u200d"),
    *("\u0627\U000e0100", "a\u180b"),
]


@pytest.mark.parametrize("name", ["lobby", "हिन्दी", PERSIAN, SINHALA])
def test_rooms_are_made_in_every_script_with_the_joiners_that_it_is_written_with(name: str) -> None:
    assert room_name(name) == name
    check_new(name)


@pytest.mark.parametrize("name", HIDDEN, ids=ascii)
def test_no_room_is_made_whose_name_hides_something(name: str) -> None:
    with pytest.raises(BadInput, match=r"cannot be seen, .* Type it again by hand"):
        check_new(room_name(name))


def test_no_room_is_made_whose_letters_carry_towers() -> None:
    check_new(room_name("q" + "\u0323" * 10))
    with pytest.raises(BadInput, match="more than 10 marks on one letter"):
        check_new(room_name("q" + "\u0323" * 11))


@pytest.mark.parametrize("name", HIDDEN, ids=ascii)
def test_an_older_log_s_rooms_of_such_names_can_be_read(name: str) -> None:
    assert room_name(name) == name
