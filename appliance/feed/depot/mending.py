"""Finding what a crash left, and mending it: nothing stays but what messages have, and what may
still become theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from gevent import monkey

from appliance.feed.depot.stock import Stock

STEP: Final = 200
"""Files looked at while all others wait."""

PAUSE_SECONDS: Final = 0.001
"""Before each step. A lock is not handed on: who takes it again at once has it before all who wait
for it (others came to it 3 times in 500 steps; with the pause, each time).
"""

MARGIN_SECONDS: Final = 2.0
"""By which a file's time may lie before that of the clock, or be kept less exactly."""


class Mended(NamedTuple):
    """What was found: files that are there now, how many went, files in the folder that nobody
    knew, and contents that are missing or were cut: those cannot be brought back.
    """

    files: int
    gone: int
    strays: int
    lost: int


def mend(stock: Stock, began: float) -> Mended:
    """`began` is when this program did (seconds since 1970): what is younger may be under way."""
    before = began - MARGIN_SECONDS
    with stock.held():
        lying = (
            (stock.folder.halves(), stock.halves.keys().__and__),
            (stock.folder.wholes(), stock.rows.places),
        )
    with stock.plainly():
        strays = sum(_sweep(stock, before, paths, known) for paths, known in lying)
        lost = _look(stock)
    seen = gone = 0
    last = ""
    while True:
        with _turn(stock):
            files = stock.rows.after(last, STEP)
            if not files:
                return Mended(seen - gone, gone, strays, lost)
            gone += stock.drop_old(files)
        seen += len(files)
        last = files[-1].id


@contextmanager
def _turn(stock: Stock) -> Iterator[None]:
    """One step, behind all others who wait."""
    monkey.get_original("time", "sleep")(PAUSE_SECONDS)
    with stock.held():
        yield


def _sweep(
    stock: Stock, before: float, paths: Iterator[Path], known: Callable[[set[str]], set[str]]
) -> int:
    """Of these go those that are not `known`; how many."""
    swept = 0
    while some := list(islice(paths, STEP)):
        with _turn(stock):
            there = known({path.name for path in some})
            strays = [path for path in some if path.name not in there and _is_old(path, before)]
            stock.folder.remove(*strays)
            swept += len(strays)
    return swept


def _is_old(path: Path, before: float) -> bool:
    try:
        return path.lstat().st_mtime < before
    except FileNotFoundError:
        return False


def _look(stock: Stock) -> int:
    """How many contents are missing. Nobody waits for the disk meanwhile."""
    lost, last = 0, ""
    while True:
        with _turn(stock):
            contents = stock.rows.contents(last, STEP)
            stock.forget(stock.rows.drop_unused(contents))
        if not contents:
            return lost
        last = contents[-1].place
        missing = [content for content in contents if not stock.is_there(content)]
        if missing:
            with _turn(stock):
                known = stock.rows.places(content.place for content in missing)  # or it went since
                lost += sum(
                    content.place in known and not stock.is_there(content) for content in missing
                )
