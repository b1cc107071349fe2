from __future__ import annotations

import struct
from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import (
    DATES,
    FILM_SECRETS,
    SECRET,
    SHOWN,
    SIDEWAYS,
    box,
    film,
    full,
    track,
)

VIDEO = FileKind("video/mp4", "video", True, 32, 20)


def test_nothing_of_places_times_and_makers_is_left_and_nothing_has_moved(tmp_path: Path) -> None:
    whole = film()
    left, done = cut_out(tmp_path, whole)
    assert done.kind == VIDEO
    assert done.changed
    assert SECRET not in left
    assert DATES not in left
    assert len(left) == len(whole)
    assert left.count(SHOWN) == 2  # pictures and sounds, not what told places
    assert [left.find(SHOWN), left.rfind(SHOWN)] == [whole.find(SHOWN), whole.rfind(SHOWN)]
    assert left.count(b"trak") == 2


@pytest.mark.parametrize("where", ["beside", "in_moov", "in_track"])
@pytest.mark.parametrize("name", FILM_SECRETS)
def test_what_is_told_goes_wherever_it_lies(tmp_path: Path, name: str, where: str) -> None:
    told = FILM_SECRETS[name]
    whole = film(told) if where == "beside" else film(**{where: told})
    left, done = cut_out(tmp_path, whole)
    assert done.changed
    assert done.sure
    assert SECRET not in left
    assert left == cut_out(tmp_path, whole.replace(told, box(b"free", bytes(len(told) - 8))))[0]


def test_a_box_may_say_how_long_it_is_in_eight_bytes_or_end_with_the_file(tmp_path: Path) -> None:
    long = struct.pack(">I4sQ", 1, b"udta", 16 + len(SECRET)) + SECRET
    rest = struct.pack(">I4s", 0, b"uuid") + SECRET
    left, _ = cut_out(tmp_path, film(long, rest))
    assert SECRET not in left
    assert struct.pack(">I4sQ", 1, b"free", 16 + len(SECRET)) in left


def test_bytes_that_are_no_box_are_blanked(tmp_path: Path) -> None:
    for rest in (SECRET[:7], b"\0\0\0\4udta" + SECRET):
        left, _ = cut_out(tmp_path, film() + rest)
        assert left.endswith(bytes(len(rest)))


def test_a_film_that_a_telephone_turned_has_the_size_that_is_seen(tmp_path: Path) -> None:
    assert kind_of(tmp_path, film()) == VIDEO
    turned = kind_of(tmp_path, film(matrix=SIDEWAYS))
    assert (turned.width, turned.height) == (20, 32)


def test_which_film_it_is_is_told_by_its_brand(tmp_path: Path) -> None:
    types = {b"qt  ": "video/quicktime", b"3gp5": "video/3gpp", b"M4V ": "video/mp4"}
    for brand, type_ in types.items():
        assert kind_of(tmp_path, film(brand=brand)).type == type_
    without = film()[16 + 4 :]  # as before 2001
    assert kind_of(tmp_path, without).type == "video/quicktime"


def test_sounds_alone_are_sound(tmp_path: Path) -> None:
    moov = box(b"moov", track(b"soun"))
    assert kind_of(tmp_path, box(b"ftyp", b"M4A ", bytes(4)) + moov).type == "audio/mp4"
    assert kind_of(tmp_path, box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov")) == OTHER


def test_a_table_that_leads_elsewhere_overwrites_nothing(tmp_path: Path) -> None:
    """Neither the head of the file, nor what lies behind the place where samples may lie."""
    first = box(b"ftyp", b"isom", bytes(4))
    for at in (0, 4, len(first) + 8 + 2):
        whole = first + box(b"mdat", SHOWN) + box(b"moov", track(b"vide"), track(b"meta", at=at))
        left, done = cut_out(tmp_path, whole)
        assert not done.sure
        assert done.kind == OTHER
        assert left.startswith(whole[: len(first) + 8 + len(SHOWN)])


def test_fragments_are_gone_through(tmp_path: Path) -> None:
    told = box(b"moof", full(b"mfhd"), box(b"traf", full(b"tfhd"), FILM_SECRETS["XMP"]))
    pictures = box(b"ftyp", b"iso5", bytes(4)) + box(b"moov", track(b"vide"))
    left, done = cut_out(tmp_path, pictures + told + box(b"mdat", SHOWN))
    assert done.sure
    assert SECRET not in left
    assert left.endswith(SHOWN)


def test_places_told_in_fragments_are_not_found(tmp_path: Path) -> None:
    told = box(b"moof", full(b"mfhd"))
    _, done = cut_out(tmp_path, film(told))
    assert not done.sure


def test_one_that_ends_in_the_middle(tmp_path: Path) -> None:
    for length in range(8, len(film()), 3):
        whole = film()[:length]
        left, done = cut_out(tmp_path, whole)
        assert len(left) == length
        assert SECRET[:4] not in left[whole.find(b"moov") :] or not done.sure
