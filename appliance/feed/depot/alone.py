"""The stock of a chat that is not running, for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from appliance.feed.depot.quota import DepotLimits
from appliance.feed.depot.rows import DepotRows
from appliance.feed.depot.stock import Stock
from appliance.feed.scope import EVERYTHING
from appliance.feed.sqlite.attached import attached
from appliance.feed.sqlite.copies.snapshot import snapshot


@contextmanager
def opened(path: Path, rows: Path, log: Path, limits: DepotLimits) -> Iterator[Stock]:
    """Of the files in the folder `path`, which entries of `log` have. Raises StorageProblem."""
    with snapshot(log) as connection:
        stock = Stock(
            path, DepotRows(rows), limits, lambda ids: attached(connection, ids, EVERYTHING)
        )
        with closing(stock):
            yield stock
