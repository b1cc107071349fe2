"""Further formats that are known by sight, and kept as they came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from appliance.media.kind import FileKind, picture
from appliance.media.source import SourceFile

_BITMAP_HEADS: Final = frozenset({12, 40, 52, 56, 64, 108, 124})


def is_bitmap(head: bytes) -> bool:
    return head[:2] == b"BM" and head[6:10] == bytes(4)


def look_bitmap(source: SourceFile) -> FileKind | None:
    head = source.exactly(14, 12)
    length = int.from_bytes(head[:4], "little")
    if length not in _BITMAP_HEADS:
        return None
    wide = 2 if length == 12 else 4
    width = int.from_bytes(head[4 : 4 + wide], "little")
    height = int.from_bytes(head[4 + wide : 4 + 2 * wide], "little", signed=wide == 4)
    return picture("image/bmp", width, abs(height))  # those below zero begin at the top


def always(type_: str, family: str = "other") -> Callable[[SourceFile], FileKind | None]:
    """What is for saving, whatever else is in it."""
    return lambda source: FileKind(type_, family)
