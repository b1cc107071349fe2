"""In which languages words are checked: those whose dictionaries the system has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

MOST: Final = 3
"""Dictionaries at once, the user's own language first; the others are not loaded. A large one holds
some 10 MB, and with many languages nearly every mistake is a word in one of them.
"""

_TAG: Final = re.compile(r"[a-z]{2,3}([_-][A-Za-z]{2,4})?$")


def chosen(there: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """Of the dictionaries that are there ("de_AT", "en-US"), one for each language: the first of
    those that the user `wanted`, in that order, then those the system has beside them.
    """
    by_language: dict[str, list[str]] = {}
    for tag in sorted(set(filter(_TAG.match, there))):
        by_language.setdefault(_language(tag), []).append(tag)
    order = dict.fromkeys([*map(_language, wanted), *by_language])
    found = [_best(by_language[name], wanted) for name in order if name in by_language]
    return found[:MOST]


def _best(tags: Sequence[str], wanted: Sequence[str]) -> str:
    """The user's own variety; else the one named after the language alone or its own country."""
    plain = {_plain(name) for name in wanted}
    return min(tags, key=lambda tag: (_plain(tag) not in plain, not _is_main(tag), tag))


def _is_main(tag: str) -> bool:
    language, _, country = _plain(tag).partition("_")
    return country in ("", language, {"en": "us"}.get(language))


def _language(tag: str) -> str:
    return re.split("[_.@-]", tag)[0].lower()


def _plain(tag: str) -> str:
    """Without encoding and variant, as "de_at"."""
    return re.split("[.@]", tag)[0].replace("-", "_").lower()
