"""What is done to a file that is whole, in a thread: places are cut out, its kind is found."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from appliance.errors import BadInput, TooLong
from appliance.feed.depot.stored import Look, StoredFile
from appliance.media.cut import Cut, cut
from appliance.media.inspect import inspect
from appliance.media.kind import believable
from appliance.media.thumbnail import MOST_BYTES, as_thumbnail

MOST_THUMBNAIL: Final = MOST_BYTES
"""Bytes of a small picture."""


def look(path: Path, kept: StoredFile) -> Look:
    """Cut out of it what tells places, unless its sender wants it as it is. Raises OSError."""
    done = Cut(inspect(path), changed=False, sure=True) if kept.original else cut(path)
    kind = done.kind
    width, height = kind.width, kind.height
    if not (width and height) and believable(kept.width, kept.height):
        width, height = kept.width, kept.height
    return Look(kind.type, kind.family, kind.inline, width, height, done.changed, done.sure)


def small_picture(path: Path) -> str:
    """The type of a thumbnail, of which is left what is seen. Raises BadInput for what is none."""
    kind = as_thumbnail(path, path.stat().st_size)
    if kind is None:
        raise BadInput("thumbnail-not-a-picture")
    cut(path)
    return kind.type


def check_small(size: int) -> None:
    """Raise TooLong for more than a thumbnail may have."""
    if size > MOST_THUMBNAIL:
        raise TooLong("thumbnail-too-large", kilobytes=MOST_THUMBNAIL // 1024)
