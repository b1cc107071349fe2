"""Sounds of the kinds that players have: MP3, AAC, FLAC, and what lies in Ogg."""

from __future__ import annotations

from typing import Final

from appliance.media.kind import FileKind
from appliance.media.source import SourceFile

_MPEG: Final = FileKind("audio/mpeg", "sound", inline=True)
_AAC: Final = FileKind("audio/aac", "sound", inline=True)
_FLAC: Final = FileKind("audio/flac", "sound", inline=True)
_OGG: Final = FileKind("audio/ogg", "sound", inline=True)

_MOST_STREAMS: Final = 8
_FIRST_PAGE: Final = 2
_THEORA: Final = b"\x80theora"
_IN_OGG: Final = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")

_PADDING: Final = 4_096
"""Zeros that some programs leave between tags and sound."""

_RATES: Final = (44_100, 48_000, 32_000)
_KILOBITS: Final = {
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By whether it is MPEG 1, and by layer."""


def is_tagged(head: bytes) -> bool:
    """Whether ID3 comes first, in one of its versions."""
    return head[:3] == b"ID3" and head[3:4] in (b"\2", b"\3", b"\4")


def is_frame(head: bytes) -> bool:
    return head[:1] == b"\xff" and head[1:2] >= b"\xe0"


def look_behind_tags(source: SourceFile) -> FileKind | None:
    head = source.exactly(0, 10)
    if max(head[6:]) > 0x7F:
        return None
    length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    begin = 10 + length + (10 if head[5] & 0x10 else 0)
    found = source.read(begin, _PADDING)
    begin += len(found) - len(found.lstrip(b"\0"))
    if source.read(begin, 4) == b"fLaC":
        return _FLAC
    return _aac(source, begin) or (_MPEG if _frame(source, begin) else None)


def look_at_frames(source: SourceFile) -> FileKind | None:
    """Without tags there must be two of them: their beginnings are short, and found anywhere."""
    length = _frame(source, 0)
    if length and (_frame(source, length) or length == source.size):
        return _MPEG
    return _aac(source, 0)


def look_flac(source: SourceFile) -> FileKind | None:
    first = source.exactly(4, 4)
    return _FLAC if first[0] & 0x7F == 0 and first[1:] == b"\0\0\x22" else None


def look_ogg(source: SourceFile) -> FileKind | None:
    """In the first pages each stream says what it is."""
    begin, sound = 0, None
    for _ in range(_MOST_STREAMS):
        head = source.read(begin, 27)
        if len(head) < 27 or head[:5] != b"OggS\0" or not head[5] & _FIRST_PAGE:
            break
        pieces = source.read(begin + 27, head[26])
        body = source.read(begin + 27 + head[26], 24)
        if body.startswith(_THEORA) and len(body) > 20:
            width, height = (int.from_bytes(body[at : at + 3], "big") for at in (14, 17))
            return FileKind("video/ogg", "video", True, width, height)
        sound = _OGG if body.startswith(_IN_OGG) else sound
        begin += 27 + head[26] + sum(pieces)
    return sound


def _frame(source: SourceFile, begin: int) -> int:
    """The length of the frame of MPEG's sound that begins there; 0 for none."""
    head = source.read(begin, 4)
    if len(head) < 4 or not is_frame(head):
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    kilobits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or not 0 < kilobits < 15 or rate == 3:
        return 0
    bits = _KILOBITS[version == 3, layer][kilobits - 1] * 1_000
    hertz = _RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    if layer == 1:
        return (12 * bits // hertz + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // hertz + padding


def _aac(source: SourceFile, begin: int) -> FileKind | None:
    length = _aac_frame(source, begin)
    followed = length and (_aac_frame(source, begin + length) or begin + length == source.size)
    return _AAC if followed else None


def _aac_frame(source: SourceFile, begin: int) -> int:
    head = source.read(begin, 7)
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
