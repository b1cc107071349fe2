"""WAV: a RIFF file. Chunks that say who recorded it, where and when become `JUNK`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from appliance.media.edits import Patch
from appliance.media.kind import FileKind
from appliance.media.source import SourceFile

_KEPT: Final = frozenset(
    {*(b"fmt ", b"data", b"fact", b"cue ", b"plst", b"smpl", b"inst", b"PEAK", b"wavl", b"slnt")}
)


def matches(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def look(source: SourceFile) -> FileKind | None:
    return FileKind("audio/wav", "sound", True) if source.read(12, 4).strip() else None


def edits(source: SourceFile) -> Iterator[Patch]:
    at = 12
    while at + 8 <= source.size:
        head = source.read(at, 8)
        end = at + 8 + int.from_bytes(head[4:], "little")
        if head[:4] not in _KEPT:
            yield Patch(at, at + 4, b"JUNK")
            yield Patch(at + 8, end)
        at = end + end % 2
    yield Patch(at, source.size)
