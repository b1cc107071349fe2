"""Films and sounds in boxes: MP4, M4A, MOV, 3GP.

What a box may hold is a list, by what it takes to play it. All else is freed: `udta`, `meta` and
`uuid` with places, names of devices, XMP, small pictures, and what makers of cameras add. Tracks
that are neither picture, sound nor text tell where the camera was, many times a second: they
go as well, with their samples. The times at which it was made are set to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from appliance.media import samples
from appliance.media.boxes import IsoBox, MediaData, boxes, freed, inside
from appliance.media.edits import Patch
from appliance.media.kind import FileKind
from appliance.media.source import SourceFile, Unsure

_OPENING: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
"""What such a file begins with; those of before 2001 have no `ftyp`."""

_TOP: Final = frozenset(
    {
        *(b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin"),
        *(b"prft", b"wide"),
    }
)
_IN: Final[Mapping[bytes, frozenset[bytes]]] = {
    b"moov": frozenset({b"mvhd", b"trak", b"mvex", b"iods"}),
    b"trak": frozenset({b"tkhd", b"mdia", b"edts", b"tref", b"tapt", b"load", b"matt", b"trgr"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf", b"elng"}),
    b"minf": frozenset(
        {b"vmhd", b"smhd", b"gmhd", b"hmhd", b"nmhd", b"sthd", b"hdlr", b"dinf", b"stbl"}
    ),
    b"stbl": frozenset(
        {
            *(b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64"),
            *(b"stss", b"stsh", b"stdp", b"padb", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz"),
            *(b"saio", b"stps"),
        }
    ),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset(
        {
            *(b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"senc"),
            *(b"sdtp",),
        }
    ),
}
_DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PICTURES: Final = frozenset({b"vide", b"pict", b"auxv"})
_SOUND: Final = b"soun"
_HANDLERS: Final = _PICTURES | {
    *(_SOUND, b"text", b"sbtl", b"subt", b"subp", b"clcp", b"tmcd", b"hint", b"odsm", b"sdsm")
}
_PACKED: Final = b"cmov"
_TYPES: Final = {b"qt  ": "video/quicktime", b"3gp": "video/3gpp", b"3g2": "video/3gpp2"}


def matches(head: bytes) -> bool:
    return head[4:8] in _OPENING


def look(source: SourceFile) -> FileKind | None:
    handlers: set[bytes] = set()
    width = height = 0
    for track in _tracks(source):
        handler = _handler(source, track)
        handlers.add(handler)
        if handler in _PICTURES and not width:
            width, height = _size(source, track)
    if handlers & _PICTURES:
        return FileKind(_type(source), "video", True, width, height)
    return FileKind("audio/mp4", "sound", True) if _SOUND in handlers else None


def edits(source: SourceFile) -> Iterator[Patch]:
    places = MediaData(source)
    done = 0
    for box in boxes(source, 0, source.size):
        done = box.end
        yield from cut(source, box, _TOP, places)
    yield Patch(done, source.size)


def cut(
    source: SourceFile, box: IsoBox, allowed: frozenset[bytes], places: MediaData
) -> Iterator[Patch]:
    """What is to be changed in a box that may be here if it is among the `allowed`."""
    if box.name == _PACKED:
        raise Unsure
    if box.name == b"trak" and _handler(source, box) not in _HANDLERS:
        if places.in_fragments:
            raise Unsure  # its samples are told of in many places
        for begin, end in samples.ranges(source, box):
            yield from places.blank(begin, end)
        yield from freed(box)
    elif box.name not in allowed:
        yield from freed(box)
    elif box.name in _DATED:
        end = box.body + (20 if source.number(box.body, 1) else 12)
        yield Patch(box.body + 4, min(end, box.end))
    elif box.name == b"hdlr":
        yield Patch(box.body + 24, box.end)  # its name: often the camera's
    elif box.name in _IN:
        done = box.body
        for child in boxes(source, box.body, box.end):
            done = child.end
            yield from cut(source, child, _IN[box.name], places)
        yield Patch(done, box.end)


def _tracks(source: SourceFile) -> Iterator[IsoBox]:
    for box in boxes(source, 0, source.size):
        if box.name == b"moov":
            yield from inside(source, box, b"trak")


def _handler(source: SourceFile, track: IsoBox) -> bytes:
    for box in inside(source, track, b"mdia", b"hdlr"):
        return source.read(box.body + 8, 4)
    return b""


def _type(source: SourceFile) -> str:
    brand = source.read(8, 4) if source.read(4, 4) == b"ftyp" else b"qt  "
    return _TYPES.get(brand) or _TYPES.get(brand[:3]) or "video/mp4"


def _size(source: SourceFile, track: IsoBox) -> tuple[int, int]:
    """Width and height as they are shown: a telephone turns its film by a matrix."""
    for box in inside(source, track, b"tkhd"):
        matrix = box.body + (52 if source.number(box.body, 1) else 40)
        width, height = source.number(matrix + 36, 2), source.number(matrix + 40, 2)
        upright = source.number(matrix, 4) != 0
        return (width, height) if upright else (height, width)
    return 0, 0
