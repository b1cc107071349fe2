"""Which part of a file somebody asks for (RFC 9110, 14.1.2)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ONE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))", re.ASCII)


class ByteRange(NamedTuple):
    """So many bytes from there on."""

    offset: int
    length: int


def part_of(wanted: str, size: int) -> ByteRange | None:
    """What a `Range` header asks of `size` bytes; None where they have none of that. What is no
    range, or several, may be answered with all of it.
    """
    found = _ONE.fullmatch(wanted.replace(" ", ""))
    if found is None:
        return ByteRange(0, size)
    first, last, end = found.groups()
    if end is not None:
        length = min(int(end), size)
        return ByteRange(size - length, length) if length else None
    begin = int(first)
    stop = size if last is None else min(int(last) + 1, size)
    if last is not None and int(last) < begin:
        return ByteRange(0, size)
    return ByteRange(begin, stop - begin) if begin < size else None
