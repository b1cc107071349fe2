"""Files that nobody meant to make: `make fuzz-files ARGS="--count 1000000 --seed 2"`.

Each is cut; then it is to be no larger, to end soon, to leave nothing beside it, and to be the same
when it is cut again. What is shown where it stands is to be of a known kind and to have a size.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from appliance.media.cut import Cut, cut
from appliance.media.kind import OTHER
from tests.media.pieces import EVERYTHING

SLOWEST: Final = 5.0
"""Seconds of a processor for a file of some hundred bytes: more is one that does not end."""

MEMORY: Final = Path("/dev/shm")
SPECIAL: Final = (0, 1, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
INLINE: Final = frozenset({"picture", "sound", "video"})


@dataclass
class Figures:
    """What a run saw."""

    tried: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    unsure: int = 0
    troubles: list[str] = field(default_factory=list)


class FileMutator:
    """Makes files from good ones, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._good = list(EVERYTHING.values())

    def file(self) -> bytes:
        data = bytearray(self._chance.choice(self._good))
        for _ in range(self._chance.choice((0, 1, 1, 2, 3, 8))):
            self._change(data)
        return bytes(data)

    def _change(self, data: bytearray) -> None:
        chance = self._chance
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.choice((1, 2, 4, 8, 40, 400)))
        match chance.randrange(8):
            case 0:
                data[at:until] = chance.randbytes(until - at)
            case 1:
                del data[at:until]
            case 2:
                data[at:at] = data[at:until] * chance.choice((1, 2, 50))
            case 3:
                del data[at:]
            case 4:
                length = chance.choice((1, 2, 4, 8))
                number = chance.choice(SPECIAL) & (1 << 8 * length) - 1
                told = number.to_bytes(length, "big")
                data[at : at + length] = chance.choice((told, told[::-1]))
            case 5:
                other = chance.choice(self._good)
                begin = chance.randrange(len(other))
                data[at:until] = other[begin : begin + chance.choice((4, 40, 4_000))]
            case 6:
                if at < len(data):
                    data[at] = (data[at] + chance.choice((-1, 1))) % 256
            case _:
                if at < len(data):
                    data[at] ^= 1 << chance.randrange(8)


def run(folder: Path, count: int, seed: int) -> Figures:
    """So many files; the same for the same seed."""
    figures = Figures()
    began = time.monotonic()
    mutator = FileMutator(seed)
    path = folder / "file"
    for _ in range(count):
        data = mutator.file()
        path.write_bytes(data)
        try:
            said = list(_troubles(path, data, figures))
        except Exception as error:
            said = [f"raised {error!r}"]
        figures.tried += 1
        figures.troubles += [f"{what}: {data!r}" for what in said]
    figures.seconds = time.monotonic() - began
    return figures


def _troubles(path: Path, data: bytes, figures: Figures) -> Iterator[str]:
    before = time.process_time()
    done = cut(path)
    took = time.process_time() - before
    left = path.read_bytes()
    figures.slowest = max(figures.slowest, took)
    figures.kinds[done.kind.type] += 1
    figures.changed += left != data
    figures.unsure += not done.sure
    if took > SLOWEST:
        yield f"took {took:.1f} s"
    if len(left) > len(data):
        yield "it is larger than it was"
    if left != data and not done.changed:
        yield "it is another file and nobody said so"
    if {each.name for each in path.parent.iterdir()} != {"file"}:
        yield "something is left beside it"
    if done.kind.inline and done.kind.family not in INLINE:
        yield f"{done.kind} is shown where it stands"
    if done.kind.family == "picture" and not done.kind.width:
        yield "a picture has no size"
    if not done.sure:
        if done.kind != OTHER:
            yield f"{done.kind} is shown and was not cut"
        return
    again = cut(path)  # where items lie in one another it is changed, and is what it was
    if Cut(again.kind, done.changed, again.sure) != done or path.read_bytes() != left:
        yield "it is another one when it is cut again"


def table(figures: Figures, seed: int) -> str:
    rows = {
        "seed": seed,
        "files": f"{figures.tried:,}",
        "time": f"{figures.seconds:,.0f} s",
        "slowest": f"{figures.slowest * 1e3:,.0f} ms",
        "changed": f"{figures.changed:,}",
        "could not be followed": f"{figures.unsure:,}",
        "kinds": ", ".join(f"{kind}: {count:,}" for kind, count in figures.kinds.most_common()),
        "not right": f"{len(figures.troubles):,}",
    }
    return "\n".join(
        ["| | |", "| --- | --- |", *(f"| {row} | {is_} |" for row, is_ in rows.items())]
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz-files", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="files (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the chance (default: %(default)s)")
    chosen = parser.parse_args()
    where = MEMORY if MEMORY.is_dir() else None  # a disk would wait for each of them
    with tempfile.TemporaryDirectory(dir=where) as folder:
        figures = run(Path(folder), chosen.count, chosen.seed)
    print(table(figures, chosen.seed))
    for trouble in figures.troubles[:10]:
        print(f"NOT RIGHT: {trouble}")
    return 1 if figures.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
