"""WebP: a RIFF file, whose head says how long it is, and in flags what it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media import exif
from appliance.media.edits import Patch
from appliance.media.kind import FileKind, picture
from appliance.media.source import SourceFile

_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF: Final = b"EXIF"
_HAS_EXIF: Final = 0x08
_HAS_XMP: Final = 0x04
_START_CODE: Final = b"\x9d\x01\x2a"
_LOSSLESS: Final = 0x2F


class RiffChunk(NamedTuple):
    begin: int
    name: bytes
    length: int
    end: int
    """With the byte that makes its length even."""


def matches(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def look(source: SourceFile) -> FileKind | None:
    """Its size is that of the canvas: browsers do not turn it, whatever its EXIF says."""
    for chunk in _chunks(source):
        size = _size(source, chunk)
        if size is not None:
            return picture("image/webp", *size)
    return None


def edits(source: SourceFile) -> Iterator[Patch]:
    """First it is found out how long the file will be, for that stands at its beginning."""
    length, first, kept = 4, 0, b""
    for chunk in _chunks(source):
        if chunk.name in _KEPT:
            length += chunk.end - chunk.begin
        elif chunk.name == _EXIF and not first:
            first = chunk.begin
            kept = exif.only(_turned(source, chunk))
            kept = _EXIF + len(kept).to_bytes(4, "little") + kept if kept else b""
            if len(kept) > chunk.end - chunk.begin:
                kept = b""  # it ends in the middle
    yield from _changed(source, 4, 8, (length + len(kept)).to_bytes(4, "little"))
    done = 12
    for chunk in _chunks(source):
        done = chunk.end
        if chunk.name == b"VP8X" and chunk.length:
            flags = source.exactly(chunk.begin + 8, 1)[0] & ~(_HAS_EXIF | _HAS_XMP)
            flags |= _HAS_EXIF if kept else 0
            yield from _changed(source, chunk.begin + 8, chunk.begin + 9, bytes((flags,)))
        elif chunk.name not in _KEPT:
            new = kept if chunk.begin == first else b""
            yield from _changed(source, chunk.begin, chunk.end, new)
    yield from _changed(source, done, source.size, b"")


def _changed(source: SourceFile, begin: int, end: int, new: bytes) -> Iterator[Patch]:
    if end - begin != len(new) or source.read(begin, len(new)) != new:
        yield Patch(begin, end, new)


def _chunks(source: SourceFile) -> Iterator[RiffChunk]:
    at = 12
    last = min(source.size, 8 + int.from_bytes(source.exactly(4, 4), "little"))
    while at + 8 <= last:
        head = source.read(at, 8)
        length = int.from_bytes(head[4:], "little")
        end = min(at + 8 + length + length % 2, source.size)
        yield RiffChunk(at, head[:4], length, end)
        at = end


def _turned(source: SourceFile, chunk: RiffChunk) -> int:
    return exif.orientation(source.read(chunk.begin + 8, min(chunk.length, exif.LONGEST)))


def _size(source: SourceFile, chunk: RiffChunk) -> tuple[int, int] | None:
    """Width and height, where this chunk tells them."""
    head = source.read(chunk.begin + 8, min(chunk.length, 10))
    if len(head) < (5 if chunk.name == b"VP8L" else 10):
        return None
    if chunk.name == b"VP8X":
        return _little(head[4:7]) + 1, _little(head[7:10]) + 1
    if chunk.name == b"VP8 " and head[3:6] == _START_CODE:
        return _little(head[6:8]) & 0x3FFF, _little(head[8:10]) & 0x3FFF
    if chunk.name == b"VP8L" and head[0] == _LOSSLESS:
        bits = _little(head[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
