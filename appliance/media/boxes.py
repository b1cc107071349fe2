"""Boxes, of which films (ISO 14496-12, QuickTime) and HEIF are made: a length, a name, and what is
in it, often further boxes. Elsewhere in the file it says where things lie, so nothing may move:
what is not wanted becomes a free box, as long as it was and full of zeros.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media.edits import Patch
from appliance.media.source import SourceFile, Unsure

MOST_RANGES: Final = 50_000
"""Of places where pictures and sounds may lie: more than in hours of film, in 10 MB of memory."""

_NOTHING: Final = bytes(4)
_AT_ONCE: Final = 8_192


class IsoBox(NamedTuple):
    begin: int
    name: bytes
    body: int
    end: int


def boxes(source: SourceFile, begin: int, end: int) -> Iterator[IsoBox]:
    """Those that lie side by side from `begin` to `end`; a longer one ends there as well."""
    while begin + 8 <= end:
        head = source.read(begin, 16)
        length, body = int.from_bytes(head[:4], "big"), begin + 8
        if length == 1:
            length, body = int.from_bytes(head[8:], "big"), begin + 16
        elif length == 0:
            length = end - begin
        if length < body - begin or body > end or head[4:8] == _NOTHING:
            return
        yield IsoBox(begin, head[4:8], body, min(begin + length, end))
        begin += length


def inside(source: SourceFile, box: IsoBox, *names: bytes) -> Iterator[IsoBox]:
    """The boxes in `box` that are reached by this path of names."""
    for child in boxes(source, box.body, box.end):
        if child.name == names[0]:
            if len(names) == 1:
                yield child
            else:
                yield from inside(source, child, *names[1:])


def freed(box: IsoBox) -> Iterator[Patch]:
    yield Patch(box.begin + 4, box.begin + 8, b"free")
    yield Patch(box.body, box.end)


class MediaData:
    """Where pictures and sounds lie, in boxes `mdat`: nothing else is overwritten by what a table
    says of it, for a table may be made to lead anywhere.
    """

    def __init__(self, source: SourceFile) -> None:
        self._size = source.size
        self._begins: list[int] = []
        self._ends: list[int] = []
        self.in_fragments = False
        for box in boxes(source, 0, source.size):
            if box.name == b"mdat":
                self._begins.append(box.body)
                self._ends.append(box.end)
            self.in_fragments |= box.name == b"moof"
            if len(self._ends) > MOST_RANGES:
                raise Unsure

    def blank(self, begin: int, end: int, new: bytes = b"") -> Iterator[Patch]:
        """Overwrite this. Raises Unsure where it lies elsewhere."""
        end = min(end, self._size)
        if begin >= end:
            return  # the file ends before
        place = bisect_right(self._begins, begin) - 1
        if place < 0 or end > self._ends[place]:
            raise Unsure
        yield Patch(begin, end, new)


def numbers(source: SourceFile, begin: int, end: int, form: str) -> Iterator[tuple[int, ...]]:
    """The rows of a table, each in the form that `struct` knows by `form`."""
    width = struct.calcsize(form)
    end -= (end - begin) % width
    step = _AT_ONCE - _AT_ONCE % width
    for place in range(begin, end, step):
        block = source.exactly(place, min(step, end - place))
        source.spend(len(block) // width)
        yield from struct.iter_unpack(form, block)
