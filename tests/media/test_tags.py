from __future__ import annotations

import struct
from pathlib import Path

from tests.media.cutting import cut_out
from tests.media.pieces import (
    FLAC,
    MP3,
    NAMES,
    SECRET,
    SHOWN,
    TOLD,
    block,
    comments,
    id3,
    id3_frame,
)


def test_what_names_the_music_stays_and_the_rest_of_id3_goes(tmp_path: Path) -> None:
    title = id3_frame(b"TIT2", b"\3Zauberflote")
    told = [
        id3_frame(name, b"\0" + SECRET) for name in (b"COMM", b"TXXX", b"APIC", b"GEOB", b"TDRC")
    ]
    whole = id3(title, *told, id3_frame(b"TPE1", b"\3Mozart")) + MP3 * 2
    left, done = cut_out(tmp_path, whole)
    assert done.kind.type == "audio/mpeg"
    assert done.changed
    assert SECRET not in left
    assert title in left
    assert b"Mozart" in left
    assert len(left) == len(whole)
    assert left.endswith(MP3 * 2)


def test_id3_that_cannot_be_gone_through_goes_as_a_whole(tmp_path: Path) -> None:
    for whole in (
        id3(id3_frame(b"TIT2", SECRET), flags=0x80),
        id3(id3_frame(b"TIT2", SECRET), flags=0x40),
        id3(b"????" + SECRET),
        id3(b"TIT2\0\0\x7f\x7f\0\0" + SECRET),
    ):
        left, done = cut_out(tmp_path, whole + MP3)
        assert done.sure
        assert SECRET not in left
        assert left.endswith(MP3)


def test_tags_at_the_end_go_too(tmp_path: Path) -> None:
    old = b"TAG" + b"Zauberflote".ljust(30, b"\0") + bytes(60) + b"2024" + SECRET.ljust(31, b"\0")
    ape = SECRET + b"APETAGEX" + struct.pack("<IIII", 2_000, len(SECRET) + 32, 1, 0) + bytes(8)
    left, _ = cut_out(tmp_path, MP3 * 2 + ape + old)
    assert SECRET not in left
    assert b"2024" not in left
    assert left.startswith(MP3 * 2)
    assert b"Zauberflote" in left


def test_of_flac_what_names_the_music_stays(tmp_path: Path) -> None:
    blocks = (
        block(4, comments(*NAMES, *TOLD)),
        block(6, SECRET),
        block(3, SHOWN),
        block(2, SECRET),
        block(1, SECRET, last=True),
    )
    whole = FLAC + b"".join(blocks) + SHOWN
    left, done = cut_out(tmp_path, whole)
    assert done.changed
    assert SECRET not in left
    assert len(left) == len(whole)
    for name in NAMES:
        assert name in left
    assert b"LOCATION=" + b" " * len(SECRET) in left
    assert left.endswith(
        SHOWN + block(1, bytes(len(SECRET))) + block(1, bytes(len(SECRET)), last=True) + SHOWN
    )


def test_comments_that_claim_more_than_there_is(tmp_path: Path) -> None:
    claims = struct.pack("<III", 0, 1, 0xFFFFFFFF) + b"LOCATION=" + SECRET
    left, done = cut_out(tmp_path, FLAC + block(4, claims, last=True))
    assert done.sure
    assert SECRET not in left
