"""What the loop asks of the depot waits for the disk elsewhere."""

from __future__ import annotations

import threading
from pathlib import Path

import gevent

from appliance.chat.kinds.table import FOLDS
from appliance.feed.depot.depot import Depot
from appliance.feed.sqlite.feed import SqliteFeed
from tests.feed.depot.stocked import Depots, whole
from tests.running import SOON


def test_the_loop_goes_on_while_a_file_that_was_used_is_given_back(tmp_path: Path) -> None:
    feed = SqliteFeed(tmp_path / "chat.db", lambda: "2026-01-01T00:00:00.000Z", folds=FOLDS)
    depot = Depot(tmp_path / "files", tmp_path / "files.db", feed.connect, Depots(tmp_path).limits)
    held, go_on, went_on = threading.Event(), threading.Event(), []

    def hold() -> None:
        with depot.arrivals._stock.held():
            held.set()
            went_on.append(go_on.wait(SOON))

    holder = threading.Thread(target=hold)

    def use(id_: str) -> None:
        with depot.pinned([id_]):
            holder.start()
            held.wait(SOON)
            gevent.spawn(go_on.set)  # as soon as the loop has time for it

    try:
        gevent.spawn(use, whole(depot.arrivals, b"one").id).get()
        holder.join()
        assert went_on == [True]
    finally:
        depot.close()
        feed.close()
