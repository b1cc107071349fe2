from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.cut import Cut
from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import (
    ADOBE,
    COLOURS,
    ICC,
    JFIF,
    JPEG_SECRETS,
    SCAN,
    SECRET,
    exif,
    frame,
    jpeg,
    segment,
)

PLAIN = jpeg(JFIF, ICC, ADOBE)


def test_one_without_anything_stays_bit_by_bit(tmp_path: Path) -> None:
    left, done = cut_out(tmp_path, PLAIN)
    assert left == PLAIN
    assert done == Cut(FileKind("image/jpeg", "picture", True, 32, 20), changed=False)


@pytest.mark.parametrize("name", JPEG_SECRETS)
def test_what_is_told_beside_the_picture_goes(tmp_path: Path, name: str) -> None:
    left, done = cut_out(tmp_path, jpeg(JFIF, exif(1), JPEG_SECRETS[name], ICC, ADOBE))
    assert done.changed
    assert left == PLAIN


@pytest.mark.parametrize("name", sorted(JPEG_SECRETS.keys() - {"bytes between"}))
def test_it_goes_between_two_scans_too(tmp_path: Path, name: str) -> None:
    """But for bytes that could be painted: where these end only who decodes them knows."""
    parts = (b"\xff\xd8", JFIF, exif(1), frame(), SCAN, JPEG_SECRETS[name], SCAN, b"\xff\xd9")
    left, _ = cut_out(tmp_path, b"".join(parts))
    assert left == b"".join((b"\xff\xd8", JFIF, frame(), SCAN, SCAN, b"\xff\xd9"))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_how_it_is_turned_stays(tmp_path: Path, turned: int, order: str) -> None:
    left, done = cut_out(tmp_path, jpeg(exif(turned, order)))
    assert SECRET not in left
    assert len(left) == len(jpeg()) + (36 if turned > 1 else 0)
    assert (done.kind.width, done.kind.height) == ((20, 32) if turned > 4 else (32, 20))
    assert kind_of(tmp_path, left) == done.kind


def test_of_two_that_say_so_the_first_counts(tmp_path: Path) -> None:
    left, done = cut_out(tmp_path, jpeg(exif(1), exif(6)))
    assert left == jpeg()
    assert done.kind.width == 32


def test_what_lies_behind_its_end_goes(tmp_path: Path) -> None:
    assert cut_out(tmp_path, jpeg(behind=SECRET + PLAIN))[0] == jpeg()


def test_the_small_picture_that_jfif_may_have_goes(tmp_path: Path) -> None:
    small = segment(0xE0, JFIF[4:16] + b"\2\3" + SECRET)
    assert cut_out(tmp_path, jpeg(small))[0] == jpeg(JFIF)


def test_colours_stay_in_all_their_pieces(tmp_path: Path) -> None:
    many = [segment(0xE2, b"ICC_PROFILE\0" + bytes((n, 3)) + COLOURS * 3_000) for n in (1, 2, 3)]
    left, done = cut_out(tmp_path, jpeg(*many))
    assert left == jpeg(*many)
    assert not done.changed


def test_one_that_ends_in_the_middle_tells_nothing_either(tmp_path: Path) -> None:
    for length in range(2, len(jpeg(exif(), ICC)), 3):
        left, done = cut_out(tmp_path, jpeg(exif(), ICC)[:length])
        # Before its size is known it is no picture, and its sender hears that nothing was cut out.
        assert SECRET[:4] not in left or (done.kind == OTHER and not done.sure)


def test_markers_of_which_no_decoder_knows_end_it(tmp_path: Path) -> None:
    left, done = cut_out(tmp_path, jpeg()[:-2] + segment(0xF5, b"") + SECRET)
    assert left == jpeg()[:-2]
    assert done.sure


def test_one_without_a_size_is_none(tmp_path: Path) -> None:
    assert kind_of(tmp_path, b"\xff\xd8" + SCAN + b"\xff\xd9") == OTHER
    assert kind_of(tmp_path, jpeg().replace(frame(), frame(0, 20))) == OTHER
    elsewhere = segment(0xC0, b"") + segment(0xFE, b"\0\x20\0\x20" * 4)
    assert kind_of(tmp_path, jpeg().replace(frame(), elsewhere)) == OTHER
