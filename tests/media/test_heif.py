from __future__ import annotations

import struct
from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import SECRET, SHOWN, box, full, heif


def test_what_it_tells_is_overwritten_where_it_lies(tmp_path: Path) -> None:
    whole = heif()
    left, done = cut_out(tmp_path, whole)
    assert done.changed
    assert done.kind == FileKind("image/avif", "picture", True, 32, 20)
    assert SECRET not in left
    assert len(left) == len(whole)
    assert left.find(SHOWN) == whole.find(SHOWN)
    assert left.count(b"ipco") == left.count(b"ispe") == left.count(b"irot") == 1


@pytest.mark.parametrize("name", [b"xml ", b"uuid", b"udta", b"free", b"sefd"])
def test_what_no_picture_needs_goes(tmp_path: Path, name: bytes) -> None:
    told = box(name, SECRET)
    for whole in (heif(in_meta=told), heif() + told):
        left, done = cut_out(tmp_path, whole)
        assert done.sure
        assert SECRET not in left


def test_it_is_turned_by_what_it_says_itself(tmp_path: Path) -> None:
    for turned, size in ((0, (32, 20)), (1, (20, 32)), (2, (32, 20)), (3, (20, 32))):
        kind = kind_of(tmp_path, heif(turned=turned))
        assert (kind.width, kind.height) == size


def test_what_browsers_do_not_show_is_not_inline(tmp_path: Path) -> None:
    assert kind_of(tmp_path, heif(b"heic")) == FileKind("image/heic", "picture", False, 32, 20)


def test_items_in_the_box_beside_the_table_are_overwritten_too(tmp_path: Path) -> None:
    entry = full(b"infe", struct.pack(">HH", 2, 0), b"mime", b"\0", version=2)
    meta = full(
        b"meta",
        full(b"pitm", struct.pack(">H", 1)),
        full(b"iinf", struct.pack(">H", 1), entry),
        full(b"iloc", struct.pack(">HHHHHHII", 0x4400, 1, 2, 1, 0, 1, 0, len(SECRET)), version=1),
        box(b"idat", SECRET, SHOWN),
        box(
            b"iprp",
            box(b"ipco", full(b"ispe", struct.pack(">II", 32, 20))),
            full(b"ipma", struct.pack(">IHBB", 1, 1, 1, 1)),
        ),
    )
    left, done = cut_out(tmp_path, box(b"ftyp", b"avif", bytes(4)) + meta)
    assert done.sure
    assert SECRET not in left
    assert bytes(len(SECRET)) + SHOWN in left


def test_a_table_that_leads_elsewhere_overwrites_nothing(tmp_path: Path) -> None:
    whole = heif()
    mdat = whole.find(b"mdat") - 4
    elsewhere = whole[:mdat] + whole[mdat:].replace(b"mdat", b"idat")
    left, done = cut_out(tmp_path, elsewhere)
    assert not done.sure
    assert done.kind == OTHER
    assert SHOWN in left


def test_one_that_ends_in_the_middle(tmp_path: Path) -> None:
    for length in range(8, len(heif()), 3):
        left, done = cut_out(tmp_path, heif()[:length])
        assert len(left) == length
        assert SECRET[:4] not in left or not done.sure
