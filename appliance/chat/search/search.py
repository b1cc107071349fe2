"""What was said, found by who may read it, each as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import gevent

from appliance.chat.chat import Chat
from appliance.chat.room import RoomUnknown, typed_name
from appliance.chat.search.inquiry import Inquiry
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.contract import OURSELVES, SLICE_BYTES, Feed, Reader
from appliance.feed.entry import Entry
from appliance.feed.scope import Scope
from appliance.feed.search.alike import alike, spots
from appliance.feed.search.wanted import IndexState, Searching, Wanted

ME: Final = "me"
"""What somebody says for themselves after `from:`."""


class Hit(NamedTuple):
    """A message, and where in it (characters) the words are."""

    entry: Entry
    marks: Sequence[tuple[int, int]]


class Hits(NamedTuple):
    """The newest first. What is below the number `below` was not looked at yet; 0: nothing is."""

    hits: Sequence[Hit]
    below: int


class Search:
    """The index says where to look; what is told is read from the log, by the same scope."""

    def __init__(self, chat: Chat, feed: Feed, registry: Registry, index: Searching) -> None:
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._index = index

    @property
    def state(self) -> IndexState:
        return self._index.state

    def find(
        self,
        inquiry: Inquiry,
        scope: Scope,
        member: str | None,
        *,
        limit: int,
        below: int,
        reader: Reader = OURSELVES,
    ) -> Hits:
        """What `member`, who may read `scope`, asks for: at most `limit` messages numbered below
        `below`. There may be fewer, or none, and more below all the same: where looking takes long,
        and where the index is behind. Raises BadInput, RoomUnknown and StorageProblem.
        """
        where = scope.within(self._rooms(inquiry.rooms, scope)) if inquiry.rooms else scope
        wanted = Wanted(
            terms=tuple(inquiry.terms),
            scope=where,
            below=below,
            nicks=tuple(map(alike, inquiry.people)),
            members=tuple(self._members(inquiry.people, member)),
            has=tuple(inquiry.has),
            since=inquiry.since,
            until=inquiry.until,
        )
        found = self._index.find(wanted, limit, reader)
        hits: list[Hit] = []
        size = 0
        for entry in self._entries(found.numbers, where, reader):
            hit = _hit(entry, inquiry)
            if hit is not None:
                hits.append(hit)
                size += len(entry.json)
            if size > SLICE_BYTES and entry.id > min(found.numbers):
                return Hits(hits, entry.id)
            gevent.sleep(0)  # marking a long message takes milliseconds
        return Hits(hits, found.below)

    def _entries(self, numbers: Sequence[int], scope: Scope, reader: Reader) -> Iterator[Entry]:
        """As many at once as one read brings."""
        while numbers and (part := self._feed.entries(numbers, scope, reader)):
            yield from part
            numbers = [number for number in numbers if number < part[-1].id]

    def _rooms(self, names: Iterable[str], scope: Scope) -> list[str]:
        return [room for name in names for room in self._room(name, scope)]

    def _room(self, name: str, scope: Scope) -> list[str]:
        """A room by its name; a private one also by its title."""
        titled = [room for room in scope.own if self._title(room) == alike(name)]
        try:
            return [self._chat.room(typed_name(name), scope), *titled]
        except (BadInput, RoomUnknown):
            if not titled:
                raise
            return titled

    def _title(self, room: str) -> str:
        found = self._registry.room(room)
        return "" if found is None else alike(found.title)

    def _members(self, people: Iterable[str], member: str | None) -> Iterator[str]:
        """By their public ids, or who is called so now; what somebody was called as they said it
        the index knows.
        """
        for name in people:
            yield name
            yield from self._chat.people.called(name)
            if name.lower() == ME and member is not None:
                yield member


def _hit(entry: Entry, inquiry: Inquiry) -> Hit | None:
    """None where the words are there no more: the index may be a moment behind. Names of files are
    words as well, of which nothing is marked.
    """
    record = entry.record
    if entry.kind != "message" or "deleted" in record:
        return None
    files = record.get("files", ())
    if not all(_has(files, thing) for thing in inquiry.has):
        return None
    words = record["message"]
    marks = spots("\n".join([words, *(file["name"] for file in files)]), inquiry.terms)
    return None if marks is None else Hit(entry, [mark for mark in marks if mark[1] <= len(words)])


def _has(files: Sequence[Mapping[str, Any]], thing: str) -> bool:
    if thing == "image":
        return any(file["type"].startswith("image/") for file in files)
    return thing != "file" or bool(files)
