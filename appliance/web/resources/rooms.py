"""`/rooms` and `/rooms/{room}/messages`: what there is to read, and making a room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import falcon

from appliance.chat.chat import Chat
from appliance.chat.private_rooms import PrivateRooms
from appliance.chat.room import typed_name
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.contract import SLICE_ENTRIES, Feed, RoomSummary
from appliance.feed.numbers import HIGHEST
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.private_rooms import named, person_of

DEFAULT_LIMIT: Final = 50


class Rooms:
    """Every room, with what a list shows of it; and a new one by the name that somebody typed."""

    def __init__(
        self, chat: Chat, feed: Feed, registry: Registry, private_rooms: PrivateRooms
    ) -> None:
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._private_rooms = private_rooms

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        cursor = str(self._feed.last)
        caller: Caller = req.context.caller
        rooms = [self._summary(room, caller) for room in self._chat.rooms(caller.scope)]
        resp.media = {"rooms": rooms, "cursor": cursor}

    on_head = on_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        said = params.fields(req)
        if "name" not in said:
            raise BadInput("room-unnamed")
        if params.flag(said, "private"):
            self._make_private(req, resp, said)
            return
        caller: Caller = req.context.caller
        nick = self._chat.nick(said.get("nick", ""))
        receipt = self._chat.make(
            token=caller.token(nick),
            nick=nick,
            name=said["name"],
            key=said.get("key"),
            maker=caller.maker,
            reader=caller.reader,
        )
        if receipt is None:
            resp.media = {"room": self._chat.room(typed_name(said["name"]))}
        else:
            resp.status = falcon.HTTP_201 if receipt.new else falcon.HTTP_200
            resp.media = {"room": receipt.room, "id": receipt.id}

    def _make_private(
        self, req: falcon.Request, resp: falcon.Response, said: Mapping[str, Any]
    ) -> None:
        caller: Caller = req.context.caller
        receipt = self._private_rooms.make(
            person_of(req, self._chat, said.get("nick", "")),
            said["name"],
            said.get("topic", ""),
            self._chat.key(said.get("key")),
            maker=caller.maker,
        )
        resp.status = falcon.HTTP_201 if receipt.new else falcon.HTTP_200
        found = self._registry.room(receipt.room)
        title = said["name"] if found is None else found.title
        resp.media = {
            "room": receipt.room,
            "id": receipt.id,
            "title": title,
            "private": True,
        }

    def _summary(self, room: RoomSummary, caller: Caller) -> dict[str, Any]:
        private = self._registry.room(room.name)
        if private is None:
            return _summary(room)
        people = self._registry.members(room.name)
        others = [member for member in people if member != caller.member] if private.direct else []
        return _summary(room) | {
            "private": True,
            "direct": private.direct,
            "title": private.title,
            "topic": private.topic,
            "members": len(people),
            "with": [named(self._chat, member) for member in others],
        }


class Messages:
    """A room's history in slices, read backwards or forwards; each itself is oldest first."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        room = self._chat.room(room, caller.scope)
        before = params.whole(req, "before", 1, HIGHEST)
        limit = params.whole(req, "limit", 1, SLICE_ENTRIES) or DEFAULT_LIMIT
        after = params.whole(req, "after", 0, HIGHEST)
        if after is None:
            part = self._chat.history(room, before, limit, caller.scope, caller.reader)
        elif before is None:
            part = self._chat.later(room, after, limit, caller.scope, caller.reader)
        else:
            raise BadInput("before-and-after")
        # The entries are JSON already; taking them apart to put them together again would
        # cost more than everything else here.
        resp.content_type = falcon.MEDIA_JSON
        resp.data = b'{"room":%b,"messages":[%b],"more":%b,"cursor":"%d"}' % (
            falcon.media.JSONHandler().serialize(room, falcon.MEDIA_JSON),
            b",".join(entry.json for entry in part.entries),
            b"true" if part.more else b"false",
            part.cursor,
        )

    on_head = on_get


def _summary(room: RoomSummary) -> dict[str, Any]:
    return {
        "name": room.name,
        "messages": room.messages,
        "last": room.last,
        "time": room.time or None,
    }
