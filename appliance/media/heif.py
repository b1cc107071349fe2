"""HEIF and AVIF: pictures in boxes, as items of which a table says where they lie.

Items that are no picture (EXIF, XMP) are overwritten where they lie; what else is not needed for
showing is freed. How the picture is turned is a property of it, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from appliance.media import exif, film
from appliance.media.boxes import IsoBox, MediaData, boxes, freed, inside
from appliance.media.edits import Patch
from appliance.media.kind import FileKind, picture
from appliance.media.source import SourceFile, Unsure

_AVIF: Final = frozenset({b"avif", b"avis"})
_HEIC: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_MOST_BRANDS: Final = 256
_MOST_ITEMS: Final = 65_536

_TOP: Final = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"mfra", b"sidx"})
_IN_META: Final = frozenset(
    {*(b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"grpl", b"dinf", b"ipro")}
)
_TOLD: Final = frozenset({b"udes", b"crtt", b"mdft", b"altt", b"uuid", b"free", b"skip"})
"""Properties that say something to people; the others are needed, known or not."""

_PICTURES: Final = frozenset(
    {
        *(b"hvc1", b"hev1", b"lhv1", b"hvt1", b"av01", b"avc1", b"lvc1", b"vvc1", b"evc1"),
        *(b"jpeg", b"j2k1", b"unci", b"grid", b"iovl", b"iden", b"tmap"),
    }
)
_EXIF: Final = b"Exif"
_SIZES: Final = frozenset({0, 4, 8})


def matches(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and bool(_brands(head) & (_AVIF | _HEIC))


def look(source: SourceFile) -> FileKind | None:
    avif = bool(_brands(source.read(0, _MOST_BRANDS)) & _AVIF)
    for box in boxes(source, 0, source.size):
        if box.name == b"meta":
            width, height = _size(source, _full(box))
            return picture("image/avif" if avif else "image/heic", width, height, inline=avif)
    return None


def edits(source: SourceFile) -> Iterator[Patch]:
    places = MediaData(source)
    done = 0
    for box in boxes(source, 0, source.size):
        done = box.end
        if box.name == b"meta":
            yield from _in_meta(source, _full(box), places)
        else:
            yield from film.cut(source, box, _TOP, places)
    yield Patch(done, source.size)


def _brands(head: bytes) -> set[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head), _MOST_BRANDS)
    return {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}


def _full(box: IsoBox) -> IsoBox:
    """The same behind its version and flags."""
    return box._replace(body=min(box.body + 4, box.end))


def _in_meta(source: SourceFile, meta: IsoBox, places: MediaData) -> Iterator[Patch]:
    told = dict(_told(source, meta))
    done = meta.body
    for box in boxes(source, meta.body, meta.end):
        done = box.end
        if box.name not in _IN_META:
            yield from freed(box)
        elif box.name == b"iloc":
            for item, method, extents in _located(source, box):
                if item in told:
                    alone = told[item] == _EXIF and len(extents) == 1
                    for extent in extents:
                        yield from _blank(source, meta, places, (method, *extent), alone)
    for table in inside(source, meta, b"iprp", b"ipco"):
        for box in boxes(source, table.body, table.end):
            if box.name in _TOLD:
                yield from freed(box)
    yield Patch(done, meta.end)


def _told(source: SourceFile, meta: IsoBox) -> Iterator[tuple[int, bytes]]:
    """Number and type of the items that are no pictures."""
    count = 0
    for table in inside(source, meta, b"iinf"):
        head = 8 if source.number(table.body, 1) else 6
        for entry in boxes(source, table.body + head, table.end):
            version = source.number(entry.body, 1)
            wide = 4 if version > 2 else 2
            type_ = source.read(entry.body + 6 + wide, 4) if version > 1 else b""
            if type_ not in _PICTURES:
                count += 1
                if count > _MOST_ITEMS:
                    raise Unsure
                yield source.number(entry.body + 4, wide), type_


def _located(source: SourceFile, box: IsoBox) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Of each item its number, in which way it is located, and where its pieces lie."""
    version, sizes = source.number(box.body, 1), source.number(box.body + 4, 2)
    offset, length, base = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index = sizes & 15 if version else 0
    if not {offset, length, base, index} <= _SIZES or version > 2:
        raise Unsure
    wide = 4 if version > 1 else 2
    at = box.body + 6 + wide
    for _ in range(source.number(box.body + 6, wide)):
        item, at = source.number(at, wide), at + wide
        method = source.number(at, 2) & 15 if version else 0
        at += 4 if version else 2
        begin, at = source.number(at, base), at + base
        pieces, at = source.number(at, 2), at + 2
        extents: list[tuple[int, int]] = []
        for _piece in range(pieces):
            at += index
            place, at = begin + source.number(at, offset), at + offset
            extents.append((place, place + source.number(at, length)))
            at += length
        if at > box.end:
            raise Unsure
        yield item, method, extents


def _blank(
    source: SourceFile, meta: IsoBox, places: MediaData, extent: tuple[int, int, int], exif_: bool
) -> Iterator[Patch]:
    """Overwrite what lies there: in the file, or in a box beside the table."""
    method, begin, end = extent
    if begin >= end or method > 1:
        raise Unsure  # all there is, or a part of another
    if method == 0:
        yield from places.blank(begin, end, _exif(source, begin, end) if exif_ else b"")
        return
    for data in inside(source, meta, b"idat"):
        if data.body + end > data.end:
            raise Unsure
        yield Patch(data.body + begin, data.body + end)


def _exif(source: SourceFile, begin: int, end: int) -> bytes:
    """What is left of it: before EXIF it says here where that begins."""
    data = source.read(begin, min(end - begin, exif.LONGEST))
    kept = exif.only(exif.orientation(data[4 + int.from_bytes(data[:4], "big") :]))
    new = b"\0\0\0\0" + (kept or exif.NOTHING)
    return new if len(new) <= end - begin else b""


def _size(source: SourceFile, meta: IsoBox) -> tuple[int, int]:
    """Width and height of the first picture, as it is shown."""
    wanted = _properties_of_first(source, meta)
    width = height = 0
    turned = False
    for table in inside(source, meta, b"iprp", b"ipco"):
        for number, box in enumerate(boxes(source, table.body, table.end), 1):
            if number not in wanted:
                continue
            if box.name == b"ispe":
                width, height = source.number(box.body + 4, 4), source.number(box.body + 8, 4)
            elif box.name == b"irot":
                turned = bool(source.number(box.body, 1) & 1)
    return (height, width) if turned else (width, height)


def _properties_of_first(source: SourceFile, meta: IsoBox) -> set[int]:
    first = next(inside(source, meta, b"pitm"), None)
    if first is None:
        return set()
    number = source.number(first.body + 4, 4 if source.number(first.body, 1) else 2)
    for box in inside(source, meta, b"iprp", b"ipma"):
        wide = 4 if source.number(box.body, 1) else 2
        step = 2 if source.number(box.body + 3, 1) & 1 else 1
        at = box.body + 8
        for _ in range(source.number(box.body + 4, 4)):
            item, count = source.number(at, wide), source.number(at + wide, 1)
            at += wide + 1
            if item == number:
                essential = 0x8000 if step == 2 else 0x80
                rows = (source.number(at + step * row, step) for row in range(count))
                return {row & ~essential for row in rows}
            at += step * count
    return set()
