"""Elements, of which Matroska and WebM are made (RFC 8794): a name, a length, and what is in it.

Both have as many bytes as the first of them says. Nothing may move, for elsewhere it says where
things lie: what is not wanted becomes an element that is void, as long as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media.edits import Patch
from appliance.media.source import SourceFile

VOID: Final = 0xEC
_LONGEST_LENGTH: Final = 8


class Element(NamedTuple):
    begin: int
    name: int
    body: int
    end: int
    endless: bool
    """It did not say how long it is, and ends where something begins that cannot be in it."""


def elements(source: SourceFile, begin: int, end: int) -> Iterator[Element]:
    """Those that lie side by side; a longer one ends with what it lies in."""
    while begin < end:
        head = source.read(begin, 12)
        wide = _wide(head[0])
        after = _wide(head[wide]) if wide <= 4 and wide < len(head) else 9
        body = begin + wide + after
        if after > _LONGEST_LENGTH or body > end:
            return
        length = int.from_bytes(head[wide : wide + after], "big") & (1 << 7 * after) - 1
        endless = length == (1 << 7 * after) - 1
        last = end if endless else min(body + length, end)
        yield Element(begin, int.from_bytes(head[:wide], "big"), body, last, endless)
        begin = last


def inside(source: SourceFile, element: Element, *names: int) -> Iterator[Element]:
    """The elements in this one that are reached by this path of names."""
    for child in elements(source, element.body, element.end):
        if child.name == names[0]:
            if len(names) == 1:
                yield child
            else:
                yield from inside(source, child, *names[1:])


def number(source: SourceFile, element: Element) -> int:
    return int.from_bytes(source.read(element.body, min(8, element.end - element.body)), "big")


def voided(element: Element) -> Patch:
    """The same length as an element that says nothing."""
    whole = element.end - element.begin
    wide = min(_LONGEST_LENGTH, whole - 1)
    length = whole - 1 - wide | 1 << 7 * wide
    return Patch(element.begin, element.end, bytes((VOID,)) + length.to_bytes(wide, "big"))


def _wide(first: int) -> int:
    """How many bytes a number has that begins with this one; 9 for none."""
    return 9 - first.bit_length()
