from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.kind import FileKind
from appliance.media.thumbnail import LONGEST_SIDE, MOST_BYTES, as_thumbnail
from tests.media.pieces import SHOWN, chunk, gif, head, jpeg, png, riff_chunk, webp


def checked(folder: Path, data: bytes) -> FileKind | None:
    path = folder / "small"
    path.write_bytes(data)
    return as_thumbnail(path, len(data))


def test_small_pictures_that_stand_still_are(tmp_path: Path) -> None:
    for data in (jpeg(), png(), webp()):
        kind = checked(tmp_path, data)
        assert kind is not None
        assert kind.inline


@pytest.mark.parametrize(
    "data",
    [
        gif(),
        b"<svg/>",
        b"",
        png(chunk(b"acTL", bytes(8))),
        webp(riff_chunk(b"ANIM", bytes(6))),
        jpeg(SHOWN * MOST_BYTES),
        png().replace(head(), head(LONGEST_SIDE + 1, 1)),
        png().replace(head(), head(1, LONGEST_SIDE + 1)),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_all_else_is_none(tmp_path: Path, data: bytes) -> None:
    assert checked(tmp_path, data) is None


def test_the_largest_is_one(tmp_path: Path) -> None:
    largest = png().replace(head(), head(LONGEST_SIDE, LONGEST_SIDE))
    assert checked(tmp_path, largest.ljust(MOST_BYTES, b"\0")) is not None
