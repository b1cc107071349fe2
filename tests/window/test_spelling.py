"""Which dictionaries are used of those that a system has."""

from __future__ import annotations

import pytest

from appliance.window.spelling import MOST, chosen


@pytest.mark.parametrize(
    ("there", "wanted", "used"),
    [
        ([], ["en_US.UTF-8", "C"], []),
        (["en_US"], ["C"], ["en_US"]),
        (["de_AT", "de_CH", "de_DE", "en_GB", "en_US"], ["de_AT.UTF-8"], ["de_AT", "en_US"]),
        (["de_AT", "de_DE"], ["de_LI", "de"], ["de_DE"]),
        (["en-US", "fr"], ["fr_FR", "fr", "C"], ["fr", "en-US"]),
        (["hyph_de", "en_US", "../x"], [], ["en_US"]),
    ],
)
def test_one_for_each_language_the_users_first(
    there: list[str], wanted: list[str], used: list[str]
) -> None:
    assert chosen(there, wanted) == used


def test_of_many_languages_only_some_are_loaded() -> None:
    assert chosen(["af", "bg", "cs", "da", "nl"], ["nl"]) == ["nl", "af", "bg"][:MOST]
