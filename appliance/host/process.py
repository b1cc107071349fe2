"""The process that serves the chat, from its start until a signal says to end."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from gevent.event import Event
from gevent.hub import get_hub

from appliance.host.data import PATIENCE_SECONDS, DataFolder
from appliance.host.file_limit import raise_file_limit
from appliance.host.standard_input import on_end_of_input
from appliance.host.worker import DRAIN_SECONDS, Worker
from appliance.settings import Settings


def run(settings: Settings, ready: Callable[[Worker], None], *, attended: bool = False) -> bool:
    """Serve until a signal says to end; `ready` is called once requests are answered. Whether the
    data folder is still there in the end.

    `attended` by a window, it also ends when its standard input does.
    Raises Starting or StorageProblem when it cannot start.
    """
    stop = Event()
    watchers = [_on_signal(number, stop) for number in _endings()]
    closed = Event()
    if attended:

        def close() -> None:
            closed.set()
            stop.set()

        watchers.append(on_end_of_input(close))
    # A window that was killed and opened again meets the end of its former server.
    patience = DRAIN_SECONDS * 3 if attended else PATIENCE_SECONDS
    data = DataFolder(settings.folder, patience)
    try:
        raise_file_limit()
        worker = Worker(settings, data, attended=attended)
        try:
            ready(worker)
            worker.announce()
            stop.wait()
        finally:
            worker.close(closed=closed.is_set())
        return data.is_whole()
    finally:
        data.close()
        for watcher in watchers:
            watcher.stop()
            watcher.close()


def _endings() -> list[signal.Signals]:
    """SIGHUP, which ends a session, is left alone where nohup has us ignore it."""
    hangup = getattr(signal, "SIGHUP", None)
    heard = [hangup] if hangup and signal.getsignal(hangup) is not signal.SIG_IGN else []
    return [signal.SIGTERM, signal.SIGINT, *heard]


def _on_signal(number: int, stop: Event) -> Any:
    watcher = get_hub().loop.signal(number)
    watcher.start(stop.set)
    return watcher
