"""JPEG: a row of segments, each a marker with its length, and between them what is painted.

Kept is what decoders need, the colour profile, and how the picture is turned. Everything else goes
by not being in the list: EXIF with its small picture and the maker's notes, XMP, IPTC, comments,
further pictures (MPF) and whatever lies behind the end, as a phone's short film with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media import exif
from appliance.media.edits import Patch
from appliance.media.kind import FileKind, picture
from appliance.media.source import WINDOW, SourceFile

MAGIC: Final = b"\xff\xd8\xff"

_END: Final = 0xD9
_SCAN: Final = 0xDA
_APPLICATION: Final = range(0xE0, 0xF0)
_EXIF: Final = 0xE1
_COMMENT: Final = 0xFE
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Where width and height stand."""

_LEAST_FRAME: Final = 10
_DECODED: Final = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)}) - {0xC8}
_PER_STEP: Final = 6
"""So many bytes, as a power of two, are gone through like a step: a gigabyte is too much."""

_MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""What ends what is painted: there 0xFF is followed by 0, or by a marker that stands alone."""

_COLOURS: Final = (0xE2, b"ICC_PROFILE\0")
_PLAIN: Final = {0xE0: (b"JFIF\0", b"\0\0"), 0xEE: (b"Adobe", b"")}
"""Of the applications' segments these are kept as far as decoders read, and then end so: JFIF with
the size of the small picture that it may bring along. Without Adobe's the colours are others."""

_PLAIN_LENGTH: Final = 12


class Segment(NamedTuple):
    begin: int
    marker: int
    end: int
    """What is painted after the head of a scan belongs to it."""


def look(source: SourceFile) -> FileKind | None:
    size: bytes | None = None
    turned = 0
    for segment in _segments(source):
        if segment.marker == _EXIF and not turned:
            turned = _turned(source, segment)
        elif segment.marker in _FRAMES and _size(segment) >= _LEAST_FRAME:
            size = source.exactly(segment.begin + 5, 4)
        elif segment.marker == _SCAN:
            break
    if size is None:
        return None
    height, width = int.from_bytes(size[:2], "big"), int.from_bytes(size[2:], "big")
    return picture("image/jpeg", *exif.as_shown(turned, width, height))


def edits(source: SourceFile) -> Iterator[Patch]:
    done = 2
    turned = 0
    for segment in _segments(source):
        if segment.begin > done:
            yield Patch(done, segment.begin)  # decoders pass over it as well
        done = segment.end
        new: bytes | None
        if segment.marker == _EXIF and not turned:
            turned = _turned(source, segment)
            kept = exif.only(turned)
            new = _segment(_EXIF, exif.HEADED + kept) if kept else b""
            if len(new) > _size(segment):
                new = b""  # it ends in the middle
        else:
            new = _kept(source, segment)
        if new is not None and new != source.read(segment.begin, len(new) + 1)[: _size(segment)]:
            yield Patch(segment.begin, segment.end, new)
    if source.size > done:
        yield Patch(done, source.size)


def _size(segment: Segment) -> int:
    return segment.end - segment.begin


def _kept(source: SourceFile, segment: Segment) -> bytes | None:
    """What becomes of a segment; None for all of it."""
    if segment.marker not in _APPLICATION and segment.marker != _COMMENT:
        return None
    head = source.read(segment.begin + 4, min(_PLAIN_LENGTH, _size(segment) - 4))
    if segment.marker == _COLOURS[0] and head.startswith(_COLOURS[1]):
        return None
    name, end = _PLAIN.get(segment.marker, (b"", b""))
    plain = name and head.startswith(name) and len(head) == _PLAIN_LENGTH
    return _segment(segment.marker, head + end) if plain else b""


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _turned(source: SourceFile, segment: Segment) -> int:
    """How the picture is turned; 0 where this segment is no EXIF. The first one counts."""
    payload = source.read(segment.begin + 4, min(_size(segment) - 4, exif.LONGEST))
    return exif.orientation(payload) if payload.startswith(exif.HEADED) else 0


def _segments(source: SourceFile) -> Iterator[Segment]:
    """All up to the end of the picture, or to where no decoder reads on."""
    at = 2
    while True:
        found = _next(source, at)
        if found is None:
            return
        begin, marker = found
        if marker == _END:
            yield Segment(begin, marker, begin + 2)
            return
        if marker not in _DECODED and marker not in _APPLICATION and marker != _COMMENT:
            return
        length = int.from_bytes(source.read(begin + 2, 2).rjust(2, b"\0"), "big")
        at = min(begin + 2 + max(length, 2), source.size)
        if marker == _SCAN:
            after = _next(source, at)
            at = source.size if after is None else after[0]
        yield Segment(begin, marker, at)


def _next(source: SourceFile, at: int) -> tuple[int, int] | None:
    """Where the next marker stands that has a length, or ends the picture, and which it is."""
    while at < source.size:
        window = source.read(at, WINDOW)
        source.spend(len(window) >> _PER_STEP)
        found = _MARKER.search(window)
        if found is not None:
            return at + found.start(), window[found.start() + 1]
        at += max(1, len(window) - 1)  # the last byte may be the first of a marker
    return None
