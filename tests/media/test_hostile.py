"""Files that are made to take for ever, to fill the memory, or to be taken for something else."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import pytest

from appliance.media.cut import cut
from appliance.media.kind import OTHER
from tests.media.pieces import (
    SCAN,
    SECRET,
    SHOWN,
    box,
    chunk,
    element,
    frame,
    full,
    gif,
    head,
    heif,
    segment,
    track,
    webm,
)
from tests.running import PATIENCE, ROOT

MOST_SECONDS: Final = 30.0 * PATIENCE
"""Of the processor's time, on a machine that does much else: what does not end takes hours."""

LARGE: Final = 3 << 20
"""Bytes of files that consist of small things."""

VERY_LARGE: Final = 96 << 20
"""Here they are more than are gone through."""

MORE_MEMORY: Final = 24 << 10
"""KiB that the largest ones may take: not those of the file."""


def _repeated(start: bytes, piece: bytes, size: int = LARGE) -> Callable[[BinaryIO], object]:
    """The same piece as often as there is room."""

    def write(file: BinaryIO) -> None:
        file.write(start)
        block = piece * (1 + (1 << 20) // len(piece))
        file.writelines(block for _ in range(size // len(block)))

    return write


def _sparse(start: bytes, size: int) -> Callable[[BinaryIO], object]:
    """A file that is that long, and has zeros where nothing was written."""

    def write(file: BinaryIO) -> None:
        file.write(start)
        file.truncate(size)

    return write


PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n" + head()
FTYP: Final = box(b"ftyp", b"isom", bytes(4))
FAR: Final = struct.pack(">I4sQ", 1, b"free", 10 << 30)


def _deep(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = struct.pack(">I4s", len(data) + 8, b"trak") + data
    return data


def _one_place_again_and_again() -> bytes:
    """A table with the same chunk a million times, each of them all of the file."""
    table = box(
        b"stbl",
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">II", 1 << 20, 1 << 20)),
        full(b"stco", struct.pack(">I", 1 << 20), struct.pack(">I", 36) * (1 << 20)),
    )
    media = box(b"mdia", full(b"hdlr", bytes(4), b"meta"), box(b"minf", table))
    data = box(b"mdat", bytes(1 << 20))
    return FTYP + data + box(b"moov", track(b"vide"), box(b"trak", media))


HOSTILE: Final[dict[str, Callable[[BinaryIO], object]]] = {
    "a PNG of millions of chunks that go": _repeated(PNG_HEAD, chunk(b"tEXt")),
    "a PNG of millions of chunks that stay": _repeated(PNG_HEAD, chunk(b"IDAT")),
    "a PNG of both": _repeated(PNG_HEAD, chunk(b"tEXt") + chunk(b"IDAT")),
    "a JPEG of millions of comments": _repeated(b"\xff\xd8" + frame(), segment(0xFE, b"")),
    "a JPEG of millions of scans": _repeated(b"\xff\xd8" + frame(), SCAN),
    "a JPEG that is never painted": _repeated(b"\xff\xd8" + frame() + SCAN, b"\xff\0"),
    "a JPEG of restarts": _repeated(b"\xff\xd8" + frame() + SCAN, b"\xff\xd0"),
    "a JPEG of fill bytes": _repeated(b"\xff\xd8" + frame() + SCAN, b"\xff"),
    "a GIF of the smallest pieces": _repeated(gif()[:-3], b"\1x"),
    "a GIF of comments": _repeated(gif()[:-1], b"\x21\xfe\0"),
    "a WebP of nothing": _repeated(b"RIFF\xff\xff\xff\xffWEBP", b"junk\0\0\0\0"),
    "a film of millions of boxes": _repeated(FTYP + box(b"moov", track(b"vide")), box(b"free")),
    "a film of millions of places": _repeated(FTYP + box(b"moov", track(b"vide")), box(b"mdat")),
    "a film of millions of fragments": _repeated(
        FTYP + box(b"moov", track(b"vide")), box(b"moof", box(b"traf"))
    ),
    "a WebM of millions of nothings": _repeated(webm(), element(0xEC)),
    "a WebM of endless clusters": _repeated(webm(endless=True), element(0x1F43B675, endless=True)),
    "a WebM of one endless cluster": _repeated(webm(endless=True), element(0xA3, b"")),
    "a WAV of nothing": _repeated(b"RIFF\xff\xff\xff\xffWAVE", b"fact\0\0\0\0"),
    "an Ogg of nothing": _repeated(b"", b"OggS\0\2" + bytes(21)),
    "tags of zeros": _sparse(b"ID3\4\0\0\x7f\x7f\x7f\x7f", 4 << 30),
    "a text of one line": _repeated(b"", b"a"),
    "a JPEG of four gigabytes of nothing": _sparse(b"\xff\xd8" + frame(), 4 << 30),
    "a film that is nested deeply": lambda file: file.write(FTYP + _deep(100_000)),
    "a film that overwrites one place": lambda file: file.write(_one_place_again_and_again()),
    "a film that claims ten gigabytes": lambda file: file.write(
        FTYP + box(b"moov", track(b"vide")) + FAR + SECRET
    ),
    "a film whose table claims four thousand million": lambda file: file.write(
        FTYP
        + box(b"mdat", SHOWN)
        + box(
            b"moov",
            track(b"vide"),
            track(b"meta").replace(b"stsz\0\0\0\0\0\0\0\0", b"stsz" + b"\0\0\0\0\0\0\0\1"),
        )
    ),
    "an AVIF that claims items without end": lambda file: file.write(
        heif().replace(b"iloc" + bytes(4) + b"\x44\0\0\3", b"iloc" + bytes(4) + b"\x44\0\xff\xff")
    ),
}


WITHOUT_END: Final = {
    "chunks that go": _repeated(PNG_HEAD, chunk(b"tEXt") + chunk(b"IDAT"), VERY_LARGE),
    "pieces": _repeated(gif()[:-3], b"\1x", VERY_LARGE),
    "places": _repeated(FTYP + box(b"moov", track(b"vide")), box(b"mdat"), VERY_LARGE),
    "items": _repeated(
        heif()[:28] + struct.pack(">I4sIII4sI", VERY_LARGE, b"meta", 0, 0, VERY_LARGE, b"iinf", 0),
        full(b"infe", bytes(4), b"mime", version=2),
        VERY_LARGE,
    ),
}

MEASURED: Final = """\
import resource, sys
from pathlib import Path
from appliance.media.cut import cut
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
done = cut(Path(sys.argv[1]))
after = resource.getrusage(resource.RUSAGE_SELF)
print(done.sure, after.ru_maxrss - before, after.ru_utime + after.ru_stime)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_soon(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        HOSTILE[name](file)
    size = path.stat().st_size
    began = time.process_time()
    done = cut(path)
    assert time.process_time() - began < MOST_SECONDS
    assert path.stat().st_size <= size
    assert done.sure or done.kind == OTHER
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", WITHOUT_END)
def test_what_would_take_too_long_is_given_up_and_takes_no_memory(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        WITHOUT_END[name](file)
    said = subprocess.run(
        [sys.executable, "-c", MEASURED, path], capture_output=True, text=True, cwd=ROOT, check=True
    )
    sure, memory, seconds = said.stdout.split()
    assert sure == "False"
    assert int(memory) < MORE_MEMORY
    assert float(seconds) < MOST_SECONDS
