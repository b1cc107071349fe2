"""One process that serves the chat: puts the parts together, runs, drains."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Final

import xstatic.pkg.jquery
from gevent.event import Event
from gevent.hub import get_hub

from appliance.chat.chat import Chat, Limits
from appliance.feed.sqlite import SqliteFeed
from appliance.host.addresses import local_url, machine_names, urls
from appliance.host.data import DataFolder
from appliance.settings import Settings
from appliance.web.app import Parts, create_app
from appliance.web.deadlines import Timetable
from appliance.web.metrics import Metrics
from appliance.web.polls.lot import ParkingLot
from appliance.web.server.clients import ClientLimits
from appliance.web.server.request import RequestLimits
from appliance.web.server.server import Server, ServerLimits

DRAIN_SECONDS: Final = 1.5
"""For answers under way at the end; the promise is two seconds for everything."""

SWITCH_SECONDS: Final = 0.0005
"""How long the loop keeps the interpreter while the committing thread wants it. The default of
5 ms makes every commit of a busy server wait ten times as long as its disk sync."""


def run(settings: Settings, ready: Callable[[Worker], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once requests are answered.

    Raises Starting or StorageProblem when it cannot start.
    """
    stop = Event()
    watchers = [_on_signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)]
    worker = Worker(settings)
    try:
        ready(worker)
        stop.wait()
    finally:
        worker.close()
        for watcher in watchers:
            watcher.stop()
            watcher.close()


def _on_signal(number: int, stop: Event) -> Any:
    watcher = get_hub().loop.signal(number)
    watcher.start(stop.set)
    return watcher


class Worker:
    """Everything one process holds."""

    def __init__(self, settings: Settings) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        _raise_file_limit()
        self._data = DataFolder(settings.folder)
        self._timetable = Timetable()
        self._feed = SqliteFeed(self._data.database, _now)
        self._lot = ParkingLot(self._feed, self._timetable)
        limits = Limits(settings.max_message, settings.max_nick, settings.max_rooms)
        metrics = Metrics(self._feed, self._lot)
        app = create_app(
            Parts(
                chat=Chat(self._feed, limits),
                feed=self._feed,
                lot=self._lot,
                metrics=metrics,
                secret=self._feed.secret,
                name=settings.name,
                hosts=_names(settings),
                addresses=lambda: self.addresses,
                ui=ui_folder(),
                jquery=Path(xstatic.pkg.jquery.BASE_DIR),
            )
        )
        self._server = metrics.server = Server(
            app, settings.host, settings.port, _server_limits(settings), self._timetable
        )
        self.addresses = urls(settings.host, self._server.port, settings.public_url)
        self.local_url = local_url(settings.host, self._server.port)
        # What was made until now stays to the end; the collector need not look at it again.
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Drain: no new connections, parked polls answered, what waits committed."""
        self._server.drain(DRAIN_SECONDS, self._lot.drain)
        self._feed.close()
        self._timetable.close()
        self._data.close()


def ui_folder() -> Path:
    """The page's files: inside the package when installed, beside it in a checkout."""
    package = Path(str(resources.files("appliance")))
    installed = package / "ui"
    return installed if installed.is_dir() else package.parent / "ui"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _names(settings: Settings) -> set[str]:
    names = {name.strip() for name in settings.allow_host.split(",")} - {""}
    public = settings.public_url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    if public:
        names.add(public.rsplit(":", 1)[0] if public.count(":") == 1 else public)
    return names | machine_names()


def _server_limits(settings: Settings) -> ServerLimits:
    return ServerLimits(
        request=RequestLimits(settings.max_head, settings.max_body),
        client=ClientLimits(settings.max_connections, settings.max_requests),
        head_seconds=settings.head_timeout,
        body_seconds=settings.body_timeout,
        idle_seconds=settings.idle_timeout,
        write_seconds=settings.write_timeout,
    )


def _raise_file_limit() -> None:
    """As many open files as the system lets us have: each parked poll is one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
