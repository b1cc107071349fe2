"""The parts of an app for a test, put together as a worker does."""

from __future__ import annotations

from pathlib import Path

import xstatic.pkg.jquery

from appliance.chat.chat import Chat, Limits
from appliance.feed.sqlite import SqliteFeed
from appliance.host.worker import ui_folder
from appliance.web.app import Parts
from appliance.web.deadlines import Timetable
from appliance.web.metrics import Metrics
from appliance.web.polls.lot import ParkingLot


def parts(data: Path) -> Parts:
    """A chat kept in the folder `data`; close its feed in the end."""
    feed = SqliteFeed(data / "chat.db", lambda: "2026-01-01T00:00:00.000Z")
    lot = ParkingLot(feed, Timetable())
    return Parts(
        chat=Chat(feed, Limits()),
        feed=feed,
        lot=lot,
        metrics=Metrics(feed, lot),
        secret=feed.secret,
        name="Test",
        hosts=(),
        addresses=list,
        ui=ui_folder(),
        jquery=Path(xstatic.pkg.jquery.BASE_DIR),
    )
