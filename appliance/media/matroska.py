"""Matroska and WebM: tags, attached files, titles and the time it was made are voided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from appliance.media.ebml import VOID, Element, elements, inside, number, voided
from appliance.media.edits import Patch
from appliance.media.kind import FileKind
from appliance.media.source import SourceFile, Unsure

MAGIC: Final = b"\x1a\x45\xdf\xa3"

_TYPE: Final = 0x4282
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_ABOUT: Final = 0x1549A966
_TRACKS: Final = 0x1654AE6B
_CUT: Final = frozenset({0x1254C367, 0x1941A469, VOID})
"""Tags, attachments, and what was made void before."""

_BESIDE: Final = frozenset({0x114D9B74, _ABOUT, _TRACKS, _CLUSTER, 0x1C53BB6B, 0x1043A770}) | _CUT
"""All that lies in a segment, and so ends a cluster that did not say how long it is."""

_SAID: Final = frozenset(
    {*(0x4461, 0x7BA9, 0x7384, 0x73A4, 0x3CB923, 0x3C83AB, 0x3EB923, 0x3E83BB, 0xBF, VOID)}
)
"""The time, title, names of files and numbers of them; and a checksum, which would be wrong now."""

_TRACK: Final = 0xAE
_TRACK_TYPE: Final = 0x83
_VIDEO: Final = 0xE0
_WIDTH: Final = 0xB0
_HEIGHT: Final = 0xBA
_PICTURES, _SOUND = 1, 2


def look(source: SourceFile) -> FileKind | None:
    type_ = b""
    for head in elements(source, 0, source.size):
        for told in inside(source, head, _TYPE):
            type_ = source.read(told.body, min(16, told.end - told.body)).rstrip(b"\0")
        break
    form = {b"webm": "webm", b"matroska": "x-matroska"}.get(type_)
    if form is None:
        return None
    types: set[int] = set()
    for track in _tracks(source):
        kind = next((number(source, each) for each in inside(source, track, _TRACK_TYPE)), 0)
        types.add(kind)
        if kind == _PICTURES:
            width, height = (_first(source, track, name) for name in (_WIDTH, _HEIGHT))
            return FileKind(f"video/{form}", "video", True, width, height)
    return FileKind(f"audio/{form}", "sound", True) if _SOUND in types else None


def edits(source: SourceFile) -> Iterator[Patch]:
    for part in _parts(source):
        if part.name in _CUT:
            yield voided(part)
        elif part.name == _ABOUT:
            for said in elements(source, part.body, part.end):
                if said.name in _SAID:
                    yield voided(said)


def _parts(source: SourceFile) -> Iterator[Element]:
    """What lies side by side in the segments."""
    for segment in elements(source, 0, source.size):
        if segment.name != _SEGMENT:
            continue
        begin = segment.body
        while begin < segment.end:
            for part in elements(source, begin, segment.end):
                begin = part.end
                yield part
                if part.endless:
                    begin = _end(source, part)
                    break
            else:
                break


def _end(source: SourceFile, part: Element) -> int:
    """Where a part has ended that did not say how long it is."""
    if part.name != _CLUSTER:
        raise Unsure
    for element in elements(source, part.body, part.end):
        if element.name in _BESIDE - {VOID}:
            return element.begin
        if element.endless:
            raise Unsure
    return part.end


def _tracks(source: SourceFile) -> Iterator[Element]:
    for part in _parts(source):
        if part.name == _TRACKS:
            yield from inside(source, part, _TRACK)
            return
        if part.name == _CLUSTER:
            return


def _first(source: SourceFile, track: Element, name: int) -> int:
    return next((number(source, each) for each in inside(source, track, _VIDEO, name)), 0)
