"""Text made fit to be stored and shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.chat.text import clean, clean_nick
from appliance.errors import BadInput, Problem, TooLong


def lines(value: object, longest: int = 100) -> str:
    return clean(value, "message", longest, lines=True)


def line(value: object, longest: int = 100) -> str:
    return clean(value, "nick", longest, lines=False)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_end_of_line_becomes_the_same(end: str) -> None:
    assert lines(f"a{end}b") == "a\nb"
    assert line(f"a{end}b") == "a b"


def test_control_characters_go_and_tabs_stay() -> None:
    assert lines("a\x00b\x1b[31mc\td\x7f\x9f") == "ab[31mc\td"


def test_markup_is_text_like_any_other() -> None:
    assert lines("<b>&amp;</b>") == "<b>&amp;</b>"


def test_a_single_line_is_trimmed() -> None:
    assert line("  Ada \t Lovelace ") == "Ada Lovelace"


@pytest.mark.parametrize("value", [None, 7, b"x", ["x"], {"x": 1}])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="The message must be text"):
        lines(value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(BadInput, match="half of a character"):
        lines("a\udc80")


def test_only_what_is_kept_counts() -> None:
    assert line(" " * 500 + "Ada", 3) == "Ada"
    assert lines("\x00" * 500 + "a\r\nb", 3) == "a\nb"
    with pytest.raises(TooLong, match="The message has 1,001 characters; at most 1,000"):
        lines("x" * 1001, 1000)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for once in (lines, line):
        try:
            cleaned = once(text)
        except Problem:
            continue
        assert once(cleaned) == cleaned
        assert cleaned.encode().decode() == cleaned


@pytest.mark.parametrize(
    "nothing", ["", "  ", "\u3164", "\u200b\u2060", "\u2800", "\u034f", "\ufe0f"]
)
def test_a_nickname_that_shows_nothing_is_none(nothing: str) -> None:
    assert clean_nick(nothing, 40) == ""


@pytest.mark.parametrize(
    "hidden", ["Ada\u034f", "\u202eAda", "A\u200cda", "Ada\ufe0f", "Ada \u3164"]
)
def test_a_nickname_hides_nothing_that_tells_it_from_another(hidden: str) -> None:
    assert clean_nick(hidden, 40) == "Ada"


def test_a_nickname_keeps_what_its_script_is_written_with() -> None:
    for nick in (
        "\u0645\u06cc\u200c\u062e",
        "\U0001f469\u200d\U0001f680",
        "\u0d9a\u0dca\u200d\u0dc2",
    ):
        assert clean_nick(nick, 40) == nick


def test_a_nickname_is_no_tower_of_marks() -> None:
    assert clean_nick("Z" + "\u0323" * 10, 40) == "Z" + "\u0323" * 10
    with pytest.raises(BadInput, match="The nickname has more than 10 marks on one letter"):
        clean_nick("Z" + "\u0323" * 11, 40)
