import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.visible import visible, visible_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("Zoë 日本 עברית 👍", "Zoë 日本 עברית 👍"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b2J", r"\x9b2J"),
        ("over\rwritten", r"over\rwritten"),
        ("two\nlines", r"two\nlines"),
        ("\x07\x08\x7f\x00", r"\x07\x08\x7f\x00"),
        ("\u202etxt.exe\u202c", r"\u202etxt.exe\u202c"),
        ("\u2066isolated\u2069", r"\u2066isolated\u2069"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("hidden\U000e0041", r"hidden\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\ufeff", r"\ufeff"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_families_of_emoji_and_persian_stay_whole() -> None:
    text = "👩\u200d👧 می\u200cخواهم"  # noqa: RUF001 - Persian, not Latin
    assert visible(text) == text


@given(st.text())
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & {"\x1b", "\r", "\n", "\t", "\x9b", "\u202e"}


@given(st.recursive(st.text() | st.integers(), st.lists, max_leaves=5))
def test_json_keeps_its_meaning_on_one_line(value: object) -> None:
    line = visible_json(value)
    assert json.loads(line) == value
    assert not set(line) & {"\x1b", "\r", "\n", "\x7f", "\x9b", "\u202e", "\u2028"}


def test_json_is_what_the_server_writes() -> None:
    assert visible_json({"id": 1, "message": "Grüße"}) == '{"id":1,"message":"Grüße"}'
