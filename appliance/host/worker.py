"""What serves the chat in one process: puts the parts together, drains them in the end."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Final

import xstatic.pkg.jquery

from appliance import freed
from appliance.chat.chat import Chat
from appliance.chat.kinds.table import FOLDS
from appliance.chat.last_here import LastHere
from appliance.chat.moment import now
from appliance.chat.own_marks import OwnMarks
from appliance.chat.presence import Presence
from appliance.chat.standing.registry import Registry
from appliance.feed.depot.depot import Depot
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.index.search import SqliteSearch
from appliance.feed.sqlite.marks import SqliteMarks
from appliance.host import privacy, whereabouts
from appliance.host.admin_token import admin_token
from appliance.host.called import called
from appliance.host.data import DataFolder
from appliance.host.door_watch import DoorWatch
from appliance.host.ending import Ending
from appliance.host.kept_port import keep_port, kept_port, usual_port
from appliance.host.limits import chat_limits, depot_limits, server_limits
from appliance.host.ports import on_free_port
from appliance.host.public_url import PublicUrl
from appliance.host.sharing import Sharing, SharingSettings
from appliance.host.ui import in_checkout, ui_folder
from appliance.network.addresses import machine_names
from appliance.network.discovery.announcer import Announcer
from appliance.network.discovery.networks import outward
from appliance.network.discovery.standing import Standing
from appliance.network.system import Network
from appliance.settings import Settings
from appliance.web.access.admin import Admin
from appliance.web.app import Parts, create_app
from appliance.web.deadlines import Timetable
from appliance.web.expectant import Expectant
from appliance.web.metrics import Metrics
from appliance.web.polls.lot import ParkingLot
from appliance.web.reach import Reach
from appliance.web.server.proxies import Proxies
from appliance.web.server.server import Server

DRAIN_SECONDS: Final = 1.5
"""For answers under way at the end; the promise is two seconds for everything."""

SWITCH_SECONDS: Final = 0.0005
"""How long the loop keeps the interpreter while the committing thread wants it. The default of
5 ms makes every commit of a busy server wait ten times as long as its disk sync."""


class Worker:
    """Everything one process holds."""

    def __init__(self, settings: Settings, data: DataFolder, *, attended: bool = False) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        freed.begin()
        self._data = data
        self._timetable = Timetable()
        privacy.begin(self._data.database)
        self._feed = SqliteFeed(self._data.database, now, folds=FOLDS)
        privacy.begin(self._data.index)
        self._index = SqliteSearch(self._data.index, self._feed, FOLDS)
        privacy.begin(self._data.marks)
        self._marks = SqliteMarks(self._data.marks)
        privacy.begin(self._data.depot)
        self._depot = Depot(
            self._data.files, self._data.depot, self._feed.connect, depot_limits(settings)
        )
        registry = Registry(self._feed)
        chat = Chat(self._feed, chat_limits(settings))
        own = OwnMarks(self._feed, self._marks)
        presence = Presence(chat.people, registry, own.is_shown)
        self._last_here = LastHere(self._marks, presence)
        self._lot = ParkingLot(self._feed, self._timetable, presence, own)
        metrics = Metrics(self._feed, self._lot)
        public = PublicUrl.of(settings.public_url)
        sharing = SharingSettings(settings.host, public.url, self._data.path, settings.switch)
        self.local_name: str | None = None
        metrics.announced = lambda: self.local_name is not None
        self.sharing = Sharing(sharing, Network(), now, lambda: self.local_name)
        self._expectant = Expectant(self._timetable)
        self.sharing.changed.append(lambda _: self._expectant.changed())
        self.admin_token = admin_token(self._data.path)
        reach = Reach(self.sharing.is_foreign, now)
        self._lot.heads.seen = reach.see
        limits = server_limits(settings)
        self._door = DoorWatch(settings, self._feed, registry, self._lot, now)
        self.name = called(settings)
        app = create_app(
            Parts(
                chat=chat,
                registry=registry,
                feed=self._feed,
                index=self._index,
                marks=self._marks,
                depot=self._depot,
                own=own,
                presence=presence,
                last_here=self._last_here,
                lot=self._lot,
                metrics=metrics,
                secret=self._feed.secret,
                name=self.name,
                hosts=_names(settings.allow_host, public.host),
                invitation=self.sharing,
                expectant=self._expectant,
                door_waits=self._door.waits,
                doorkeeper=self._door.keeper,
                admin=Admin(self.admin_token.text, public.path),
                reach=reach,
                limits=limits,
                names=self._called,
                ui=ui_folder(),
                ui_changes=in_checkout(),
                path=public.path,
                jquery=Path(xstatic.pkg.jquery.BASE_DIR, "jquery.min.js"),
            )
        )
        hosts = self.sharing.hosts
        chosen = "port" in settings.chosen
        kept = None if chosen else kept_port(self._data.path)
        self.wanted_port = usual_port(settings)
        """Where it would be if nobody else were there."""
        proxies = Proxies.parse(settings.trusted_proxies)
        self._server = metrics.server = self.sharing.server = on_free_port(
            lambda port: Server(
                app,
                hosts,
                port,
                limits,
                self._timetable,
                proxies=proxies,
                ticket=self._lot.heads,
                streams=app.streams,
            ),
            hosts,
            settings.port,
            chosen=chosen,
            kept=kept,
        )
        self._lot.connections = lambda: self._server.connections
        self.port = self._server.port
        self.sharing.moved_from = kept if kept != self.port else None
        if not chosen:
            keep_port(self._data.path, self.port)
        standing = Standing(self._feed.identity, int(time.time() * 1000), attended=attended)
        self._announcer = self._make_announcer(settings, standing)
        self._word = whereabouts.Word(
            self._data.path, self.local_url, self.port, attended=attended, since=standing.since
        )
        self._word.leave()
        # What was made until now stays to the end; the collector need not look at it again. Nor
        # once before: there is little to collect, and looking for it takes 18 ms of the start.
        gc.freeze()

    @property
    def addresses(self) -> list[str]:
        """The URLs at which others join now, best first; this machine's own if nobody may."""
        return [address.url for address in self.sharing.addresses()]

    @property
    def local_url(self) -> str:
        return self.sharing.local_url

    def announce(self) -> None:
        """Let others on the network find the chat, from the background."""
        if self._announcer is not None:
            self._announcer.start()

    def _make_announcer(self, settings: Settings, standing: Standing) -> Announcer | None:
        if not settings.announce or self.sharing.settings.fixed:
            return None
        announcer = Announcer(
            self.name,
            standing,
            self.port,
            lambda: outward(settings.host),
            self._call,
        )
        announcer.share(self.sharing.shared)
        self.sharing.changed.append(announcer.share)
        return announcer

    def _called(self) -> set[str]:
        """What this machine is called just now: whoever renames it need not start the chat anew."""
        return machine_names() | ({self.local_name} if self.local_name else set())

    def _call(self, name: str | None) -> None:
        """What the chat is called on the network just now."""
        self.local_name = name

    def _end_waits(self) -> None:
        self._lot.drain()
        self._expectant.drain()
        self._door.waits.drain()

    def close(self, *, closed: bool = False) -> None:
        """Drain: no new connections, parked polls answered, what waits committed. Those who wait
        are told whether the chat was `closed` by its owner; else it may be back in a moment.
        """
        self._lot.closed = closed
        ending = Ending()
        announcer = self._announcer
        ending.step("Taking back where the chat is", self._word.take_back)
        if announcer is not None:
            ending.step("Taking back the announcement", announcer.end)
        ending.step("Answering", lambda: self._server.drain(DRAIN_SECONDS, self._end_waits))
        ending.step("Closing the index", self._index.close)
        ending.step("Keeping who was here", self._last_here.keep)
        ending.step("Closing the marks", self._marks.close)
        ending.step("Closing the files", self._depot.close)
        ending.step("Closing the log", self._feed.close)
        if announcer is not None:
            ending.step("Taking back the announcement", announcer.join)
        ending.step("Stopping the timetable", self._timetable.close)
        ending.done()


def _names(allowed: str, public: str) -> set[str]:
    return {public, *(name.strip() for name in allowed.split(","))} - {""}
