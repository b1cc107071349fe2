"""GIF: a head, then blocks, each a row of pieces of at most 255 bytes.

Comments go, and of the applications' blocks all but those that say how often a film is shown and
which colours it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from appliance.media.edits import Patch
from appliance.media.kind import FileKind, picture
from appliance.media.source import WINDOW, SourceFile

MAGIC: Final = (b"GIF87a", b"GIF89a")

_HEAD: Final = 13
_EXTENSION: Final = 0x21
_PICTURE: Final = 0x2C
_FIRST: Final = (b"\x21", b"\x2c", b"\x3b", b"")
_END: Final = b"\x3b"
_APPLICATION: Final = b"\xff"
_SHOWN: Final = frozenset({b"\xf9", b"\x01", b""})
"""How long each picture stays, and texts that are painted; and one whose name is missing."""

_KEPT: Final = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})


class Block(NamedTuple):
    begin: int
    end: int
    kept: bool


def look(source: SourceFile) -> FileKind | None:
    head = source.exactly(0, _HEAD)
    if source.read(_HEAD + _colours(head[10]), 1) not in _FIRST:
        return None
    width, height = (int.from_bytes(head[at : at + 2], "little") for at in (6, 8))
    return picture("image/gif", width, height)


def edits(source: SourceFile) -> Iterator[Patch]:
    done = _HEAD + _colours(source.exactly(10, 1)[0])
    for block in _blocks(source, done):
        done = block.end
        if not block.kept:
            yield Patch(block.begin, block.end)
    if source.size > done:
        yield Patch(done, source.size)


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(source: SourceFile, at: int) -> Iterator[Block]:
    """All up to the end, or to where no decoder reads on."""
    while head := source.read(at, 14):
        if head[0] == _EXTENSION:
            label = head[1:2]
            known = label == _APPLICATION and head[2:3] == b"\x0b" and head[3:] in _KEPT
            end = _after(source, at + 2)
            yield Block(at, end, known or label in _SHOWN)
        elif head[0] == _PICTURE:
            colours = _colours(head[9]) if len(head) > 9 else 0
            end = _after(source, at + 10 + colours + 1)
            yield Block(at, end, kept=True)
        else:
            break
        at = end
    if head[:1] == _END:
        yield Block(at, at + 1, kept=True)


def _after(source: SourceFile, at: int) -> int:
    """Where the row of pieces that begins there has ended."""
    while window := source.read(at, WINDOW):
        place, steps = 0, 0
        while place < len(window):
            steps += 1
            length = window[place]
            place += length + 1
            if length == 0:
                return at + place
        source.spend(steps)
        at += place
    return source.size
