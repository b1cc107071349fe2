"""What a file is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_PIXELS: Final = 1 << 28
"""Of a picture that is shown: 268 million, more than any camera takes. A few kilobytes can claim
more, and a phone that believes them has no memory left."""

LONGEST_SIDE: Final = 1 << 16
"""Pixels that somebody may claim for what we cannot measure."""


@dataclass(frozen=True)
class FileKind:
    """`type` is a MIME type of our choosing, which a browser takes for nothing that runs.

    `inline` says that it may be shown where it stands; everything else is for saving. `width` and
    `height` are those of what is shown, turned as it says of itself; 0 where that is not known.
    """

    type: str
    family: str
    """picture, sound, video, pdf, text or other."""
    inline: bool = False
    width: int = 0
    height: int = 0


OTHER: Final = FileKind("application/octet-stream", "other")


def picture(type_: str, width: int, height: int, *, inline: bool = True) -> FileKind | None:
    """A picture of that size; None for one without any."""
    if width < 1 or height < 1:
        return None
    return FileKind(type_, "picture", inline and width * height <= MOST_PIXELS, width, height)


def believable(width: int, height: int) -> bool:
    """Whether somebody may claim this size for what we cannot measure."""
    return 1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE
