"""Characters that show nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.invisible import MOST_MARKS, crowded, shows, without_invisible
from tests.growth import growth

WRITTEN_WITH_JOINERS = {
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Persian with a vowel's mark": "\u0645\u06cc\u0650\u200c\u062e\u0648",
    "Sinhala": "\u0d9a\u0dca\u200d\u0dc2",
    "Hindi": "\u0915\u094d\u200c\u0937",
    "Bengali": "\u09b0\u200d\u09cd\u09af\u09be\u09ac",
    "Mongolian": "\u1828\u1822\u182d\u1821\u180b",
    "a Japanese name": "\u845b\U000e0100",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a couple with a red heart": "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f468",
    "an astronaut": "\U0001f469\U0001f3fd\u200d\U0001f680",
    "a rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "shaking one's head": "\U0001f642\u200d\u2194\ufe0f",
    "the flag of a part of a country": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f",
    "a key": "1\ufe0f\u20e3",
}

MEANINGLESS = [
    *("lobby\u034f", "lobby\ufe0f", "lobby\u200d", "lob\u200cby", "\u200clobby", "\u3164lobby"),
    *("\u202elobby", "lob\u00adby", "l\u2060obby", "lobby\U000e0062", "lobby\u2800", "lobby\ufff9"),
]


@pytest.mark.parametrize("text", WRITTEN_WITH_JOINERS.values(), ids=WRITTEN_WITH_JOINERS)
def test_what_a_script_or_an_emoji_is_written_with_stays(text: str) -> None:
    assert without_invisible(text) == text
    assert shows(text)


@pytest.mark.parametrize("text", MEANINGLESS, ids=ascii)
def test_what_means_nothing_where_it_stands_goes(text: str) -> None:
    assert without_invisible(text) == "lobby"


def test_a_second_one_in_a_row_means_nothing() -> None:
    assert without_invisible("\u2764\ufe0f\ufe0f") == "\u2764\ufe0f"
    assert without_invisible("\u0d9a\u0dca\u200d\u200d\u0dc2") == "\u0d9a\u0dca\u200d\u0dc2"


@pytest.mark.parametrize(
    "text", ["", " \n", "\u3164", "\u115f\u1160", "\u2800 \ufe0f", "\u200b\u2060"]
)
def test_some_texts_show_nothing(text: str) -> None:
    assert not shows(text)


@pytest.mark.parametrize("text", ["a", " .", "\u0301", "\u200ba", "\U0001f3f4"])
def test_others_do(text: str) -> None:
    assert shows(text)


def test_real_scripts_put_fewer_marks_on_a_letter_than_are_allowed() -> None:
    tibetan = "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fbc\u0fbb\u0f82"
    hebrew = "\u05e9\u05c1\u05bc\u05b8\u0591"
    assert not crowded(tibetan + hebrew)
    assert not crowded("a" + "\u0301" * MOST_MARKS + "b\u0301")
    assert crowded("ab" + "\u0301" * (MOST_MARKS + 1))


@given(
    st.text(
        "ab1 \u0628\u0650\u200c\u200d\ufe0f\u0dca\u0d9a\u2764\u3164\U0001f469\u034f\u20e3",
        max_size=12,
    )
)
def test_taking_away_twice_changes_nothing(text: str) -> None:
    once = without_invisible(text)
    assert without_invisible(once) == once
    assert shows(once) == shows(text)


@pytest.mark.parametrize(
    "piece", ["\u0628\u200c", "\u0650\u200c", "\u200d", "\u2764\ufe0f", "\u0628\u0650\u0650\u200c"]
)
def test_the_time_is_in_proportion_to_the_text(piece: str) -> None:
    assert growth(lambda size: without_invisible("\u0628" + piece * size), 500) < 8


def test_python_knows_none_of_these_as_letters_that_show() -> None:
    # What is called ignorable here and assigned is a mark, a format character or a filler.
    names = [
        unicodedata.name(chr(code), "")
        for code in range(0x3_0000)
        if not shows(chr(code)) and unicodedata.category(chr(code)) in ("Lo", "So")
    ]
    fillers = ("FILLER", "BLANK", "NULL NOTEHEAD")
    assert [name for name in names if not any(word in name for word in fillers)] == []
