"""Which texts are the same for who searches: in small letters, without accents, in usual widths.

A text is taken apart into pieces, a character with the marks on it each, which are looked at by
themselves: so what is found can be marked in the text as it was typed. Marks that only accent a
letter are left out (Latin, Greek, Cyrillic, Hebrew, Arabic); those that make another one of it,
as in kana and Indic scripts, are kept. What is not seen at all keeps nothing from being found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

LONGEST_PIECE: Final = 32
"""Characters in one piece: bringing marks into their order takes time by the square of them. More
are a piece of their own."""

KNOWN: Final = 8_192
"""Pieces that are remembered, 2 MB; the one not used for longest is looked at anew."""

MOST_SPOTS: Final = 100
"""Places that are marked in one text; those after them are not."""

_GAP: Final = re.compile(r"\s+")

_ACCENTS: Final = (
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u0640\u064b-\u065f\u0670\ufe00-\ufe0f]"
)
"""Also Arabic's line that makes words longer, and what chooses between a character's pictures."""

_VOICED: Final = "\uff9e\uff9f"
"""Kana's marks in half width, which Unicode takes for letters."""

_SPACED: Final = (
    r"[^\W\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
"""Letters and digits of scripts in which words have spaces between them: not Thai, Chinese,
Japanese. Korean counts as they do: its words are short, and others are put together with them."""

SHORT: Final = 2
"""Characters of what counts as short: there is no gram of three in it."""


def alike(text: str) -> str:
    """What all texts that are the same for who searches have in common."""
    if text.isascii():
        return _GAP.sub(" ", text.lower())
    return "".join(_plain(text[begin:end]) for begin, end in _pieces(text))


def pattern(term: str) -> re.Pattern[str]:
    """Where `term`, as `alike` made it, is in such a text. A short one is the beginning of a word
    where words have spaces between them, and one letter a whole word: else it would be everywhere.
    """
    if len(term) > SHORT:
        return re.compile(re.escape(term))
    spaced = _spaced().match(term) is not None
    before = rf"(?<!{_SPACED})" if spaced else ""
    after = rf"(?!{_SPACED})" if spaced and len(term) == 1 else ""
    return re.compile(before + re.escape(term) + after)


def short(text: str) -> Iterator[str]:
    """All short terms whose pattern is found in `text`, which `alike` made."""
    starts, spaced = _starts(), _spaced()
    for found in starts.finditer(text):
        one, two = found[1], found[2]
        if two:
            yield one + two
        if not (spaced.match(one) and two and spaced.match(two)):
            yield one


# When they are needed, which is in the indexer's thread: together they take 5 ms to make.
@cache
def _starts() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!{_SPACED})|(?!{_SPACED}))(?=(\S)(\S?))")


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(_SPACED)


@cache
def _accents() -> re.Pattern[str]:
    return re.compile(_ACCENTS)


def spots(text: str, terms: Iterable[str]) -> list[tuple[int, int]] | None:
    """Where `terms` are in a text as it was typed, as pairs of places in it (characters): the first
    of what is to be marked, and the one after. None if one of the terms is not there.
    """
    plain, places = _placed(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        matches = list(pattern(term).finditer(plain))
        if not matches:
            return None
        found += ((places[one.start()][0], places[one.end() - 1][1]) for one in matches)
    return _joined(found)[:MOST_SPOTS]


def _placed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without what differs, and from where to where each of its characters comes."""
    plain = alike(text) if text.isascii() else ""
    if text and len(plain) == len(text):
        return plain, [(at, at + 1) for at in range(len(text))]
    parts = [(begin, end, _plain(text[begin:end])) for begin, end in _pieces(text)]
    places = [(begin, end) for begin, end, part in parts for _ in part]
    return "".join(part for *_, part in parts), places


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for at in range(1, len(text)):
        if not _belongs(text[at - 1], text[at]) or (
            at - begin == LONGEST_PIECE and not text[at].isspace()
        ):
            yield begin, at
            begin = at
    if text:
        yield begin, len(text)


def _belongs(before: str, char: str) -> bool:
    """Whether `char` stands on the one before it, or is of one gap with it."""
    if char.isspace() or before.isspace():
        return char.isspace() and before.isspace()
    return char > "\u02ff" and _stands_on_others(char)


@lru_cache(KNOWN)
def _stands_on_others(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in _VOICED or "\u1160" <= char <= "\u11ff"


@lru_cache(KNOWN)
def _plain(piece: str) -> str:
    if piece.isspace():
        return " "
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", piece).casefold())
    seen = "".join(char for char in small if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", _accents().sub("", seen))
