"""PNG: a row of chunks, each with its length, its name and a checksum.

Kept is what is painted, moves or says of colours; of EXIF how the picture is turned. The names that
begin with a small letter are for who wants to know more: texts (XMP is one), times, signatures.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media import exif
from appliance.media.edits import Patch
from appliance.media.kind import FileKind, picture
from appliance.media.source import SourceFile

MAGIC: Final = b"\x89PNG\r\n\x1a\n"

_NAME: Final = re.compile(rb"[A-Za-z]{4}")
_LONGEST: Final = 0x7FFFFFFF
_KEPT: Final = frozenset(
    {
        *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI"),
        *(b"mDCv", b"cLLi", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
    }
)
_EXIF: Final = b"eXIf"
_END: Final = b"IEND"


class PngChunk(NamedTuple):
    begin: int
    name: bytes
    end: int


def look(source: SourceFile) -> FileKind | None:
    width, height = source.number(16, 4), source.number(20, 4)
    if source.read(8, 8) != b"\0\0\0\rIHDR" or max(width, height) > _LONGEST:
        return None
    turned = 0
    for chunk in _chunks(source):
        if chunk.name == _EXIF:
            turned = _turned(source, chunk)
        if chunk.name in (b"IDAT", _EXIF):
            break
    return picture("image/png", *exif.as_shown(turned, width, height))


def edits(source: SourceFile) -> Iterator[Patch]:
    done = len(MAGIC)
    turned = 0
    for chunk in _chunks(source):
        done = chunk.end
        if chunk.name[:1].isupper() or chunk.name in _KEPT:
            continue
        new = b""
        if chunk.name == _EXIF and not turned:  # the first one counts
            turned = _turned(source, chunk)
            kept = exif.only(turned)
            new = _chunk(_EXIF, kept) if kept else b""
            if len(new) > chunk.end - chunk.begin:
                new = b""  # it ends in the middle
        if not new or source.read(chunk.begin, chunk.end - chunk.begin) != new:
            yield Patch(chunk.begin, chunk.end, new)
    if source.size > done:
        yield Patch(done, source.size)


def _turned(source: SourceFile, chunk: PngChunk) -> int:
    length = chunk.end - chunk.begin - 12
    return exif.orientation(source.read(chunk.begin + 8, max(0, min(length, exif.LONGEST))))


def _chunk(name: bytes, payload: bytes) -> bytes:
    checksum = zlib.crc32(name + payload).to_bytes(4, "big")
    return len(payload).to_bytes(4, "big") + name + payload + checksum


def _chunks(source: SourceFile) -> Iterator[PngChunk]:
    """All up to the end of the picture, or to where no decoder reads on."""
    at = len(MAGIC)
    while at < source.size:
        head = source.read(at, 8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if _NAME.fullmatch(name) is None or length > _LONGEST:
            return
        end = min(at + 12 + length, source.size)
        yield PngChunk(at, name, end)
        if name == _END:
            return
        at = end
