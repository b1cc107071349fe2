"""Finding what a crash left, and mending it: nothing stays but what messages have, and what may
still become theirs.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from appliance.feed.depot.stock import Stock

STEP: Final = 200
"""Files looked at while all others wait."""

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
    strays = _sweep(stock, began - MARGIN_SECONDS)
    with stock.held():
        stock.forget(stock.rows.drop_unused())
        lost = sum(not stock.is_there(content) for content in stock.rows.contents())
    seen = gone = 0
    last = ""
    while True:
        with stock.held():
            files = stock.rows.after(last, STEP)
            if not files:
                return Mended(seen - gone, gone, strays, lost)
            gone += stock.drop_old(files)
        seen += len(files)
        last = files[-1].id


def _sweep(stock: Stock, before: float) -> int:
    with stock.held():
        places = {content.place for content in stock.rows.contents()}
        strays = [
            path
            for path in stock.folder.strays(stock.halves.__contains__, places.__contains__)
            if path.lstat().st_mtime < before
        ]
        stock.folder.remove(*strays)
        return len(strays)
