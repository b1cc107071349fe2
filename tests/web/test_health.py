"""Asking often whether all is well costs no more than asking once."""

from __future__ import annotations

import threading
from pathlib import Path

import falcon
import falcon.testing
import gevent

from appliance.web.resources.health import Health
from tests.feed.feeds import opened, writer_of


def asked(health: Health) -> falcon.Response:
    resp = falcon.Response()
    health.on_get(falcon.Request(falcon.testing.create_environ()), resp)
    return resp


def test_however_many_ask_while_a_disk_hangs_one_look_waits_for_it(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        health, held = Health(feed), threading.Event()
        writer_of(feed)._clock = lambda: str(held.wait(30))
        askers = [gevent.spawn(asked, health) for _ in range(50)]
        gevent.sleep(0)
        try:
            assert writer_of(feed)._queue.qsize() <= 1
        finally:
            held.set()
        gevent.joinall(askers, timeout=30, raise_error=True)
        assert {str(asker.get().media) for asker in askers} == {"{'status': 'ok'}"}
