"""What a file is: by its first bytes, and by going on as it began."""

from __future__ import annotations

from pathlib import Path

import pytest

from appliance.media.kind import OTHER, FileKind, believable
from tests.media.cutting import cut_out, kind_of
from tests.media.pieces import (
    EVERYTHING,
    FLAC,
    MP3,
    SECRET,
    chunk,
    gif,
    jpeg,
    png,
    riff,
    riff_chunk,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
ZIP = b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(64))
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
AAC = b"\xff\xf1\x50\x80\x01\x7f\xfc" + bytes(4)  # 11 bytes
OPUS = b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead" + bytes(11)
THEORA = b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora\3\2\1\0\2\0\1\0\0\x20\0\0\x14" + bytes(30)
ID3 = b"ID3\4\0\0\0\0\1\0" + bytes(128)
BITMAP = b"BM" + bytes(12) + b"\x28\0\0\0\x20\0\0\0\xec\xff\xff\xff" + bytes(28)

KINDS = {
    "JPEG": (jpeg(), "image/jpeg", "picture", True),
    "PNG": (png(), "image/png", "picture", True),
    "GIF": (gif(), "image/gif", "picture", True),
    "BMP": (BITMAP, "image/bmp", "picture", True),
    "MP3": (MP3 * 2, "audio/mpeg", "sound", True),
    "MP3 behind tags": (ID3 + MP3, "audio/mpeg", "sound", True),
    "AAC": (AAC * 2, "audio/aac", "sound", True),
    "FLAC": (FLAC, "audio/flac", "sound", True),
    "FLAC behind tags": (ID3 + FLAC, "audio/flac", "sound", True),
    "Opus": (OPUS, "audio/ogg", "sound", True),
    "Theora": (THEORA, "video/ogg", "video", True),
    "PDF": (PDF, "application/pdf", "pdf", False),
    "TIFF": (b"II*\0\x08\0\0\0", "image/tiff", "other", False),
    "AVI": (riff(b"AVI ", riff_chunk(b"LIST", b"")), OTHER.type, "other", False),
    "SVG": (SVG, "text/plain; charset=utf-8", "text", False),
    "SVG with a mark": (b"\xef\xbb\xbf" + SVG, "text/plain; charset=utf-8", "text", False),
    "HTML": (HTML, "text/plain; charset=utf-8", "text", False),
    "nothing": (b"", "text/plain; charset=utf-8", "text", False),
    "what begins like a film": (b"The free lunch.\n", "text/plain; charset=utf-8", "text", False),
    "what begins like a bitmap": (b"BMW, a car", "text/plain; charset=utf-8", "text", False),
    "what begins like tags": (b"ID3 is a format", "text/plain; charset=utf-8", "text", False),
    "a log with colours": (b"\x1b[31mred\x1b[0m\n", "text/plain; charset=utf-8", "text", False),
    "UTF-16": ("\ufeffGrüße".encode("utf-16-le"), "text/plain; charset=utf-16le", "text", False),
    "the other UTF-16": (
        "\ufeffa".encode("utf-16-be"),
        "text/plain; charset=utf-16be",
        "text",
        False,
    ),
    "a program": (b"\x7fELF\2\1\1" + bytes(9), OTHER.type, "other", False),
    "an archive": (ZIP, OTHER.type, "other", False),
    "half a character": (b"abc\xc3", OTHER.type, "other", False),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_it_is_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    data, *expected = KINDS[name]
    kind = kind_of(tmp_path, data)
    assert [kind.type, kind.family, kind.inline] == expected
    left, done = cut_out(tmp_path, data)
    assert (left, done.kind, done.sure, done.changed) == (data, kind, True, False)


def test_a_character_at_the_end_of_what_is_looked_at_may_be_half(tmp_path: Path) -> None:
    assert kind_of(tmp_path, b"a" + "ü".encode() * 40_000).family == "text"


def test_sizes_are_those_that_are_seen(tmp_path: Path) -> None:
    for data in (BITMAP, THEORA):
        kind = kind_of(tmp_path, data)
        assert (kind.width, kind.height) == (32, 20)


POLYGLOTS = {
    "a page that begins as a picture": b"GIF89a" + HTML,
    "a program that begins as a picture": b"GIF89a=1;/*" + bytes(6) + b"*/alert(1)",
    "a picture with a page behind it": jpeg(behind=HTML),
    "a picture with an archive behind it": png(behind=ZIP),
    "a moving picture with an archive behind it": gif(behind=ZIP),
    "a picture with a page in a comment": png(chunk(b"tEXt", b"a\0" + HTML)),
    "a picture behind a page": HTML + jpeg(),
    "a document behind a page": HTML + PDF,
    "a document behind an archive": ZIP + PDF,
    "a film behind a page": HTML + EVERYTHING["film"],
    "a sound behind a page": HTML + MP3 * 3,
    "a page behind tags": ID3 + HTML,
    "an archive that begins as a film": b"\0\0\0\x20ftypisom" + ZIP,
    "bytes behind the name of a picture": b"\xff\xd8\xff" + HTML,
    "a RIFF that is none": b"RIFF\xff\xff\xff\xffWEBP" + HTML,
    "one sync of a sound": MP3[:4] + HTML,
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_is_two_things_is_shown_as_neither_or_as_a_picture_alone(
    tmp_path: Path, name: str
) -> None:
    left, done = cut_out(tmp_path, POLYGLOTS[name])
    kind = kind_of(tmp_path, left)
    if kind.inline:
        assert kind == done.kind
        assert kind.family == "picture"
        assert b"<" not in left
        assert b"PK" not in left
        assert b"alert" not in left
    assert "html" not in kind.type
    assert "svg" not in kind.type


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_is_left_of_what_everything_at_once_tells(tmp_path: Path, name: str) -> None:
    left, done = cut_out(tmp_path, EVERYTHING[name])
    assert done.sure
    assert done.changed
    assert SECRET not in left or name == "endless webm"


def test_what_others_may_claim_of_a_size() -> None:
    assert believable(1, 65_536)
    assert not believable(0, 1)
    assert not believable(1, 65_537)
    assert FileKind("application/octet-stream", "other", False, 0, 0) == OTHER
