"""Characters that show nothing, and where they mean something all the same.

A joiner decides how the letters beside it are written: without it Persian, Sinhala or Bengali words
are misspelt, and a family of emoji falls apart. Elsewhere a name with one in it looks like another
name. So it stays where Unicode's rules give it a meaning: RFC 5892 (A.1, A.2) and UAX 31 (2.3) for
letters, UTS 51 for emoji.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

MOST_MARKS: Final = 10
"""Marks on one letter. The tallest stack of Tibetan, written for mantras, has eight; towers of
dozens climb over the lines of others."""

IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point, for the inside of a regular expression's brackets. It
holds places that are not assigned yet, and so does not change."""

_BLANK: Final = "\u2800\ufff9-\ufffb\U00013441\U00013442\U00016fe4\U0001d159"
"""Further characters without ink."""

_JOINING: Final = Path(__file__).with_name("joining.json").read_text("ascii")
"""Read at start, for the file may be replaced by another version's; taken apart when needed."""

_UNSEEN: Final = re.compile(f"[{IGNORABLE}{_BLANK}]")
_NOTHING: Final = re.compile(rf"[\s{IGNORABLE}{_BLANK}]*")
_NON_JOINER: Final = "\u200c"
_JOINER: Final = "\u200d"
_CONTEXT: Final = 16
"""Characters beside one that are looked at: the marks between two letters are fewer."""

_VIRAMA: Final = 9
"""The combining class of the signs that take a letter's vowel away."""

_SELECTED: Final = (
    # Mongolian letters, ideographs and symbols have variants; a digit becomes a key.
    "[\u1820-\u18aa][\u180b-\u180d\u180f]"
    "|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|[\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f]"
    "|[0-9#*]\ufe0f(?=\u20e3)"
    # The flags of Scotland and its like are a black flag and letters that do not show.
    "|[\U0001f3f4\U000e0020-\U000e007e][\U000e0020-\U000e007f]"
)


def shows(text: str) -> bool:
    """Whether there is anything to be seen of `text`."""
    return _NOTHING.fullmatch(text) is None


def crowded(text: str) -> bool:
    """Whether a letter of `text` carries more than `MOST_MARKS` marks."""
    if text.isascii():
        return False
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        if run > MOST_MARKS:
            return True
    return False


def without_invisible(text: str) -> str:
    """`text` without the characters that show nothing and mean nothing where they stand."""
    if _UNSEEN.search(text) is None:
        return text
    kept: list[str] = []
    for place, char in enumerate(text):
        if _UNSEEN.match(char) is not None:
            before, after = "".join(kept[-_CONTEXT:]), text[place + 1 : place + 1 + _CONTEXT]
            if not _means_something(before, char, after):
                continue
        kept.append(char)
    return "".join(kept)


def _means_something(before: str, char: str, after: str) -> bool:
    """Whether `char`, which shows nothing, changes how what stands around it is seen."""
    if not before:
        return False
    if _selected().match(before[-1] + char + after[:1]):
        return True
    if char == _NON_JOINER:
        return _is_virama(before[-1]) or _parts_letters(before, after)
    return (
        char == _JOINER
        and (
            _is_virama(before[-1])
            or (_is_letter(before[-1]) and _is_virama(after[:1]))  # Bengali: RA, joiner, virama, YA
            or (_is_symbol(before.removesuffix("\ufe0f")[-1:]) and _is_symbol(after[:1]))
        )
    )


def _parts_letters(before: str, after: str) -> bool:
    """Whether the letters on both sides would be joined without a non-joiner between them."""
    left, right = _joining()
    return left.search(before) is not None and right.match(after) is not None


@cache
def _joining() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a non-joiner stands behind, and before; marks between do not count."""
    kinds = json.loads(_JOINING)
    left, right = kinds["L"] + kinds["D"], kinds["R"] + kinds["D"]
    transparent = kinds["T"]
    return (
        re.compile(f"[{left}][{transparent}]*\\Z"),
        re.compile(f"[{transparent}]*[{right}]"),
    )


@cache
def _selected() -> re.Pattern[str]:
    return re.compile(_SELECTED)  # takes a millisecond of each start otherwise


def _is_virama(char: str) -> bool:
    return char != "" and unicodedata.combining(char) == _VIRAMA


def _is_letter(char: str) -> bool:
    return unicodedata.category(char).startswith("L")


def _is_symbol(char: str) -> bool:
    """Whether emoji are joined behind or before `char`: a picture, or its colour."""
    return char != "" and unicodedata.category(char) in ("So", "Sk", "Sm")
