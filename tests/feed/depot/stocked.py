"""A depot for tests, with a log that is a dictionary, and files in it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from appliance.feed.depot.arrivals import Arrivals
from appliance.feed.depot.quota import DepotLimits, DiskUsage
from appliance.feed.depot.rows import DepotRows
from appliance.feed.depot.stock import Stock
from appliance.feed.depot.stored import Look, NewFile, StoredFile

PLAIN = Look("text/plain", "text")


def seen(path: Path, kept: StoredFile) -> Look:
    return PLAIN


@dataclass
class Depots:
    """One in a folder, opened as often as it is asked for; `free` is what its disk has left."""

    folder: Path
    limits: DepotLimits = field(default_factory=lambda: DepotLimits(1_000, 2_000, 3_000))
    now: float = 1_000_000_000.0
    free: int = 1_000_000
    log: dict[str, bool] = field(default_factory=dict)

    def open(self) -> tuple[Stock, Arrivals]:
        self.folder.mkdir(exist_ok=True)
        stock = Stock(
            self.folder / "files",
            DepotRows(self.folder / "files.db"),
            self.limits,
            self.attached,
            clock=lambda: self.now,
            usage=lambda path: DiskUsage(self.free, 0),
        )
        return stock, Arrivals(stock)

    def attached(self, ids: Sequence[str]) -> Mapping[str, bool]:
        return {id_: self.log[id_] for id_ in ids if id_ in self.log}

    def paths(self) -> list[Path]:
        """All files in its folder."""
        return [path for path in (self.folder / "files").glob("*/*") if path.is_file()]


def begun(arrivals: Arrivals, length: int | None, member: str = "ada") -> str:
    new = NewFile(secrets.token_hex(16), member, "a file", length)
    return arrivals.begin(new).id


def write(arrivals: Arrivals, id_: str, data: bytes) -> None:
    writing = arrivals.open(id_)
    try:
        writing.write(data)
    finally:
        arrivals.close(id_, writing)


def whole(arrivals: Arrivals, data: bytes, member: str = "ada") -> StoredFile:
    id_ = begun(arrivals, len(data), member)
    write(arrivals, id_, data)
    return arrivals.finish(id_, seen)
