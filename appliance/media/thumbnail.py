"""Small pictures of large ones, which the sending page makes and everybody else loads at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from appliance.media.inspect import inspect
from appliance.media.kind import FileKind

MOST_BYTES: Final = 256 * 1024
LONGEST_SIDE: Final = 1_024
"""Pixels; what is larger is no small picture."""

_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
_MOVES: Final = (b"acTL", b"ANIM")


def as_thumbnail(path: Path, size: int) -> FileKind | None:
    """What the file of that size is; None if it is no small picture that stands still."""
    if size > MOST_BYTES:
        return None
    kind = inspect(path)
    if kind.type not in _TYPES or max(kind.width, kind.height) > LONGEST_SIDE:
        return None
    data = path.read_bytes()
    return None if any(moves in data for moves in _MOVES) else kind
