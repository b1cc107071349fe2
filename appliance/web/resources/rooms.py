"""`/rooms` and `/rooms/{room}/messages`: what there is to read, and making a room."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import falcon

from appliance.chat.chat import Chat
from appliance.chat.member import public_id
from appliance.chat.names import EVERY_ROOM
from appliance.chat.own_marks import OwnMarks
from appliance.chat.private_rooms import PrivateRooms
from appliance.chat.room import typed_name
from appliance.chat.room_order import RoomOrder
from appliance.chat.standing.registry import Registry
from appliance.errors import BadInput
from appliance.feed.contract import SLICE_ENTRIES, Feed, RoomSummary, Slice
from appliance.feed.numbers import HIGHEST
from appliance.web import params
from appliance.web.access.caller import Caller
from appliance.web.resources.actor import person_of
from appliance.web.resources.private_rooms import named

DEFAULT_LIMIT: Final = 50

_FLAG: Final = {True: b"true", False: b"false"}

# Within a text quotes have a backslash before them: what somebody says is not taken for it.
_MEMBER: Final = re.compile(rb'"member":"([a-z2-7]*)"')


class Rooms:
    """Every room, with what a list shows of it; and a new one by the name that somebody typed."""

    def __init__(
        self,
        chat: Chat,
        feed: Feed,
        registry: Registry,
        private_rooms: PrivateRooms,
        order: RoomOrder,
        *,
        own: OwnMarks,
    ) -> None:
        self._own = own
        self._chat = chat
        self._feed = feed
        self._registry = registry
        self._private_rooms = private_rooms
        self._order = order

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        cursor = str(self._feed.last)
        caller: Caller = req.context.caller
        resp.media = {
            "rooms": [self._summary(room, caller) for room in self._chat.rooms(caller.scope)],
            "hidden": sorted(self._registry.hidden),
            "cursor": cursor,
        }
        if caller.member is not None:
            resp.media["read"] = self._own.told(caller.member, EVERY_ROOM)["read"]

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
        token = caller.token(nick)
        caller.check_muted(public_id(token))
        receipt = self._chat.make(
            token=token,
            nick=nick,
            name=said["name"],
            key=said.get("key"),
            maker=caller.maker,
            reader=caller.reader,
            scope=caller.scope,
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
        person = person_of(req, self._chat, said.get("nick", ""))
        caller.check_muted(person.member)
        receipt = self._private_rooms.make(
            person,
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
        summary = _summary(room) | self._order.told(room.name)
        if caller.member is not None:
            summary |= self._own.told(caller.member, room.name)
        if private is None:
            return summary
        people = self._registry.members(room.name)
        others = [member for member in people if member != caller.member] if private.direct else []
        return summary | {
            "private": True,
            "direct": private.direct,
            "maker": private.maker,
            "members": len(people),
            "with": [named(self._chat, member) for member in others],
        }


class Messages:
    """A room's history in slices, read backwards, forwards or around a number; each itself is
    oldest first.
    """

    def __init__(self, chat: Chat, registry: Registry) -> None:
        self._chat = chat
        self._registry = registry

    def on_get(self, req: falcon.Request, resp: falcon.Response, room: str) -> None:
        caller: Caller = req.context.caller
        room = self._chat.room(room, caller.scope)
        before = params.whole(req, "before", 1, HIGHEST)
        limit = params.whole(req, "limit", 1, SLICE_ENTRIES) or DEFAULT_LIMIT
        after = params.whole(req, "after", 0, HIGHEST)
        around = params.whole(req, "around", 1, HIGHEST)
        if sum(number is not None for number in (before, after, around)) > 1:
            raise BadInput("before-and-after")
        reading = limit, caller.scope, caller.reader
        if around is not None:
            older, newer = self._chat.vicinity(room, around, *reading)
            entries = (*older.entries, *newer.entries)
            part = Slice(entries, newer.cursor, older.more)
            self._answer(resp, room, part, newer.more)
        elif after is not None:
            self._answer(resp, room, self._chat.later(room, after, *reading))
        else:
            self._answer(resp, room, self._chat.history(room, before, *reading))

    on_head = on_get

    def _answer(
        self, resp: falcon.Response, room: str, part: Slice, newer: bool | None = None
    ) -> None:
        # The entries are JSON already; taking them apart to put them together again would
        # cost more than everything else here.
        resp.content_type = falcon.MEDIA_JSON
        resp.data = b'{"room":%b,"messages":[%b],"hidden":%b,"more":%b,%b"cursor":"%d"}' % (
            falcon.media.JSONHandler().serialize(room, falcon.MEDIA_JSON),
            b",".join(entry.json for entry in part.entries),
            json.dumps(self._hidden(part)).encode(),
            _FLAG[part.more],
            b"" if newer is None else b'"newer":%b,' % _FLAG[newer],
            part.cursor,
        )

    def _hidden(self, part: Slice) -> list[str]:
        """Whose words are folded away, of those who speak in this slice."""
        hidden = self._registry.hidden
        if not hidden:
            return []
        found = (_MEMBER.search(entry.json) for entry in part.entries)
        return sorted(hidden & {speaker[1].decode() for speaker in found if speaker})


def _summary(room: RoomSummary) -> dict[str, Any]:
    return {
        "name": room.name,
        "messages": room.messages,
        "last": room.last,
        "time": room.time or None,
    }
