"""What counts as the same for who searches, and where that is in what was typed."""

from __future__ import annotations

import importlib.util
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.feed.search.alike import _placed, alike, pattern, short, spots

SAME = [
    ("\uff28\uff45\uff4c\uff4c\uff4f", "hello"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("Straße", "STRASSE"),
    ("İstanbul", "istanbul"),
    ("Crème brûlée", "creme brulee"),
    ("e\u0301", "é"),
    ("ёлка", "ЕЛКА"),
    ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ("مُحَمَّد", "محمد"),
    ("two\n  lines", "two lines"),
    ("hid\u200bden", "hidden"),
]
DIFFERENT = [("が", "か"), ("ハス", "バス"), ("कि", "का"), ("a b", "ab")]

CHARACTERS = st.text("aAéß 今ガが\u0301\uff9e\u3099ｶ\n\u200d9i#한\u1161İ\ufdfa-", max_size=12)


def test_a_start_does_not_wait_for_what_looks_at_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(re, "compile", made.append)
    spec = importlib.util.find_spec("appliance.feed.search.alike")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert made == [r"\s+"]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_accents_and_widths_make_no_difference(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_marks_that_make_another_letter_do(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@settings(max_examples=50)
@given(CHARACTERS)
def test_every_short_term_that_is_there_is_told_and_no_other(text: str) -> None:
    plain, places = _placed(text)
    assert plain == alike(text)
    assert len(places) == len(plain)
    pairs = {plain[at : at + size] for at in range(len(plain)) for size in (1, 2)}
    terms = {pair for pair in pairs if pair and not any(map(str.isspace, pair))}
    assert set(short(plain)) == {term for term in terms if pattern(term).search(plain)}


def test_places_are_those_of_what_was_typed() -> None:
    typed = "Schöne\n  Straße, STRASSE"
    assert spots(typed, ["strasse", "schone"]) == [(0, 6), (9, 15), (17, 24)]
    assert spots("今日は寒い", ["寒い", "今"]) == [(0, 1), (3, 5)]
    assert spots("a\u200bb", ["ab"]) == [(0, 3)]
    assert spots("aaaa", ["aa", "aaa"]) == [(0, 3)]
    assert spots("hello", ["hello", "you"]) is None


def test_a_word_of_two_letters_is_the_beginning_of_one() -> None:
    found = {word: spots("The cat sat on 30 c# mats", [word]) for word in ("ca", "at", "c#", "30")}
    assert found == {"ca": [(4, 6)], "at": None, "c#": [(18, 20)], "30": [(15, 17)]}
    assert spots("I am", ["i"]) == [(0, 1)]
    assert spots("am", ["a"]) is None
