"""The parts of an app for a test, put together as a worker does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import xstatic.pkg.jquery

from appliance.chat.chat import Chat
from appliance.chat.doorkeeper import Doorkeeper
from appliance.chat.kinds.table import FOLDS
from appliance.chat.last_here import LastHere
from appliance.chat.own_marks import OwnMarks
from appliance.chat.presence import Presence
from appliance.chat.regulars import Regulars
from appliance.chat.standing.registry import Registry
from appliance.errors import Refused
from appliance.feed.contract import OURSELVES, Reader
from appliance.feed.depot.depot import Depot
from appliance.feed.search.wanted import Found, IndexState, Wanted
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.host.limits import depot_limits, server_limits
from appliance.host.ui import ui_folder
from appliance.network.addresses import Address
from appliance.network.hint import Hint
from appliance.settings import Settings
from appliance.web.access.admin import Admin
from appliance.web.app import Parts
from appliance.web.deadlines import Timetable
from appliance.web.expectant import Expectant
from appliance.web.metrics import Metrics
from appliance.web.polls.lot import ParkingLot
from appliance.web.reach import Reach
from tests.chat.limits import limits


class Nowhere:
    """An invitation to a chat that no network leads to."""

    shared = False
    since = None
    moved_from = None

    def addresses(self) -> Sequence[Address]:
        return [Address("http://127.0.0.1/", "here", "label-here")]

    def hints(self) -> Sequence[Hint]:
        return []

    def connected(self) -> Collection[str]:
        return ()

    def share(self, shared: bool) -> None:
        raise Refused("said", words="Nothing listens here.")


class Unsearched:
    """An index in which nothing is."""

    state = IndexState(1.0)

    def find(self, wanted: Wanted, limit: int, reader: Reader = OURSELVES) -> Found:
        return Found((), 0)

    def close(self) -> None:
        """There is nothing."""


class NoMarks:
    """Nobody keeps anything."""

    trouble = None

    def of(self, member: str) -> Mapping[str, Any]:
        return {}

    def put(self, member: str, name: str, value: Any) -> None:
        raise Refused("said", words="Nothing is kept.")

    def close(self) -> None:
        pass


def parts(data: Path) -> Parts:
    """A chat kept in the folder `data`; close its feed in the end."""
    feed = SqliteFeed(data / "chat.db", lambda: "2026-01-01T00:00:00.000Z", folds=FOLDS)
    registry = Registry(feed)
    chat = Chat(feed, limits())
    own = OwnMarks(feed, NoMarks())
    presence = Presence(chat.people, registry, own.is_shown)
    lot = ParkingLot(feed, Timetable(), presence, own)
    return Parts(
        chat=chat,
        registry=registry,
        feed=feed,
        index=Unsearched(),
        marks=NoMarks(),
        depot=Depot(data / "files", data / "files.db", feed.connect, depot_limits(Settings())),
        own=own,
        presence=presence,
        last_here=LastHere(NoMarks(), presence),
        lot=lot,
        metrics=Metrics(feed, lot),
        secret=feed.secret,
        name="Test",
        hosts=(),
        invitation=Nowhere(),
        expectant=Expectant(lot.timetable),
        door_waits=Expectant(lot.timetable),
        doorkeeper=Doorkeeper(
            feed, registry, lambda: "2026-01-01T00:00:00.000Z", Regulars(feed, registry, lot.people)
        ),
        admin=Admin("0" * 32),
        reach=Reach(lambda address: False, lambda: "2026-01-01T00:00:00.000Z"),
        ui=ui_folder(),
        limits=server_limits(Settings()),
        jquery=Path(xstatic.pkg.jquery.BASE_DIR, "jquery.min.js"),
    )
