from __future__ import annotations

import struct
from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import (
    SECRET,
    WEBP_EXIF,
    WEBP_XMP,
    riff,
    riff_chunk,
    tiff,
    webp,
)

PLAIN = webp(flags=0x20)


def test_one_without_anything_stays_bit_by_bit(tmp_path: Path) -> None:
    left, done = cut_out(tmp_path, PLAIN)
    assert left == PLAIN
    assert not done.changed
    assert done.kind == FileKind("image/webp", "picture", True, 32, 20)


def test_what_is_told_goes_and_the_head_does_not_promise_it(tmp_path: Path) -> None:
    for told in (WEBP_XMP, riff_chunk(b"junk", SECRET), riff_chunk(b"EXIF", tiff(1))):
        left, done = cut_out(tmp_path, webp(told))
        assert done.changed
        assert left == PLAIN
    assert cut_out(tmp_path, webp(behind=SECRET))[0] == PLAIN


@pytest.mark.parametrize("before", [b"", b"Exif\0\0"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_how_it_is_turned_stays(tmp_path: Path, turned: int, before: bytes) -> None:
    told = riff_chunk(b"EXIF", before + tiff(turned))
    left, done = cut_out(tmp_path, webp(WEBP_XMP, told, WEBP_EXIF))
    assert SECRET not in left
    assert left[:8] == b"RIFF" + struct.pack("<I", len(left) - 8)
    assert left[20] == 0x28
    assert len(left) == len(PLAIN) + 8 + 26
    assert (done.kind.width, done.kind.height) == (32, 20)  # browsers do not turn it


def test_its_size_is_found_in_each_of_its_ways(tmp_path: Path) -> None:
    lossy = riff_chunk(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 0x4000 | 32, 20))
    bits = struct.pack("<I", 31 | 19 << 14)
    lossless = riff_chunk(b"VP8L", b"\x2f" + bits + bytes(5))
    for painted in (lossy, lossless):
        assert kind_of(tmp_path, riff(b"WEBP", painted)) == FileKind(
            "image/webp", "picture", True, 32, 20
        )
    assert kind_of(tmp_path, riff(b"WEBP", riff_chunk(b"VP8L", bytes(10)))) == OTHER
    short = riff_chunk(b"VP8X", b"\0\0") + riff_chunk(b"ICCP", bytes(20))
    assert kind_of(tmp_path, riff(b"WEBP", short)) == OTHER


def test_one_that_ends_in_the_middle_tells_nothing_either(tmp_path: Path) -> None:
    for length in range(12, len(webp(WEBP_EXIF, WEBP_XMP)), 4):
        left, _ = cut_out(tmp_path, webp(WEBP_EXIF, WEBP_XMP)[:length])
        assert SECRET[:4] not in left
