"""Asking often whether all is well costs no more than asking once."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import falcon
import falcon.testing
import gevent
import pytest

from appliance.errors import StorageFull
from appliance.feed.feed import LogFeed
from appliance.feed.sqlite.marks import SqliteMarks
from appliance.web.resources.health import Health
from tests.disk import fill
from tests.feed.feeds import draft, opened, writer_of


def asked(health: Health) -> falcon.Response:
    resp = falcon.Response()
    health.on_get(falcon.Request(falcon.testing.create_environ()), resp)
    return resp


def test_however_many_ask_while_a_disk_hangs_one_look_waits_for_it(tmp_path: Path) -> None:
    with opened(tmp_path / "chat.db") as feed:
        health, held = Health(feed, {}), threading.Event()
        writer_of(feed)._clock = lambda: str(held.wait(30))
        askers = [gevent.spawn(asked, health) for _ in range(50)]
        gevent.sleep(0)
        try:
            assert writer_of(feed)._queue.qsize() <= 1
        finally:
            held.set()
        gevent.joinall(askers, timeout=30, raise_error=True)
        assert {str(asker.get().media) for asker in askers} == {"{'status': 'ok'}"}


def test_who_asks_is_told_where_marks_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "marks.db").mkdir()
    marks = SqliteMarks(tmp_path / "marks.db")
    with opened(tmp_path / "chat.db") as feed, closing(marks):
        health = Health(feed, {"marks": lambda: marks.trouble})
        said = asked(health).media
        assert said == {"status": "ok", "marks": str(marks.trouble)}
        (tmp_path / "marks.db").rmdir()
        marks.put("ada", "read lobby", 7)
        assert asked(health).media == {"status": "ok"}


def say_on(feed: LogFeed) -> None:
    for _ in range(100):
        feed.append(draft())


def test_what_a_message_found_is_told_at_once(small_disk: Path) -> None:
    with opened(small_disk / "chat.db") as feed:
        health = Health(feed, {})
        asked(health)
        fill(small_disk / "filler")
        with pytest.raises(StorageFull):
            say_on(feed)
        with pytest.raises(StorageFull):
            asked(health)
        (small_disk / "filler").unlink()
        feed.append(draft())
        asked(health)
