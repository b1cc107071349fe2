"""What stands beside the sound in MP3 and FLAC. What names the music stays: title, artist, album
and their like. Everything else is blanked where it stands: places, comments, times, pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from appliance.media.edits import Patch
from appliance.media.source import BLOCK, SourceFile

_KEPT_FRAMES: Final = frozenset(
    {
        *(b"TIT1", b"TIT2", b"TIT3", b"TPE1", b"TPE2", b"TPE3", b"TPE4", b"TALB", b"TRCK", b"TPOS"),
        *(b"TCON", b"TCOM", b"TEXT", b"TOPE", b"TLEN", b"TBPM", b"TKEY", b"TSRC", b"TLAN", b"RVA2"),
        *(b"TT1", b"TT2", b"TT3", b"TP1", b"TP2", b"TP3", b"TP4", b"TAL", b"TRK", b"TPA", b"TCO"),
        *(b"TCM", b"TLE", b"TBP"),
    }
)
_FRAME: Final = re.compile(rb"[A-Z0-9]+")
_NOTHING: Final = b"PRIV"
_READABLE: Final = 0x10
"""The one flag with which frames can be gone through: more bytes at the end."""

_KEPT_NAMES: Final = frozenset(
    {
        *(b"TITLE", b"ARTIST", b"ALBUM", b"ALBUMARTIST", b"TRACKNUMBER", b"TRACKTOTAL", b"GENRE"),
        *(b"DISCNUMBER", b"DISCTOTAL", b"COMPOSER", b"PERFORMER", b"CONDUCTOR", b"ISRC"),
        *(b"REPLAYGAIN_TRACK_GAIN", b"REPLAYGAIN_TRACK_PEAK", b"REPLAYGAIN_ALBUM_GAIN"),
        *(b"REPLAYGAIN_ALBUM_PEAK", b"WAVEFORMATEXTENSIBLE_CHANNEL_MASK"),
    }
)
_KEPT_BLOCKS: Final = frozenset({0, 3, 5})
"""Of FLAC: the stream, places to seek, and a disc's tracks."""

_PADDING: Final = 1
_COMMENTS: Final = 4
_LONGEST_NAME: Final = 64
_OLD: Final = 128
"""Bytes of ID3's first version, at the end: year and comment stand at 93."""

_APE: Final = 32


def edits_of_mpeg(source: SourceFile) -> Iterator[Patch]:
    head = source.read(0, 10)
    if head[:3] == b"ID3":
        yield from _frames(source, head)
        behind = 10 + _sevens(head[6:10])
        if source.read(behind, 4) == b"fLaC":
            yield from edits_of_flac(source, behind)
    end = source.size
    if end >= _OLD and source.read(end - _OLD, 3) == b"TAG":
        end -= _OLD
        yield Patch(end + 93, end + 93 + 32)
    foot = source.read(max(0, end - _APE), _APE)
    if foot[:8] == b"APETAGEX":
        length = int.from_bytes(foot[12:16], "little") + _APE  # of the one at the beginning
        yield Patch(max(0, end - length), end)


def edits_of_flac(source: SourceFile, begin: int = 0) -> Iterator[Patch]:
    at, last = begin + 4, 0
    while not last and len(head := source.read(at, 4)) == 4:
        last, type_ = head[0] & 0x80, head[0] & 0x7F
        end = at + 4 + int.from_bytes(head[1:], "big")
        if type_ == _COMMENTS:
            yield from _comments(source, at + 4, min(end, source.size))
        elif type_ not in _KEPT_BLOCKS:
            yield Patch(at, at + 1, bytes((last | _PADDING,)))
            yield Patch(at + 4, end)
        at = end


def _frames(source: SourceFile, head: bytes) -> Iterator[Patch]:
    """ID3 in front. One that cannot be gone through is blanked as a whole: zeros are nothing."""
    wide = 4 if head[3] > 2 else 3
    at, end = 10, 10 + _sevens(head[6:10])
    while not head[5] & ~_READABLE and at + 10 <= end:
        frame = source.read(at, 10)
        if _FRAME.fullmatch(frame[:wide]) is None:
            break
        length = frame[wide : 2 * wide]
        body = at + (10 if wide == 4 else 6)
        after = body + (_sevens(length) if head[3] == 4 else int.from_bytes(length, "big"))
        if after > end:
            break
        if frame[:wide] not in _KEPT_FRAMES:
            yield Patch(body, after)
            yield Patch(at, at + wide, _NOTHING if wide == 4 else frame[:wide])
        at = after
    yield Patch(at, end)
    if head[5] & ~_READABLE:
        yield Patch(5, 6, bytes((head[5] & _READABLE,)))


def _sevens(data: bytes) -> int:
    """A number of seven bits a byte."""
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value


def _comments(source: SourceFile, at: int, end: int) -> Iterator[Patch]:
    """Rows of NAME=value, each behind its length: a value that goes becomes spaces."""
    at += 4 + _little(source, at) + 4
    while at + 4 <= end:
        begin, at = at + 4, min(at + 4 + _little(source, at), end)
        name, equals, _ = source.read(begin, min(_LONGEST_NAME, at - begin)).partition(b"=")
        if not equals or name.upper() not in _KEPT_NAMES:
            begin += len(name + equals) if equals else 0
            for piece in range(begin, at, BLOCK):
                length = min(BLOCK, at - piece)
                yield Patch(piece, piece + length, b" " * length)
    yield Patch(at, end)


def _little(source: SourceFile, at: int) -> int:
    return int.from_bytes(source.read(at, 4), "little")
