"""What the feed's tests have in common: drafts, a clock, and feeds that are closed properly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import gevent
from gevent import Greenlet

from appliance.errors import Problem
from appliance.feed.bus import Bus
from appliance.feed.entry import Draft, Entry
from appliance.feed.facts import Fact
from appliance.feed.folding import Target
from appliance.feed.sqlite.committer import Committer
from appliance.feed.sqlite.database import connect
from appliance.feed.sqlite.feed import SqliteFeed
from appliance.feed.sqlite.log import Log
from appliance.feed.sqlite.readers import Readers
from appliance.feed.sqlite.schema import migrate
from tests.running import DEADLINE

T = TypeVar("T")

TIME = "2024-05-06T07:08:09.012Z"


def clock() -> str:
    return TIME


def draft(
    text: str = "hello", room: str = "lobby", key: str | None = None, member: str = "ada"
) -> Draft:
    return Draft(room, "message", "Ada", member, {"message": text}, key)


def with_files(room: str, *files: str) -> Draft:
    """Something said with these files."""
    said = draft("see", room)
    return said._replace(fields={**said.fields, "files": [{"id": one} for one in files]})


class Changing:
    """Kinds for the tests of a feed: words that are changed, and taken away."""

    erasing: Collection[str] = ("delete",)
    wordy: Collection[str] = ("edit",)

    def fold(self, draft: Draft, target: Target, time: str) -> Mapping[str, Any]:
        if "deleted" in target.fields:
            raise Problem("message-unknown")
        return {**target.now, "message": draft.fields.get("message", "")}


def change(target: int, text: str = "", room: str = "lobby", key: str | None = None) -> Draft:
    """An edit to `text`, or a delete without."""
    fields = {"target": target, "message": text} if text else {"target": target, "by": "author"}
    kind = "edit" if text else "delete"
    return Draft(room, kind, "Ada", "ada", fields, key, target=target, stands=False)


def stating(*facts: Fact, key: str | None = None) -> Draft:
    """Something said with which these facts begin to hold."""
    return draft(key=key)._replace(facts=facts)


def entry(number: int, room: str = "lobby", text: str = "hello") -> Entry:
    return Entry.of(number, TIME, draft(text, room))


def ids(entries: tuple[Entry, ...] | list[Entry]) -> list[int]:
    return [entry.id for entry in entries]


def value(greenlet: Greenlet[..., T]) -> T:
    """What a greenlet that has ended came to."""
    found = greenlet.value
    assert found is not None
    return found


def soon(look: Callable[[], bool]) -> None:
    """Let the loop run until `look` holds."""
    with gevent.Timeout(DEADLINE):
        while not look():
            gevent.sleep(0.005)


@contextmanager
def opened(path: Path, bus: Callable[[], Bus] = Bus) -> Iterator[SqliteFeed]:
    feed = SqliteFeed(path, clock, bus, folds=Changing())
    try:
        yield feed
    finally:
        feed.close()


def writer_of(feed: SqliteFeed) -> Committer:
    assert isinstance(feed._writer, Committer)
    return feed._writer


def file_of(feed: SqliteFeed) -> Readers:
    """What reads its file, whatever is asked."""
    assert isinstance(feed._readers, Readers)
    return feed._readers


@contextmanager
def opened_log(path: Path) -> Iterator[Log]:
    connection = connect(path, create=True)
    migrate(connection)
    log = Log(connection)
    try:
        yield log
    finally:
        log.close()
