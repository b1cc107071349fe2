"""What goes into an executable as compressed archives, which the program itself unpacks.

The bootloader inflates file after file before anything else is done: 1.8 s for Qt. Zstandard takes
a third of that, on all processors at once and while the server starts, and makes less of it.
See appliance/window/toolkits/packed.py for the other side.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final

from PyInstaller.archive.readers import CArchiveReader

from bundle.files import Entry

PACKED: Final = re.compile(r"^(PySide6|shiboken6)/")
NAME: Final = "packed-{}.tar.zst"
ARCHIVE: Final = re.compile(r"packed-\d+\.tar\.zst")
ARCHIVES: Final = 2
"""One for each processor that even a small machine has."""

LEVEL: Final = 9
"""Higher ones take minutes and save 2 of 120 MB."""

WORKERS: Final = 2
"""Any number gives the same bytes, but for none at all."""


def packed(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """`entries` with archives in `folder` in place of what is to be packed."""
    kept, parts = [], []
    for entry in entries:
        whole = PACKED.match(PurePath(entry[0]).as_posix()) and entry[2] != "SYMLINK"
        (parts if whole else kept).append(entry)
    for number, share in enumerate(_shares(parts)):
        name = NAME.format(number)
        _write(folder / name, share)
        # This kind of entry is copied as it is; it cannot be pressed any further.
        kept.append((name, str(folder / name), "ZIPFILE"))
    return sorted(kept)


def inside(executable: CArchiveReader) -> Iterator[str]:
    """What is in the archives of a built executable; nothing where it has none."""
    for name in executable.toc:
        if ARCHIVE.fullmatch(name):
            yield from _names(executable.extract(name))


def _names(archive: bytes) -> Iterator[str]:
    import zstandard

    with (
        zstandard.ZstdDecompressor().stream_reader(archive) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        yield from (member.name for member in tar)


def _shares(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Of about the same size."""
    shares: list[list[Entry]] = [[] for _ in range(ARCHIVES)]
    sizes = [0] * ARCHIVES
    for entry in sorted(entries, key=lambda entry: (-Path(entry[1]).stat().st_size, entry)):
        smallest = sizes.index(min(sizes))
        shares[smallest].append(entry)
        sizes[smallest] += Path(entry[1]).stat().st_size
    return shares


def _write(path: Path, entries: Iterable[Entry]) -> None:
    import zstandard

    compressor = zstandard.ZstdCompressor(level=LEVEL, threads=WORKERS)
    with (
        path.open("wb") as file,
        compressor.stream_writer(file) as plain,
        tarfile.open(fileobj=plain, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        for name, source, _ in entries:
            member = tarfile.TarInfo(PurePath(name).as_posix())
            member.size = Path(source).stat().st_size
            member.mode = 0o755
            with Path(source).open("rb") as content:
                tar.addfile(member, content)
