from __future__ import annotations

import struct
from pathlib import Path

import pytest

from appliance.media.kind import MOST_PIXELS, OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import PNG_SECRETS, SECRET, chunk, head, png, tiff


def test_one_without_anything_stays_bit_by_bit(tmp_path: Path) -> None:
    moving = (chunk(b"acTL", bytes(8)), chunk(b"pHYs", bytes(9)), chunk(b"tRNS", b"\0"))
    left, done = cut_out(tmp_path, png(*moving))
    assert left == png(*moving)
    assert not done.changed
    assert done.kind == FileKind("image/png", "picture", True, 32, 20)


@pytest.mark.parametrize("name", PNG_SECRETS)
def test_what_is_told_beside_the_picture_goes(tmp_path: Path, name: str) -> None:
    left, done = cut_out(tmp_path, png(PNG_SECRETS[name], PNG_SECRETS[name]))
    assert done.changed
    assert left == png()


@pytest.mark.parametrize("turned", range(1, 9))
def test_how_it_is_turned_stays(tmp_path: Path, turned: int) -> None:
    left, done = cut_out(tmp_path, png(chunk(b"eXIf", tiff(turned, ">"))))
    assert SECRET not in left
    assert len(left) == len(png()) + (38 if turned > 1 else 0)
    assert (done.kind.width, done.kind.height) == ((20, 32) if turned > 4 else (32, 20))


def test_what_lies_behind_its_end_goes(tmp_path: Path) -> None:
    assert cut_out(tmp_path, png(behind=SECRET + png()))[0] == png()


def test_what_no_decoder_reads_goes(tmp_path: Path) -> None:
    whole = png()[: -len(chunk(b"IEND"))]
    for rest in (chunk(b"12_4", SECRET), b"\xff" * 4 + b"IDAT" + SECRET, SECRET[:3]):
        assert cut_out(tmp_path, whole + rest)[0] == whole


def test_one_that_ends_in_the_middle_tells_nothing_either(tmp_path: Path) -> None:
    for length in range(8, len(png(PNG_SECRETS["text"])), 3):
        left, done = cut_out(tmp_path, png(PNG_SECRETS["text"])[:length])
        assert SECRET[:4] not in left
        assert done.sure == (length >= 24)


def test_more_pixels_than_any_camera_takes_are_not_shown(tmp_path: Path) -> None:
    def claims(width: int, height: int) -> FileKind:
        return kind_of(tmp_path, png().replace(head(), head(width, height)))

    assert claims(MOST_PIXELS // 2, 2).inline
    assert not claims(MOST_PIXELS // 2 + 1, 2).inline
    assert claims(0x7FFFFFFF, 0x7FFFFFFF) == FileKind(
        "image/png", "picture", False, 0x7FFFFFFF, 0x7FFFFFFF
    )
    assert claims(0, 5) == claims(0x80000000, 1) == OTHER


def test_a_chunk_that_claims_ten_gigabytes_has_what_is_there(tmp_path: Path) -> None:
    most = struct.pack(">I", 0x7FFFFFFF)
    left, _ = cut_out(tmp_path, png()[: -len(chunk(b"IEND"))] + most + b"tEXt" + SECRET)
    assert left == png()[: -len(chunk(b"IEND"))]
