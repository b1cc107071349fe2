"""Where in a file the pieces of one track lie, by its tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from appliance.media.boxes import IsoBox, boxes, inside, numbers
from appliance.media.source import SourceFile, Unsure

TABLE: Final = (b"mdia", b"minf", b"stbl")


def ranges(source: SourceFile, track: IsoBox) -> Iterator[tuple[int, int]]:
    """Where each chunk begins and ends. Raises Unsure where a table is missing."""
    for table in inside(source, track, *TABLE):
        found = {box.name: box for box in boxes(source, table.body, table.end)}
        if b"stsz" not in found or b"stsc" not in found:
            raise Unsure
        lengths = _Lengths(source, found[b"stsz"])
        runs = _rows(source, found[b"stsc"], ">III")
        run, after = next(runs, (1, 0, 0)), next(runs, None)
        for number, (begin,) in enumerate(_offsets(source, found), 1):
            while after is not None and after[0] <= number:
                run, after = after, next(runs, None)
            yield begin, begin + lengths.take(run[1])


def _offsets(source: SourceFile, found: dict[bytes, IsoBox]) -> Iterator[tuple[int, ...]]:
    if b"co64" in found:
        return _rows(source, found[b"co64"], ">Q")
    if b"stco" in found:
        return _rows(source, found[b"stco"], ">I")
    raise Unsure


def _rows(source: SourceFile, box: IsoBox, form: str) -> Iterator[tuple[int, ...]]:
    """Version and flags, how many rows there are, then these."""
    count = source.number(box.body + 4, 4)
    return islice(numbers(source, box.body + 8, box.end, form), count)


class _Lengths:
    """How long each sample is: all the same, or as a table says."""

    def __init__(self, source: SourceFile, box: IsoBox) -> None:
        self._all = source.number(box.body + 4, 4)
        self._left = source.number(box.body + 8, 4)
        self._each = numbers(source, box.body + 12, box.end, ">I")

    def take(self, count: int) -> int:
        """The length of the next samples together."""
        count = min(count, self._left)
        self._left -= count
        if self._all:
            return count * self._all
        return sum(length for (length,) in islice(self._each, count))
