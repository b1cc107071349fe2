"""Where words are still to be found: in the files of a folder, and in the memory of processes."""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Iterator, Sequence
from mmap import PAGESIZE
from pathlib import Path
from typing import BinaryIO, Final, cast

from tests.running import members

LETTERS: Final = "bcdfghjklmnpqrstvwxz"
"""Without vowels nothing else is called so."""

PIECE: Final = 8
EVERY: Final = 16
"""So many characters together, of every so many, are not to be found: a part says something,
too.
"""

MARK: Final = "zq"
"""What each of these begins with, so that it is quickly looked for."""

WIDTHS: Final = ("utf-8", "utf-16-le", "utf-32-le")
"""How Python, SQLite and what is sent have texts."""

EXAMPLES: Final = 2
"""Of what is found at one place so many are shown."""

_PRESENT: Final = 3 << 62
"""Flags of a page that is in memory, or was put out of it: all others were never written to."""


def unheard_of(length: int = 48) -> str:
    """Words that nobody else says."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(length))
    pieces = (letters[at : at + EVERY] for at in range(0, length, EVERY))
    return "".join(f"{MARK}{piece[len(MARK) :]}" for piece in pieces)


class Words:
    """What is looked for."""

    def __init__(self, words: Sequence[str]) -> None:
        parts = {
            one[at : at + PIECE] for one in words for at in range(0, len(one) - PIECE + 1, EVERY)
        }
        assert all(part.startswith(MARK) for part in parts)
        self._parts = [
            (MARK.encode(width), {part.encode(width) for part in parts}) for width in WIDTHS
        ]

    def within(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where there is something of them."""
        for mark, parts in self._parts:
            length = len(next(iter(parts)))
            at = data.find(mark)
            while at >= 0:
                if data[at : at + length] in parts:
                    yield at, at + length
                at = data.find(mark, at + 1)


def in_files(folder: Path, words: Sequence[str]) -> list[str]:
    """The files of the folder in which there is something of the words."""
    looked_for, files = Words(words), (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(looked_for.within(path.read_bytes()))]


def in_memory(group: int, words: Sequence[str]) -> list[str]:
    """Where in the memory of a group's processes that they can write to there is something of the
    words, how often, and what stands around it.
    """
    looked_for = Words(words)
    return [
        f"{name}, {len(found)} times: {_examples(data, found)}"
        for process in members(group)
        for name, data in _parts(process)
        if (found := [*looked_for.within(data)])
    ]


def _examples(data: bytes, found: Sequence[tuple[int, int]]) -> str:
    shown = found[:EXAMPLES]
    return ", ".join(
        f"at {begin:#x} {data[max(begin - 40, 0) : end + 40]!r}" for begin, end in shown
    )


def _parts(process: int) -> Iterator[tuple[str, bytes]]:
    """All stretches that were ever written to, each with what it is a part of."""
    base = Path(f"/proc/{process}")
    with (base / "mem").open("rb", 0) as opened, (base / "pagemap").open("rb", 0) as flags:
        memory, pages = cast("BinaryIO", opened), cast("BinaryIO", flags)
        for line in (base / "maps").read_text().splitlines():
            place, may, *_, name = [*line.split(maxsplit=5), ""][:6]
            if "w" in may:
                begin, end = (int(one, 16) for one in place.split("-"))
                for first, last in _written(
                    _read(pages, begin // PAGESIZE * 8, end // PAGESIZE * 8)
                ):
                    at = begin + first * PAGESIZE
                    data = _read(memory, at, begin + last * PAGESIZE)
                    yield f"{name or 'unnamed'} {place}, from {at:x}", data


def _written(flags: bytes) -> Iterator[tuple[int, int]]:
    """The stretches of pages that have something in them."""
    begun = None
    for number, page in enumerate(array("Q", flags)):
        there = page & _PRESENT
        if there and begun is None:
            begun = number
        elif not there and begun is not None:
            yield begun, number
            begun = None
    if begun is not None:
        yield begun, len(flags) // 8


def _read(memory: BinaryIO, begin: int, end: int) -> bytes:
    """What is there; nothing where it was given back meanwhile."""
    try:
        memory.seek(begin)
        return memory.read(end - begin)
    except OSError:
        return b""
