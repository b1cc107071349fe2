"""Where words are still to be found: in the files of a folder, and in the memory of processes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
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

WIDTHS: Final = ("utf-8", "utf-16-le", "utf-32-le")
"""How Python, SQLite and what is sent have texts."""


def unheard_of(length: int = 48) -> str:
    """Words that nobody else says."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def anything_of(words: Sequence[str]) -> re.Pattern[bytes]:
    """What is looked for in order to find any of them."""
    parts = {one[at : at + PIECE] for one in words for at in range(0, len(one) - PIECE + 1, EVERY)}
    return re.compile(
        b"|".join(re.escape(part.encode(width)) for part in parts for width in WIDTHS)
    )


def in_files(folder: Path, words: Sequence[str]) -> list[str]:
    """The files of the folder in which there is something of the words."""
    anything, files = anything_of(words), (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if anything.search(path.read_bytes())]


def in_memory(group: int, words: Sequence[str]) -> list[str]:
    """Where in the memory of a group's processes that they can write to there is something of the
    words, and what stands around it.
    """
    anything = anything_of(words)
    return [
        f"{name}: {data[max(found.start() - 40, 0) : found.end() + 40]!r}"
        for process in members(group)
        for name, data in _parts(process)
        for found in anything.finditer(data)
    ]


def _parts(process: int) -> Iterator[tuple[str, bytes]]:
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as opened:
        memory = cast("BinaryIO", opened)
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            place, may, *_, name = [*line.split(maxsplit=5), ""][:6]
            begin, end = (int(one, 16) for one in place.split("-"))
            if "w" in may:
                # What nobody wrote to yet, as most of each stack, takes long to look through.
                yield f"{name or 'unnamed'} {place}", _read(memory, begin, end).strip(b"\0")


def _read(memory: BinaryIO, begin: int, end: int) -> bytes:
    """What is there; nothing where it was given back meanwhile."""
    try:
        memory.seek(begin)
        return memory.read(end - begin)
    except OSError:
        return b""
